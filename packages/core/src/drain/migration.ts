// Which allocations may leave a draining node now: as many as the group can spare. Rules: semantics/3 §4.4.

import { type Allocation, isClientTerminal, isTerminalAllocation } from '../entities/allocation.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import { groupOf } from '../job-document/document.ts'
import type { Quirks } from '../quirks.ts'
import type { State } from '../state.ts'

/** The allocations of all draining nodes that may be marked for migration now, in id order. */
export function drainable(state: State, nodes: readonly Node[]): readonly Allocation[] {
  const draining = new Set(nodes.map((node) => node.id))
  const jobs = new Map<string, Job>()
  for (const node of nodes) for (const job of jobsOn(state, node)) jobs.set(jobKey(job.namespace, job.id), job)
  return [...jobs.values()].flatMap((job) =>
    job.document.TaskGroups.flatMap((group) => spare(state, { job, group: group.Name, draining })),
  )
}

/** Whether nothing of a drained node's services and batches runs any more. */
export function isDrained(state: State, node: Node): boolean {
  return [...state.tables.allocations.by('node', node.id)].every(
    (allocation) => isClientTerminal(allocation) || isSystem(allocation),
  )
}

/** What is marked without regard to the groups: at the deadline everything, after the others are gone the system jobs. */
export function remaining(state: State, node: Node): readonly Allocation[] {
  const spared = node.drain?.ignoreSystemJobs === true
  return [...state.tables.allocations.by('node', node.id)].filter(
    (allocation) => !isTerminalAllocation(allocation) && !isMarked(allocation) && !(spared && isSystem(allocation)),
  )
}

function* jobsOn(state: State, node: Node): Iterable<Job> {
  for (const allocation of state.tables.allocations.by('node', node.id)) {
    if (isTerminalAllocation(allocation)) continue
    const job = state.tables.jobs.get(jobKey(allocation.namespace, allocation.jobId))
    if (job?.document.Type === 'service') yield job
  }
}

/** A group of a job, and the nodes that are drained. */
export interface DrainedGroup {
  readonly job: Job
  readonly group: string
  readonly draining: ReadonlySet<string>
}

/** What a group has on draining nodes, and how far it is from letting go of it. */
export interface Leaving {
  /** What is still to be marked, in id order. */
  readonly leaving: readonly Allocation[]
  /** How many of those may be marked now; at zero and below, how many decisions about health are lacking before the first. */
  readonly allowed: number
}

function spare(state: State, drained: DrainedGroup): readonly Allocation[] {
  const { leaving, allowed } = leavingOf(state, drained)
  return allowed > 0 ? leaving.slice(0, allowed) : []
}

/** An allocation counts for its group once its health is decided either way: an undecided rollout holds the drain up. */
export function leavingOf(state: State, { job, group, draining }: DrainedGroup): Leaving {
  const document = groupOf(job.document, group)
  const migrate = document?.Migrate
  if (!document || !migrate) return { leaving: [], allowed: 0 }
  const allocations = [...state.tables.allocations.by('job', jobKey(job.namespace, job.id))].filter(
    (allocation) => allocation.group === group && !isMarked(allocation),
  )
  const decided = allocations.filter(
    (allocation) => !isTerminalAllocation(allocation) && isDecided(allocation, state.quirks),
  ).length
  return {
    leaving: allocations.filter((allocation) => draining.has(allocation.nodeId) && !isClientTerminal(allocation)),
    allowed: decided - (document.Count - migrate.MaxParallel),
  }
}

// Nomad takes an unhealthy allocation for one that can spare another.
function isDecided({ health }: Allocation, { drainCountsUnhealthy }: Quirks): boolean {
  return drainCountsUnhealthy ? health?.healthy !== undefined : health?.healthy === true
}

function isMarked(allocation: Allocation): boolean {
  return allocation.desiredTransition.migrate === true
}

function isSystem(allocation: Allocation): boolean {
  return allocation.job?.document.Type === 'system'
}
