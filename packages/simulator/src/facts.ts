// What each kind of event reads like, one function by event type. A type without one is noise to people: evaluations that only
// ask for a look, windows of watchers, indexes that move.

import {
  type Allocation,
  type Deployment,
  type Entry,
  type Evaluation,
  type Event,
  type EventMap,
  type EventType,
  type Job,
  jobKey,
  type Node,
  type State,
} from '@cutover/core'
import { named, nodeName, quoted, shortName, timeLeft } from './short-names.ts'
import type { Tally } from './tally.ts'

/** What a fact is told from. */
export interface Scene {
  readonly entry: Entry
  readonly before: State
  readonly after: State
  /** The short name of a deployment. */
  readonly nameOf: (deploymentId: string) => string
  /** What was counted by the facts of this entry that were told already. */
  readonly counted: Tally
}

type Teller<T extends EventType> = (event: EventMap[T], scene: Scene) => string | readonly string[]

/** The words for one event; none when people need not know of it. */
export function factWords<T extends EventType>(event: Event<T>, scene: Scene): readonly string[] {
  const teller: Teller<T> | undefined = tellers[event.type]
  const words = teller?.(event, scene) ?? []
  return typeof words === 'string' ? [words] : words
}

const tellers: { readonly [T in EventType]?: Teller<T> } = {
  JobRegistered: ({ job }, { before }) => {
    const known = [...before.tables.jobVersions].some((row) => row.id === job.id && row.version === job.version)
    return `${job.id} v${job.version} registered${known ? ' again' : ''}`
  },
  JobStopped: ({ job }) => `${job.id} is stopped, as v${job.version}`,
  JobRolledBack: ({ job }) => `${job.id} goes back, as v${job.version}`,
  JobStabilitySet: ({ job }) => `${job.id} v${job.version} is ${job.stable ? 'stable' : 'not stable'}`,
  JobStatusChanged: ({ jobId, status }) => (status === 'dead' ? `${jobId} is dead` : []),
  JobPurged: ({ jobId }) => `${jobId} is purged`,
  JobVersionTagged: ({ jobId, version, tag }) => `${jobId} v${version} is called ${tag.name}`,

  NodeRegistered: ({ node }) => `${node.name} joins`,
  NodeStatusSet: ({ nodeId, status }, { after }) => `${nodeName(after, nodeId)} is ${status}`,
  NodeDrainSet: ({ nodeId, drain }, { after }) => `${nodeName(after, nodeId)} ${drain ? 'drains' : 'no longer drains'}`,
  NodeEligibilitySet: ({ nodeId, eligibility }, { after }) => `${nodeName(after, nodeId)} is ${eligibility}`,

  DeploymentCreated: ({ deployment }, scene) => beginning(deployment, scene),
  DeploymentReplaced: ({ deployment }, { before, nameOf }) =>
    before.tables.deployments.get(deployment.id)?.statusDescription === deployment.statusDescription
      ? []
      : `${nameOf(deployment.id)} is ${deployment.status}: ${quoted(deployment.statusDescription)}`,
  DeploymentPaused: ({ deploymentId, description }, { nameOf }) =>
    `${nameOf(deploymentId)} paused: ${quoted(description)}`,
  DeploymentResumed: ({ deploymentId, description }, scene) => {
    const resumed = scene.before.tables.deployments.get(deploymentId)?.status === 'paused'
    return resumed ? `${scene.nameOf(deploymentId)} resumed: ${quoted(description)}` : []
  },
  DeploymentSucceeded: ({ deploymentId, description }, { nameOf }) =>
    `${nameOf(deploymentId)} successful: ${quoted(description)}`,
  DeploymentFailed: ({ deploymentId, description }, { nameOf }) =>
    `${nameOf(deploymentId)} failed: ${quoted(description)}`,
  DeploymentCancelled: ({ deploymentId, description }, { nameOf }) =>
    `${nameOf(deploymentId)} cancelled: ${quoted(description)}`,
  DeploymentSuperseded: ({ deploymentId, description }, { nameOf }) =>
    `${nameOf(deploymentId)} cancelled: ${quoted(description)}`,
  DeploymentPromoted: ({ deploymentId, groups }, { nameOf }) =>
    `${nameOf(deploymentId)} promoted: ${groups.join(', ')}`,
  DeploymentDeleted: ({ deploymentId }, { nameOf }) => `${nameOf(deploymentId)} is forgotten`,
  DeadlineSkipped: ({ deploymentId }, { nameOf, after }) => {
    const why =
      after.tables.deployments.get(deploymentId)?.status === 'paused' ? 'while it is paused' : 'and nothing is overdue'
    return `${nameOf(deploymentId)} passes its deadline ${why}`
  },

  JobImported: ({ job }, { before }) => jobTold(job, before.tables.jobs.get(jobKey(job.namespace, job.id))),
  DeploymentImported: ({ deployment }, scene) => deploymentTold(deployment, scene),
  AllocationImported: ({ allocation }, scene) => allocationTold(allocation, scene),
  NodeImported: ({ node }, { before }) => nodeTold(node, before.tables.nodes.get(node.id)),

  EvaluationCreated: ({ evaluation }, scene) => asked(evaluation, scene),
  EvaluationUpdated: ({ evaluation }) =>
    evaluation.status === 'failed'
      ? `an evaluation of ${evaluation.jobId} failed: ${quoted(evaluation.statusDescription)}`
      : [],

  AllocationPlaced: ({ allocation }, { before }) => placed(allocation, before),
  AllocationStopped: ({ allocationId, description, clientStatus }, { after }) =>
    stopped(after.tables.allocations.get(allocationId), description, clientStatus ?? ''),
  AllocationUpdated: ({ allocation }, { before }) => updated(before.tables.allocations.get(allocation.id), allocation),
  AllocationPreempted: ({ allocationId }, { after }) => `${named(after, allocationId)} makes room for another job`,
  AllocationMarkedHealthy: ({ allocationId, count }, scene) =>
    `${named(scene.after, allocationId)} is marked healthy${scene.counted.tell(count, scene)}`,
  AllocationMarkedUnhealthy: ({ allocationId, count }, scene) =>
    `${named(scene.after, allocationId)} is marked unhealthy${scene.counted.tell(count, scene)}`,
  AllocationReported: (event, scene) => reported(event, scene),
  AllocationTransitionAsked: ({ allocationId, transition }, { after }) => {
    if (transition.migrate) return `${named(after, allocationId)} is to move`
    return transition.reschedule || transition.forceReschedule ? `${named(after, allocationId)} may be rescheduled` : []
  },
}

