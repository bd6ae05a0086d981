// What nodes report, what evaluations become, and what servers ask of allocations (semantics/1 §3.10 to §3.12).

import type { Allocation, Change } from '@cutover/core'
import { count } from './counting.ts'
import { upsertEvaluation } from './evaluations.ts'
import { recompute } from './status.ts'
import { summarize } from './summaries.ts'
import { type Answer, bump, inOrder, isOver, ownerKey, type Work } from './tables.ts'

type Report = Change<'UpdateAllocations'>['reports'][number]

/** Writes evaluations; the jobs that they name are looked at. */
export function updateEvaluations(
  work: Work,
  { evaluations }: Pick<Change<'UpdateEvaluations'>, 'evaluations'>,
): Answer {
  for (const evaluation of evaluations) upsertEvaluation(work, evaluation)
  for (const key of inOrder(evaluations.map(ownerKey))) recompute(work, key)
  return undefined
}

/** Takes reports of nodes; what goes wrong with one is kept to itself. */
export function updateAllocations(work: Work, { reports, evaluations }: Change<'UpdateAllocations'>): Answer {
  if (reports.length === 0) return undefined
  const jobs = new Set<string>()
  for (const report of reports) {
    const stored = work.rows.allocations.get(report.allocationId)
    if (stored && take(work, report, stored)) jobs.add(ownerKey(stored))
  }
  bump(work, 'allocs')
  updateEvaluations(work, { evaluations })
  for (const key of inOrder(jobs)) recompute(work, key)
  for (const id of new Set(reports.map(({ nodeId }) => nodeId))) touchNode(work, id)
  return undefined
}

function touchNode(work: Work, id: string): void {
  const node = work.rows.nodes.get(id)
  if (!node) return
  work.rows.nodes.set(id, { ...node, lastAllocationUpdateIndex: work.index })
  bump(work, 'nodes')
}

// Answers whether the row was written.
function take(work: Work, report: Report, stored: Allocation): boolean {
  const { clientStatus, clientDescription, taskStates, networkStatus, modifyTime } = report
  const said = { clientStatus, clientDescription, taskStates, networkStatus, modifyTime }
  const reported = { ...stored, ...said, health: healthAfter(work, report, stored), modifyIndex: work.index }
  const counted = count(work, reported, stored)
  if ('refused' in counted) return false
  if (summarize(work, counted, stored) !== undefined) return false
  work.rows.allocations.set(stored.id, reconnected(work, report, counted))
  return true
}

function healthAfter({ index }: Work, { health }: Report, stored: Allocation): Allocation['health'] {
  if (!health) return stored.health
  if (!stored.health) return { ...health, modifyIndex: index }
  if (health.healthy === undefined || health.healthy === stored.health.healthy) return stored.health
  return { ...stored.health, healthy: health.healthy, timestamp: health.timestamp, modifyIndex: index }
}

function reconnected(work: Work, report: Report, row: Allocation): Allocation {
  const last = row.states?.filter(({ field, value }) => field === 0 && value !== '').at(-1)
  const isBack = ['running', 'complete', 'failed'].includes(report.clientStatus)
  const id = row.followupEvaluationId
  if (last?.value !== 'unknown' || id === '' || !isBack) return row
  const others = [...work.committed.allocations.values()].filter(
    (other) =>
      other.namespace === report.namespace &&
      other.jobId === report.jobId &&
      other.id !== row.id &&
      other.followupEvaluationId === id &&
      !isOver(other),
  )
  const evaluation = work.rows.evaluations.get(id)
  if (evaluation && others.length === 0) {
    const canceled = { status: 'canceled', statusDescription: 'allocs reconnected', modifyIndex: work.index } as const
    work.rows.evaluations.set(id, { ...evaluation, ...canceled })
    bump(work, 'evals')
  }
  return { ...row, followupEvaluationId: '' }
}

/** Asks something of allocations; unknown ones are passed over. */
export function transition(work: Work, { transitions, evaluations }: Change<'TransitionAllocations'>): Answer {
  const { index, rows } = work
  for (const { allocationId, transition: wishes } of transitions) {
    const row = rows.allocations.get(allocationId)
    if (!row) continue
    const desiredTransition = { ...row.desiredTransition, ...wishes }
    rows.allocations.set(row.id, { ...row, desiredTransition, modifyIndex: index, allocationModifyIndex: index })
  }
  bump(work, 'allocs')
  for (const evaluation of evaluations) upsertEvaluation(work, evaluation)
  return undefined
}
