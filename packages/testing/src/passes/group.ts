// One group of a pass, step after step of semantics/2 §2.

import type { Allocation, Job, ReconcileInput } from '@cutover/core'
import { createCanaries, end, fill, type GroupAnswer, limit, moveMigrating, replace, update } from './group-places.ts'
import { classify, disconnect, followUp, keepCanaries, leaveOldBatches, stopUnwantedCanaries } from './group-sets.ts'
import { seed, stopExcess } from './group-stops.ts'
import { type Governed, GroupWork, liveOf, texts } from './group-work.ts'
import { countersLine, stopLine } from './lines.ts'
import { kindOf } from './rows.ts'

/** Everything of a group that nobody wants stops (§2.2, §2.3). */
export function stopGroup(name: string, rows: readonly Allocation[], input: ReconcileInput): GroupAnswer {
  const kinds = rows.map((row) => [row, kindOf(row, input)] as const)
  const listed = kinds.filter(
    ([row, kind]) => (kind !== 'ignore' && kind !== 'expiring') || row.clientStatus === 'unknown',
  )
  const lines = listed.map(([{ id }, kind]) =>
    kind === 'lost' ? stopLine(id, 'lost', `${texts.lost}, nothing`) : stopLine(id, '', `${texts.notNeeded}, nothing`),
  )
  return { lines: [...lines, countersLine(name, { stop: rows.length })], isComplete: true, part: undefined }
}

/** What a group of the job comes to. */
export function answerOf(name: string, input: ReconcileInput, job: Job, governed: Governed): GroupAnswer {
  const group = job.document.TaskGroups.find(({ Name }) => Name === name)
  if (!group || group.Count === 0) return stopGroup(name, liveOf(name, input), input)
  const work = new GroupWork(input, job, group, governed)
  leaveOldBatches(work)
  stopUnwantedCanaries(work)
  keepCanaries(work)
  classify(work)
  disconnect(work)
  followUp(work)
  seed(work)
  stopExcess(work)
  update(work)
  createCanaries(work)
  replace(work, fill(work, limit(work)))
  moveMigrating(work)
  return end(work)
}
