// Compares what a system or sysbatch job wants on every node with what is found there. Rules: semantics/2 §5.1–5.3.

import { type Allocation, isTerminalAllocation } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { compareBytes } from '../order.ts'
import type { Attempt } from './attempt.ts'
import { classifyLive, isCanarying } from './system-classify.ts'
import { dropNeedless, joinDeployment, keepHouse, retireUnvisited } from './system-deployment.ts'
import { openSystemPass, type Required, type SystemPass } from './system-pass.ts'

/** Sorts everything found into buckets, and starts a deployment when the job asks for one. */
export function reconcileSystem(attempt: Attempt, loaded: Deployment | undefined): SystemPass {
  const pass = openSystemPass(attempt, loaded)
  const live = byNode(attempt.allocations.filter((allocation) => !isTerminalAllocation(allocation)))
  const ended = byNode(attempt.allocations.filter(isTerminalAllocation))
  for (const nodeId of visitedNodes(pass, live)) {
    visit(pass, { nodeId, live: live.get(nodeId) ?? [], ended: newestByName(ended.get(nodeId) ?? []) })
  }
  retireUnvisited(pass)
  dropNeedless(pass)
  return pass
}

interface Visit {
  readonly nodeId: string
  readonly live: readonly Allocation[]
  /** The newest that ended, by name. */
  readonly ended: ReadonlyMap<string, Allocation>
}

function visit(pass: SystemPass, found: Visit): void {
  keepHouse(pass)
  const updates = pass.buckets.update.length
  for (const allocation of found.live) classifyLive(pass, allocation)
  const hasUpdate = pass.buckets.update.length > updates
  const allocations = [...found.live, ...found.ended.values()]
  const isSystem = pass.job?.document.Type === 'system'
  for (const required of pass.required) {
    if (!found.live.some(({ name }) => name === required.name)) fillSpot(pass, required, found)
    if (isSystem) joinDeployment(pass, required.group, { allocations, hasUpdate })
  }
}

// Wants an allocation on this node unless there is a reason not to: a sysbatch job has its run on every node only once.
function fillSpot(pass: SystemPass, { name, group }: Required, { nodeId, ended }: Visit): void {
  const { job, nodes, attempt, buckets } = pass
  const previous = ended.get(name)
  if (job?.document.Type === 'sysbatch' && previous) {
    if (previous.job?.jobModifyIndex === job.jobModifyIndex) buckets.ignore.push(previous)
    else buckets.update.push({ allocation: previous, canary: false })
    return
  }
  if (attempt.tainted.has(nodeId) || !nodes.eligibleIds.has(nodeId)) return
  const canary = job !== undefined && previous !== undefined && replacesCanary(pass, job, previous)
  buckets.place.push({ group, name, nodeId, previous, canary, isUpdate: false })
}

// Whether the allocation is a canary of the governing deployment that failed before its promotion.
function replacesCanary({ current }: SystemPass, job: Job, previous: Allocation): boolean {
  return (
    previous.health?.canary === true &&
    previous.clientStatus === 'failed' &&
    previous.deploymentId === current?.id &&
    isCanarying(current, job, previous.group)
  )
}

function byNode(allocations: readonly Allocation[]): ReadonlyMap<string, readonly Allocation[]> {
  const nodes = new Map<string, Allocation[]>()
  for (const allocation of allocations) {
    const known = nodes.get(allocation.nodeId)
    if (known) known.push(allocation)
    else nodes.set(allocation.nodeId, [allocation])
  }
  return nodes
}

function newestByName(ended: readonly Allocation[]): ReadonlyMap<string, Allocation> {
  const newest = new Map<string, Allocation>()
  for (const allocation of ended) {
    const known = newest.get(allocation.name)
    if (!known || allocation.createIndex > known.createIndex) newest.set(allocation.name, allocation)
  }
  return newest
}

// Eligible nodes first, then others that run something, each in the order of ids.
function visitedNodes({ nodes }: SystemPass, live: ReadonlyMap<string, unknown>): readonly string[] {
  const others = [...live.keys()].filter((nodeId) => !nodes.eligibleIds.has(nodeId)).sort(compareBytes)
  return [...nodes.eligible.map(({ id }) => id), ...others]
}
