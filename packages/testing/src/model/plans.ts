// A scheduler's plan becomes rows (semantics/1 §3.5).

import type { Allocation, Change, Deployment } from '@cutover/core'
import { count, writeDeployment } from './counting.ts'
import { writeStatus } from './deployments.ts'
import { upsertEvaluation } from './evaluations.ts'
import { recompute } from './status.ts'
import { summarize } from './summaries.ts'
import { type Answer, bump, inOrder, isOver, ownerKey, type Work } from './tables.ts'

/** Applies a plan, or nothing of it. */
export function applyPlan(work: Work, plan: Change<'ApplyPlan'>): Answer {
  const resolved = resolve(work, plan)
  if (typeof resolved === 'string') return resolved
  const refused = writePlanned(work, plan) ?? noteEvaluation(work, plan.evaluationId)
  if (refused !== undefined) return refused
  // Whether the last allocation of each job goes on.
  const last = new Map<string, boolean>()
  for (const wanted of [...plan.allocationsUpdated.map((row) => attached(row, plan)), ...resolved]) {
    const outcome = writeAllocation(work, wanted)
    if (outcome === 'skipped') continue
    if (outcome !== undefined) return outcome.refused
    const written = work.rows.allocations.get(wanted.id)
    last.set(ownerKey(wanted), written !== undefined && !isOver(written))
  }
  bump(work, 'allocs')
  for (const key of inOrder(last.keys())) recompute(work, key, last.get(key) ? 'running' : 'formula')
  for (const evaluation of plan.preemptionEvaluations) upsertEvaluation(work, evaluation)
  return undefined
}

function resolve(work: Work, plan: Change<'ApplyPlan'>): readonly Allocation[] | string {
  const resolved: Allocation[] = []
  for (const diff of plan.allocationsStopped) {
    const row = work.committed.allocations.get(diff.allocationId)
    if (!row) return `alloc ${diff.allocationId} doesn't exist`
    resolved.push({
      ...row,
      desiredStatus: 'stop',
      desiredDescription: diff.description,
      states: diff.states,
      clientStatus: diff.clientStatus ?? row.clientStatus,
      followupEvaluationId: diff.followupEvaluationId || row.followupEvaluationId,
      modifyTime: diff.modifyTime || row.modifyTime,
    })
  }
  for (const diff of plan.allocationsPreempted) {
    const row = work.committed.allocations.get(diff.allocationId)
    if (!row) return `alloc ${diff.allocationId} doesn't exist`
    resolved.push({
      ...row,
      desiredStatus: 'evict',
      desiredDescription: `Preempted by alloc ID ${diff.preemptedBy}`,
      preemptedByAllocation: diff.preemptedBy,
      modifyTime: diff.modifyTime || row.modifyTime,
    })
  }
  return resolved
}

function writePlanned(work: Work, plan: Change<'ApplyPlan'>): Answer {
  const refused = plan.deployment && writeDeployment(work, merged(work, plan.deployment))
  if (refused !== undefined) return refused
  for (const update of plan.deploymentUpdates)
    if (writeStatus(work, { ...update, updatedAt: plan.updatedAt }) !== undefined) break
  return undefined
}

// Counters and deadlines are the store's, and no group of the store is lost.
function merged(work: Work, planned: Deployment): Deployment {
  const stored = work.rows.deployments.get(planned.id)
  if (!stored) return planned
  const groups = planned.groups.map((group) => {
    const known = stored.groups.find(({ name }) => name === group.name)
    if (!known) return group
    const { healthy, unhealthy, placed, requireProgressBy } = known
    return { ...group, healthy, unhealthy, placed, requireProgressBy }
  })
  const others = stored.groups.filter(({ name }) => !planned.groups.some((group) => group.name === name))
  return { ...planned, groups: [...groups, ...others] }
}

function noteEvaluation(work: Work, id: string): Answer {
  if (id === '') return undefined
  const evaluation = work.rows.evaluations.get(id)
  if (!evaluation) return `unable to find eval id "${id}"`
  work.rows.evaluations.set(id, { ...evaluation, modifyIndex: work.index })
  bump(work, 'evals')
  return undefined
}

function attached(row: Allocation, { job }: Change<'ApplyPlan'>): Allocation {
  return row.job || isOver(row) ? row : { ...row, job }
}

function writeAllocation(work: Work, wanted: Allocation): 'skipped' | { readonly refused: string } | undefined {
  const stored = work.rows.allocations.get(wanted.id)
  if (!stored) {
    if (!wanted.job) return { refused: `attempting to upsert allocation "${wanted.id}" without a job` }
    const job = work.rows.jobs.get(ownerKey(wanted))
    if (!job || job.stop) return 'skipped'
  }
  const placed = stored ? mergedWith(work, wanted, stored) : born(work, wanted)
  const counted = count(work, placed, stored)
  if ('refused' in counted) return counted
  const refused = summarize(work, counted, stored)
  if (refused !== undefined) return { refused: `error updating job summary: ${refused}` }
  if (counted.evaluationId === '') return { refused: "alloc insert failed: missing value for index 'eval'" }
  work.rows.allocations.set(counted.id, counted)
  const previous = work.rows.allocations.get(counted.previousAllocation)
  if (previous)
    work.rows.allocations.set(previous.id, { ...previous, nextAllocation: counted.id, modifyIndex: work.index })
  return undefined
}

function born({ index }: Work, wanted: Allocation): Allocation {
  const health = wanted.health && { ...wanted.health, modifyIndex: index }
  return { ...wanted, health, createIndex: index, modifyIndex: index, allocationModifyIndex: index }
}

function mergedWith({ index }: Work, wanted: Allocation, stored: Allocation): Allocation {
  const isSaid = wanted.clientStatus === 'lost' || wanted.clientStatus === 'unknown'
  const { clientStatus, clientDescription } = isSaid ? wanted : stored
  return {
    ...wanted,
    job: wanted.job ?? stored.job,
    nextAllocation: stored.nextAllocation || wanted.nextAllocation,
    taskStates: stored.taskStates,
    clientStatus,
    clientDescription,
    createIndex: stored.createIndex,
    modifyIndex: index,
    allocationModifyIndex: index,
  }
}
