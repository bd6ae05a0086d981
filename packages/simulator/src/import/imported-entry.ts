// What a batch of a real event stream becomes: one entry of events that carry the rows as they were told.

import {
  type Allocation,
  type Event,
  type Job,
  jobKey,
  later,
  type Micros,
  type State,
  versionKey,
  zero,
} from '@cutover/core'
import { readAllocation, readDeployment, readEvaluation, readJob, readNode } from '@cutover/core/nomad-rows'
import type { ToldEvent } from './stream-line.ts'

/** What a told event becomes; nothing for topics that rollouts do not know. */
export function importedEvents(told: ToldEvent, state: State): readonly Event[] {
  const { object } = told
  switch (told.topic) {
    case 'Job':
      return jobEvents(told, state)
    case 'Deployment': {
      const deployment = readDeployment(object)
      const watch = state.tables.deployments.get(deployment.id)?.watch
      return [{ type: 'DeploymentImported', deployment: { ...deployment, watch } }]
    }
    case 'Evaluation':
      return [{ type: 'EvaluationImported', evaluation: readEvaluation(object) }]
    case 'Allocation':
      return [{ type: 'AllocationImported', allocation: withJob(readAllocation(object), state) }]
    case 'Node':
      return [{ type: 'NodeImported', node: readNode(object) }]
    default:
      return []
  }
}

// A purge tells the job as it last was; a stop tells it as stopped.
function jobEvents({ type, object }: ToldEvent, { tables }: State): readonly Event[] {
  const job = readJob(object)
  const purged = type === 'JobDeregistered' && !job.stop
  if (purged) {
    const { namespace, id: jobId } = job
    const versions = [...tables.jobVersions.prefix(versionsOf(job))]
    const pruned = versions.map(({ version }) => ({ type: 'JobVersionPruned', namespace, jobId, version }) as const)
    return [{ type: 'JobPurged', namespace, jobId }, ...pruned]
  }
  return [{ type: 'JobImported', job }]
}

// The stream leaves out which version an allocation runs: it is its deployment's, else the newest that there was when it was placed.
function withJob(allocation: Allocation, state: State): Allocation {
  if (allocation.job) return allocation
  const job = versionOf(allocation, state) ?? state.tables.allocations.get(allocation.id)?.job
  return { ...allocation, job }
}

function versionOf(
  { namespace, jobId, deploymentId, allocationModifyIndex }: Allocation,
  state: State,
): Job | undefined {
  const version = state.tables.deployments.get(deploymentId)?.jobVersion
  const current = state.tables.jobs.get(jobKey(namespace, jobId))
  const known = [...state.tables.jobVersions.prefix(versionsOf({ namespace, id: jobId }))]
  if (version !== undefined) return known.find((row) => row.version === version)
  const before = known.filter(({ jobModifyIndex }) => jobModifyIndex <= allocationModifyIndex)
  return before.at(-1) ?? (current && current.jobModifyIndex <= allocationModifyIndex ? current : undefined)
}

/** The newest instant that the rows of some events speak of as their last change, or zero. */
export function newestInstant(events: readonly Event[]): Micros {
  return events.map(instantOf).reduce(later, zero)
}

function instantOf(event: Event): Micros {
  switch (event.type) {
    case 'DeploymentImported':
      return event.deployment.modifyTime
    case 'EvaluationImported':
      return event.evaluation.modifyTime
    case 'AllocationImported':
      return event.allocation.modifyTime
    case 'JobImported':
      return event.job.modifyIndex === event.job.jobModifyIndex ? event.job.submitTime : zero
    default:
      return zero
  }
}

// A version's key ends in its number, padded.
const versionDigits = 20

function versionsOf({ namespace, id }: Pick<Job, 'namespace' | 'id'>): string {
  return versionKey(namespace, id, 0).slice(0, -versionDigits)
}