function jobTold(job: Job, known: Job | undefined): string | readonly string[] {
  if (job.stop) return known?.stop ? [] : `${job.id} is stopped, as v${job.version}`
  if (known?.version !== job.version) return `${job.id} v${job.version} ${known ? 'registered' : 'is there'}`
  return known.stable === job.stable ? [] : `${job.id} v${job.version} is ${job.stable ? 'stable' : 'not stable'}`
}

function deploymentTold(deployment: Deployment, scene: Scene): readonly string[] {
  const { id, status, statusDescription, groups } = deployment
  const known = scene.before.tables.deployments.get(id)
  if (!known) return beginning(deployment, scene)
  const promoted = groups.filter(
    (group) => group.promoted && !known.groups.find(({ name }) => name === group.name)?.promoted,
  )
  const words =
    promoted.length > 0 ? [`${scene.nameOf(id)} promoted: ${promoted.map(({ name }) => name).join(', ')}`] : []
  if (known.status === status && known.statusDescription === statusDescription) return words
  return [...words, `${scene.nameOf(id)} is ${status}: ${quoted(statusDescription)}`]
}

function allocationTold(allocation: Allocation, { before, entry }: Scene): readonly string[] {
  const known = before.tables.allocations.get(allocation.id)
  if (!known && allocation.createIndex < entry.index)
    return [`${shortName(allocation)} is ${allocation.clientStatus} on ${allocation.nodeName}`]
  if (!known) return [placed(allocation, before)]
  const change = updated(known, allocation)
  const words = typeof change === 'string' ? [change] : change
  const { healthy } = allocation.health ?? {}
  if (healthy === undefined || healthy === known.health?.healthy) return words
  return [...words, `${shortName(allocation)} is ${healthy ? 'healthy' : 'unhealthy'}`]
}

