// Why no chain of rollbacks is endless: a number that only operators raise and every rollback lowers. It is checked on every move.

import { type Entry, type Job, type State, specChanged } from '@cutover/core'
import type { MoveKind } from './move.ts'

/** How many rollbacks may still follow without an operator: one where a stable version differs from the current one, else none. */
function rollbacksLeft({ tables }: State): number {
  let left = 0
  for (const job of tables.jobs) {
    const target = newestStable(tables.jobVersions, job)
    if (target && specChanged(job, target)) left += 1
  }
  return left
}

/** What the move breaks of the measure. */
export function brokenMeasure(
  before: State,
  after: State,
  kind: MoveKind,
  entries: readonly Entry[],
): readonly string[] {
  const rollbacks = entries.filter(({ events }) => events.some(({ type }) => type === 'JobRolledBack')).length
  if (raisers.has(kind)) return rollbacks > 0 ? ['nothing is rolled back by a change of the job'] : []
  const fell = rollbacksLeft(before) - rollbacksLeft(after)
  return fell < rollbacks ? ['every rollback lowers the rollbacks that are left, and only operators raise them'] : []
}

const raisers: ReadonlySet<MoveKind> = new Set(['register', 'revert', 'stop'])

function newestStable(versions: Iterable<Job>, { namespace, id }: Job): Job | undefined {
  let newest: Job | undefined
  for (const row of versions)
    if (row.stable && row.id === id && row.namespace === namespace && row.version >= (newest?.version ?? 0))
      newest = row
  return newest
}
