// What becomes of an allocation that was placed with another version of its job: nothing, a change in place, or a
// replacement. Rules: semantics/2 §3.1.

import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import type { Job } from '../entities/job.ts'
import { tasksUpdated } from '../job-diff/update-kind.ts'
import { type GroupDocument, groupOf } from '../job-document/document.ts'
import { fieldOf, type Json, type JsonObject } from '../json.ts'
import type { UpdateDecision } from '../reconcile/reconciliation.ts'
import type { Attempt } from './attempt.ts'
import { takeCensus } from './metric.ts'
import { inDatacenter, inPool } from './node-pool.ts'
import { allocatedResources, asObject, member } from './resources.ts'
import { selectNode } from './select-node.ts'
import { stageStop, unstageStop } from './staging.ts'

/** The decision as the reconciler asks for it; it compares each old version of the job with the new one only once. */
export function updateDecider(
  attempt: Attempt,
): (allocation: Allocation, job: Job, group: GroupDocument) => UpdateDecision {
  const differs = specComparison()
  return (allocation, job, group) => {
    const own = allocation.job
    if (own?.jobModifyIndex === job.jobModifyIndex) return { kind: 'ignore' }
    if (!own || differs(own, job, group.Name)) return { kind: 'destructive' }
    if (isTerminalAllocation(allocation)) return { kind: 'ignore' }
    return decideOnNode(attempt, { allocation, own, job, group })
  }
}

/** Whether two versions of a job differ in what a running allocation of the group cannot take over. */
export function specComparison(): (own: Job, job: Job, group: string) => boolean {
  const known = new Map<Job, Map<string, boolean>>()
  return (own, job, group) => {
    const groups = known.get(own) ?? new Map<string, boolean>()
    known.set(own, groups)
    const result = groups.get(group) ?? tasksUpdated(own.document, job.document, group).changed
    groups.set(group, result)
    return result
  }
}

/** An allocation and what it is to become. */
export interface Renewal {
  readonly allocation: Allocation
  /** The version that it runs. */
  readonly own: Job
  readonly job: Job
  readonly group: GroupDocument
}

/**
 * What the search says when the allocation may stay where it is: its node is there, in reach of the job, and has room
 * for the new form. Undefined when it may not.
 */
export function fitInPlace({ state, staging }: Attempt, { allocation, job, group }: Renewal): JsonObject | undefined {
  const node = state.tables.nodes.get(allocation.nodeId)
  const { document } = job
  if (!node || !inDatacenter(node, document) || !inPool(node, document)) return undefined
  const { offset } = staging
  stageStop(staging, allocation)
  const selection = selectNode(staging, {
    document,
    group,
    nodes: [node],
    census: takeCensus([node]),
    preferred: undefined,
    penalties: new Set(),
    isBatch: false,
  })
  unstageStop(staging, allocation)
  staging.offset = offset
  return selection.node && selection.metric
}

/** The allocation in its new form. Ports, devices and cores stay what they were. */
export function renewed({ evaluation }: Attempt, { allocation, group }: Renewal): Allocation {
  return {
    ...allocation,
    evaluationId: evaluation.id,
    job: undefined,
    resources: renewedResources(allocation.resources, group),
  }
}

function decideOnNode(attempt: Attempt, renewal: Renewal): UpdateDecision {
  const { allocation, own } = renewal
  if (attempt.quirks.updatesTimedBatchInPlace && isTimedBatch(own, allocation.group)) {
    return { kind: 'inplace', allocation: { ...allocation, evaluationId: attempt.evaluation.id, job: undefined } }
  }
  if (!fitInPlace(attempt, renewal)) return { kind: 'destructive' }
  return { kind: 'inplace', allocation: renewed(attempt, renewal) }
}

function isTimedBatch({ document }: Job, group: string): boolean {
  const limit = fieldOf(groupOf(document, group), 'MaxRunDuration')
  return (document.Type === 'batch' || document.Type === 'sysbatch') && typeof limit === 'number' && limit > 0
}

function renewedResources(before: Json, group: GroupDocument): JsonObject {
  const offer = allocatedResources(group)
  const shared = member(before, 'Shared')
  const tasks = asObject(member(before, 'Tasks'))
  return {
    ...offer,
    Shared: {
      ...asObject(offer['Shared']),
      Networks: member(shared, 'Networks'),
      Ports: member(shared, 'Ports'),
    },
    Tasks: Object.fromEntries(
      Object.entries(asObject(offer['Tasks'])).map(([name, task]) => [name, renewedTask(tasks[name] ?? null, task)]),
    ),
  }
}

function renewedTask(before: Json, offer: Json): JsonObject {
  return {
    ...asObject(offer),
    Cpu: {
      ...asObject(member(offer, 'Cpu')),
      ReservedCores: member(member(before, 'Cpu'), 'ReservedCores'),
    },
    Networks: member(before, 'Networks'),
    Devices: member(before, 'Devices'),
  }
}
