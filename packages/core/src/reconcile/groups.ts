// Opens and closes a pass and its groups: which groups there are, which of their allocations count, and what is handed back.
// Rules: semantics/2 §2.2, §2.3.

import { type Allocation, isServerTerminal, isTerminalAllocation } from '../entities/allocation.ts'
import type { DeploymentGroup } from '../entities/deployment.ts'
import { isStopped, type Job } from '../entities/job.ts'
import { type GroupDocument, groupOf, type UpdateDocument, updateOf } from '../job-document/document.ts'
import { compareBytes } from '../order.ts'
import { nomadQuirks } from '../quirks.ts'
import { fromNanos, zero } from '../time.ts'
import { chooseGoverning } from './deployment-changes.ts'
import { type Found, isOlder, rank } from './found.ts'
import { emptyNameIndex } from './name-index.ts'
import { type GroupPass, noUpdates, type Pass } from './pass.ts'
import type { ReconcileInput, Reconciliation } from './reconciliation.ts'
import { stopAll } from './stops.ts'

/** Opens a pass: the deployment that governs is chosen first. */
export function openPass(input: ReconcileInput): Pass {
  const { old, current, updates } = chooseGoverning(input)
  const status = current?.status
  return {
    input,
    quirks: input.quirks ?? nomadQuirks,
    old,
    current,
    paused: status === 'paused' || status === 'pending' || status === 'initializing',
    failed: status === 'failed',
    newDeployment: undefined,
    complete: true,
    deploymentUpdates: updates,
    place: [],
    destructive: [],
    inplace: [],
    stop: [],
    attributeUpdates: [],
    disconnectUpdates: [],
    reconnectUpdates: [],
    desired: [],
    followups: [],
    nameIndexes: new Map(),
  }
}

/** The allocations of each group: the job's groups in their order, then removed ones by name (§8.1). */
export function allocationsByGroup({ job, allocations }: ReconcileInput): ReadonlyMap<string, readonly Allocation[]> {
  const groups = new Map<string, Allocation[]>()
  if (job) for (const group of job.document.TaskGroups) groups.set(group.Name, [])
  const wanted = groups.size
  for (const allocation of allocations) groupNamed(groups, allocation.group).push(allocation)
  return withRemovedInOrder(groups, wanted)
}

function groupNamed(groups: Map<string, Allocation[]>, name: string): Allocation[] {
  const known = groups.get(name)
  if (known) return known
  const found: Allocation[] = []
  groups.set(name, found)
  return found
}

function withRemovedInOrder(
  groups: ReadonlyMap<string, readonly Allocation[]>,
  wanted: number,
): ReadonlyMap<string, readonly Allocation[]> {
  const all = [...groups]
  const removed = all.slice(wanted).sort(([a], [b]) => compareBytes(a, b))
  return new Map(all.slice(0, wanted).concat(removed))
}

/** Opens the pass of a group; undefined when nothing of it is wanted. */
export function openGroup(pass: Pass, name: string, allocations: readonly Allocation[]): GroupPass | undefined {
  const { job, jobId } = pass.input
  if (job === undefined || isStopped(job)) return undefined
  const document = groupOf(job.document, name)
  if (document === undefined || document.Count === 0) return undefined
  return openWanted(pass, job, document, rank(allocations, isLive, prefixLength(jobId, name)))
}

/** Stops everything of a group that nobody wants; such a group is complete. */
export function stopGroup(pass: Pass, name: string, allocations: readonly Allocation[]): void {
  const { job, jobId } = pass.input
  const counts = job === undefined || isStopped(job) ? isNotTerminal : isLive
  const counters = noUpdates(name)
  counters.stop = stopAll(pass, rank(allocations, counts, prefixLength(jobId, name)))
  pass.desired.push(counters)
}

/** What stands before the index in a name: `JOB.GROUP[`. */
function prefixLength(jobId: string, group: string): number {
  return jobId.length + group.length + 2
}

function isNotTerminal(allocation: Allocation): boolean {
  return !isTerminalAllocation(allocation)
}

/** Stopped allocations do not count, but for batch jobs, where they may have finished before. */
function isLive(allocation: Allocation): boolean {
  if (!isServerTerminal(allocation)) return true
  return allocation.job?.document.Type === 'batch' && allocation.desiredTransition.reschedule !== true
}

/** Batch allocations that ended with an earlier version of the job do not count any more. */
export function setOldBatchAside(group: GroupPass): void {
  if (!group.pass.input.isBatch) return
  const all = group.all.filter(({ allocation }) => !isTerminalAllocation(allocation) || !isOlder(allocation, group.job))
  group.counters.ignore += group.all.length - all.length
  group.all = all
}

function openWanted(pass: Pass, job: Job, document: GroupDocument, all: Found[]): GroupPass {
  const name = document.Name
  const update = updateOf(document)
  const part = pass.current?.groups.find((group) => group.name === name)
  return {
    pass,
    job,
    document,
    name,
    count: document.Count,
    update,
    counters: noUpdates(name),
    existing: part !== undefined,
    rollout: part ?? freshRollout(name, update),
    all,
    names: emptyNameIndex(`${pass.input.jobId}.${name}[`, document.Count, pass.quirks.keepsTripledNames),
    canaries: [],
    untainted: [],
    migrate: [],
    lost: [],
    disconnecting: [],
    reconnecting: [],
    expiring: [],
    now: [],
    later: [],
    lossDelayed: false,
    destructive: [],
    inplaceCount: 0,
    canariesNeeded: false,
    candidates: [],
    place: [],
    followups: [],
  }
}

function freshRollout(name: string, update: UpdateDocument | undefined): DeploymentGroup {
  return {
    name,
    autoRevert: update?.AutoRevert ?? false,
    autoPromote: update?.AutoPromote ?? false,
    progressDeadline: update ? fromNanos(update.ProgressDeadline) : zero,
    requireProgressBy: zero,
    promoted: false,
    placedCanaries: undefined,
    desiredCanaries: 0,
    desiredTotal: 0,
    placed: 0,
    healthy: 0,
    unhealthy: 0,
  }
}

/** Hands the results of a group over to the pass. */
export function closeGroup(group: GroupPass): void {
  const { pass, counters, followups, name } = group
  for (const { disconnected } of group.disconnecting) if (disconnected) pass.disconnectUpdates.push(disconnected)
  pass.desired.push(counters)
  if (followups.length > 0) pass.followups.push({ group: name, evaluations: followups })
}

/** The answer of a pass. */
export function closePass(pass: Pass): Reconciliation {
  return {
    newDeployment: pass.newDeployment,
    deploymentUpdates: pass.deploymentUpdates,
    place: pass.place,
    destructive: pass.destructive,
    inplace: pass.inplace,
    stop: pass.stop,
    attributeUpdates: pass.attributeUpdates,
    disconnectUpdates: pass.disconnectUpdates,
    reconnectUpdates: pass.reconnectUpdates,
    desired: pass.desired,
    followups: pass.followups,
    nameIndexes: pass.nameIndexes,
    currentDeployment: pass.current,
    oldDeployment: pass.old,
  }
}
