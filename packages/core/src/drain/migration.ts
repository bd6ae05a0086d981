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

interface Group {
  readonly job: Job
  readonly group: string
  readonly draining: ReadonlySet<string>
}

// An allocation counts for the group once its health is decided either way: an undecided rollout holds the drain up.
function spare(state: State, { job, group, draining }: Group): readonly Allocation[] {
  const document = groupOf(job.document, group)
  const migrate = document?.Migrate
  if (!document || !migrate) return []
  const allocations = [...state.tables.allocations.by('job', jobKey(job.namespace, job.id))].filter(
    (allocation) => allocation.group === group && !isMarked(allocation),
  )
  const decided = allocations.filter(
    (allocation) => !isTerminalAllocation(allocation) && isDecided(allocation, state.quirks),
  ).length
  const leaving = allocations.filter((allocation) => draining.has(allocation.nodeId) && !isClientTerminal(allocation))
  const allowed = decided - (document.Count - migrate.MaxParallel)
  return allowed > 0 ? leaving.slice(0, allowed) : []
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