function nodeTold(node: Node, known: Node | undefined): readonly string[] {
  if (!known) return [`${node.name} is ${node.status}`]
  const { name, status, drain, schedulingEligibility } = node
  return [
    ...(status === known.status ? [] : [`${name} is ${status}`]),
    ...((drain === undefined) === (known.drain === undefined)
      ? []
      : [`${name} ${drain ? 'drains' : 'no longer drains'}`]),
    ...(schedulingEligibility === known.schedulingEligibility ? [] : [`${name} is ${schedulingEligibility}`]),
  ]
}

function beginning(deployment: Deployment, { after, nameOf }: Scene): readonly string[] {
  const { groups, statusDescription, status } = after.tables.deployments.get(deployment.id) ?? deployment
  const parts = groups.map(({ name, desiredTotal, desiredCanaries }) => {
    if (desiredCanaries === 0) return `${desiredTotal} × ${name}`
    return `${desiredTotal} × ${name} after ${desiredCanaries} ${desiredCanaries === 1 ? 'canary' : 'canaries'}`
  })
  const name = nameOf(deployment.id)
  const begins = `${name} begins: ${parts.join(', ')} of ${deployment.jobId} v${deployment.jobVersion}`
  return plainlyRunning(status, statusDescription)
    ? [begins]
    : [begins, `${name} is ${status}: ${quoted(statusDescription)}`]
}

function plainlyRunning(status: string, description: string): boolean {
  return status === 'running' && description === 'Deployment is running'
}

function asked(evaluation: Evaluation, { entry }: Scene): string | readonly string[] {
  const { jobId, status, waitUntil, queuedAllocations } = evaluation
  if (status === 'blocked') {
    const queued = (queuedAllocations ?? []).filter(({ count }) => count > 0)
    const missing = queued.map(({ group, count }) => `${count} × ${group}`).join(', ')
    return missing === '' ? `${jobId} waits for room` : `no room for ${missing} of ${jobId}`
  }
  return waitUntil > entry.at ? `next look at ${jobId} ${timeLeft(entry.at, waitUntil)}` : []
}

function placed(allocation: Allocation, before: State): string {
  const canary = allocation.health?.canary ? ', a canary' : ''
  return `${shortName(allocation)} placed on ${allocation.nodeName}${canary}${replacing(allocation, before)}`
}

function replacing(allocation: Allocation, before: State): string {
  const previous = before.tables.allocations.get(allocation.previousAllocation)
  if (!previous) return ''
  if (previous.job?.version !== allocation.job?.version) return `, replaces v${previous.job?.version}`
  if (previous.clientStatus === 'running' || previous.clientStatus === 'pending')
    return `, replaces the one on ${previous.nodeName}`
  return `, replaces the ${previous.clientStatus} one`
}

function stopped(allocation: Allocation | undefined, description: string, clientStatus: string): string {
  const why = description === '' ? '' : `: ${quoted(description)}`
  const how = clientStatus === 'lost' || clientStatus === 'unknown' ? ` is ${clientStatus}` : ' stopped'
  return `${allocation ? shortName(allocation) : 'an allocation'}${how}${why}`
}

function updated(before: Allocation | undefined, after: Allocation): string | readonly string[] {
  if (before?.desiredStatus === 'run' && after.desiredStatus !== 'run')
    return stopped(
      after,
      after.desiredDescription,
      before.clientStatus === after.clientStatus ? '' : after.clientStatus,
    )
  if (before?.clientStatus !== after.clientStatus) return `${shortName(after)} is ${after.clientStatus}`
  return before.job?.version === after.job?.version
    ? []
    : `${shortName(after)} updated in place, was v${before.job?.version}`
}

function reported(event: EventMap['AllocationReported'], scene: Scene): readonly string[] {
  const old = scene.before.tables.allocations.get(event.allocationId)
  const name = named(scene.after, event.allocationId)
  const words: string[] = []
  if (event.reconnected) words.push(`${name} is back`)
  const restarts = restartsOf(event.taskStates)
  if (restarts > restartsOf(old?.taskStates)) words.push(`${name} restarts (${restarts})`)
  if (old?.clientStatus !== event.clientStatus) words.push(`${name} is ${event.clientStatus}`)
  const healthy = event.health?.healthy
  if (healthy !== undefined && old?.health?.healthy !== healthy)
    words.push(`${name} is ${healthy ? 'healthy' : 'unhealthy'}${scene.counted.tell(event.count, scene)}`)
  return words
}

function restartsOf(states: Allocation['taskStates']): number {
  return (states ?? []).reduce((sum, { restarts }) => sum + restarts, 0)
}
