// The evaluations that come later: at which instants, and for whom (semantics/2 §2.11).

import type { Allocation } from '@cutover/core'
import { followupLine } from './lines.ts'
import { ownGroup, span } from './rows.ts'

/** An allocation and the instant that it waits for. */
export interface Wait {
  readonly row: Allocation
  readonly at: number
}

/** Evaluations of one series, and how long each allocation waits for its own. */
export interface Batch {
  readonly lines: readonly string[]
  readonly waits: ReadonlyMap<string, number>
}

/** Instants less than five seconds after the first of a batch share its evaluation. */
export function batches(
  due: readonly Wait[],
  { trigger, text, now }: { readonly trigger: string; readonly text: string; readonly now: number },
): Batch {
  const openings: number[] = []
  const waits = new Map<string, number>()
  for (const { row, at } of due.toSorted((a, b) => a.at - b.at)) {
    const opening = openings.at(-1)
    if (opening === undefined || at - opening >= 5_000_000) openings.push(at)
    waits.set(row.id, (openings.at(-1) ?? at) - now)
  }
  const isSame = trigger === 'max-disconnect-timeout'
  const lines = openings.map((at, n) =>
    n === 0 || isSame ? followupLine(trigger, text, at - now) : followupLine('alloc-failure', '', at - now),
  )
  return { lines, waits }
}

/** Lost ones whose group stops its clients only after a while. */
export function lossesOf(lost: readonly Allocation[], now: number): readonly Wait[] {
  return lost.flatMap((row) => {
    const group = ownGroup(row)
    const delay = span(group?.Disconnect?.StopOnClientAfter)
    const since = (row.states ?? []).find(({ field, value }) => field === 0 && value === 'lost')?.time ?? now
    const kill = Math.max(5_000_000, ...(group?.Tasks ?? []).map(({ KillTimeout }) => span(KillTimeout)))
    const at = since + delay + kill
    return delay !== 0 && at > now ? [{ row, at }] : []
  })
}
