// What can be asked about a node, a rollout or a job: one of each command, with what is left open drawn by lot.

import { type Allocation, type Command, type Deployment, type Job, micros, seconds, zero } from '@cutover/core'
import type { Draws } from '../histories/intent.ts'

/** Commands about a node. */
export function nodeCommands(nodeId: string, draws: Draws): readonly Command[] {
  const status = draws.from('down', 'ready', 'ready', 'disconnected', 'initializing')
  const eligibility = draws.from('eligible', 'ineligible')
  const specification = { deadline: seconds(draws.from(-1, 0, 30, 3_600)), ignoreSystemJobs: draws.chance(30) }
  const drain = { nodeId, markEligible: draws.chance(70), meta: { by: 'somebody' } }
  return [
    { type: 'ReportNodeStatus', nodeId, status, remark: undefined },
    { type: 'ReportNodeStatus', nodeId, status, remark: undefined },
    { type: 'MarkEligibility', nodeId, eligibility },
    { type: 'DrainNode', ...drain, specification },
    { type: 'DrainNode', ...drain, specification: undefined },
    { type: 'EvaluateNode', nodeId },
    { type: 'PurgeNode', nodeId },
  ]
}

/** Commands about a rollout with these allocations. */
export function rolloutCommands({ id, groups }: Deployment, own: readonly string[], draws: Draws): readonly Command[] {
  const deploymentId = id
  const some = groups.slice(0, 1).map(({ name }) => name)
  return [
    { type: 'PauseDeployment', deploymentId, pause: draws.chance(50) },
    { type: 'PromoteCanaries', deploymentId, all: true, groups: [], promotedAt: zero },
    { type: 'PromoteCanaries', deploymentId, all: false, groups: some, promotedAt: zero },
    { type: 'FailDeployment', deploymentId },
    { type: 'MarkAllocations', deploymentId, healthy: draws.some(own, 50), unhealthy: [] },
    { type: 'MarkAllocations', deploymentId, healthy: [], unhealthy: own.slice(0, 1) },
  ]
}

/** Commands about an allocation. */
export function allocationCommands({ id }: Allocation, draws: Draws): readonly Command[] {
  const [noShutdownDelay, reschedule] = [draws.chance(20), draws.chance(30)]
  return [{ type: 'StopAllocation', allocationId: id, noShutdownDelay, reschedule }]
}

/** Commands about a job and its versions. */
export function jobCommands(job: Job, draws: Draws): readonly Command[] {
  const about = { namespace: job.namespace, jobId: job.id } as const
  const version = draws.below(job.version + 1)
  const scaling = { group: 'app', message: 'because', error: false, meta: { a: 1 }, jobModifyIndex: 0 }
  const tag = { name: 'gold', description: 'the good one' }
  const stop = { purge: draws.chance(30), noShutdownDelay: false, evaluationPriority: draws.from(0, 70) }
  return [
    { type: 'StopJob', ...about, ...stop },
    { type: 'RevertJob', ...about, version, enforcePriorVersion: undefined },
    { type: 'ScaleJob', ...about, ...scaling, count: draws.from(0, 1, 2, 5, 7) },
    { type: 'EvaluateJob', ...about, forceReschedule: draws.chance(60) },
    { type: 'DeclareJobStable', ...about, version, stable: draws.chance(80) },
    { type: 'TagVersion', ...about, version, latest: false, tag, name: 'gold' },
  ]
}

/** Commands about children of a job, and about the cluster as a whole. */
export function otherCommands(job: Job, draws: Draws): readonly Command[] {
  const about = { namespace: job.namespace, jobId: job.id } as const
  const once = { idempotencyToken: draws.from('', 't'), idPrefixTemplate: '', priority: 0 }
  const sent = { payload: draws.from('', 'QQ=='), meta: draws.from({}, { key: 'v' }) }
  const what = draws.from('all', 'jobs', 'evaluations', 'deployments', 'nodes')
  const SchedulerAlgorithm = draws.from('binpack', 'spread', 'other')
  const document = { SchedulerAlgorithm, PauseEvalBroker: draws.chance(20) }
  return [
    { type: 'DispatchJob', ...about, ...sent, ...once },
    { type: 'ForcePeriodicJob', ...about, scheduledFor: micros(1_893_456_000_000_000) },
    { type: 'ReconcileSummaries', queued: [{ ...about, queued: [{ group: 'app', count: 3 }] }] },
    { type: 'CollectGarbage', what, force: draws.chance(70) },
    { type: 'ConfigureScheduler', document, expectedIndex: undefined },
  ]
}
