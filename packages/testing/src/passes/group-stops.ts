// What exceeds the count of a group, and in which order it stops (semantics/2 §2.12a).

import type { Allocation } from '@cutover/core'
import { type GroupWork, texts, without } from './group-work.ts'
import { Names } from './names.ts'
import { byName, byRemoval, indexOf, isServerTerminal } from './rows.ts'

// §2.12, the seed
export function seed(work: GroupWork): void {
  const rows = new Set([...work.untainted, ...work.migrate, ...work.now, ...work.lost])
  for (const row of rows) work.names.take(indexOf(row))
}

// §2.12a
export function stopExcess(work: GroupWork): void {
  for (const row of work.lost) work.stop(row, texts.lost, 'lost')
  work.count('stop', work.lost.length)
  const isExempt = work.isCanarying
  const rows = isExempt ? without(work.untainted, work.canaries) : work.untainted
  const known = rows.filter(({ clientStatus }) => clientStatus !== 'unknown').length
  let left = Math.max(0, known + work.migrate.length - work.group.Count)
  const candidates = [...rows].filter((row) => !isServerTerminal(row)).sort(byRemoval)
  const gone: Allocation[] = []
  const remove = (from: readonly Allocation[]): readonly Allocation[] => {
    const picked = without(from, gone).slice(0, left)
    gone.push(...picked)
    left -= picked.length
    return picked
  }
  const named = work.canaries.map(({ name }) => name)
  if (!isExempt) remove([...without(candidates, work.canaries)].sort(byName).filter(({ name }) => named.includes(name)))
  for (const row of remove(highestOf(work.migrate, left, work.group.Count))) work.names.free(indexOf(row))
  const highest = left > 0 ? work.names.highest(left) : []
  remove(candidates.filter((row) => highest.includes(indexOf(row))))
  remove(candidates)
  for (const row of gone) work.stop(row, texts.notNeeded)
  work.count('stop', gone.length)
  work.untainted = without(work.untainted, gone)
  work.migrate = without(work.migrate, gone)
}

function highestOf(rows: readonly Allocation[], wanted: number, count: number): readonly Allocation[] {
  const own = new Names(count)
  for (const row of rows) own.take(indexOf(row))
  const highest = own.highest(wanted)
  return rows.filter((row) => highest.includes(indexOf(row))).sort(byRemoval)
}
