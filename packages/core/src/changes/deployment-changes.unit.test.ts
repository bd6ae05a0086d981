// Ladders of the replicated changes about deployments: semantics/1 §3.6–3.9.

import { ladder, ladderStamp, type Rung, smallCluster, smallIds, smallJob } from '@cutover/testing'
import type { Change } from '../command.ts'
import type { DeploymentStatus } from '../entities/deployment.ts'
import { newEvaluation } from '../entities/evaluation.ts'
import type { State } from '../state.ts'
import { zero } from '../time.ts'

const unknown = 'd0000000-0000-4000-8000-0000000000ff'
const { deployment: id, allocation } = smallIds
const running = smallCluster()
const failed = smallCluster({ deployment: { status: 'failed' } })
const evaluation = newEvaluation({
  ...{ id: smallIds.evaluation, namespace: 'default', priority: 50 },
  ...{ type: 'service', triggeredBy: 'deployment-watcher', jobId: 'web' },
})
const strayJob = { ...smallJob(), namespace: 'nowhere' }

/** The rungs that every change of one deployment begins with. */
function common(ask: (deploymentId: string) => Change): readonly Rung[] {
  return [
    ['of an unknown deployment', running, ask(unknown), 'deployment-missing'],
    ['of a terminal deployment', failed, ask(id), 'deployment-terminal'],
  ]
}

function status(fields: Partial<Change<'UpdateDeploymentStatus'>> = {}): Change<'UpdateDeploymentStatus'> {
  const update = { status: 'failed', description: '', updatedAt: ladderStamp.at } as const
  return {
    type: 'UpdateDeploymentStatus',
    deploymentId: id,
    ...update,
    job: undefined,
    evaluation: undefined,
    ...fields,
  }
}

const facts = [
  ['running', 'DeploymentResumed'],
  ['paused', 'DeploymentPaused'],
  ['failed', 'DeploymentFailed'],
  ['cancelled', 'DeploymentCancelled'],
  ['initializing', 'DeploymentInitialized'],
  ['pending', 'DeploymentHeld'],
  ['blocked', 'DeploymentBlocked'],
  ['unblocking', 'DeploymentUnblocked'],
] as const satisfies readonly (readonly [DeploymentStatus, string])[]

ladder('UpdateDeploymentStatus', [
  ...common((deploymentId) => status({ deploymentId })),
  ['going back to a job without a namespace', running, status({ job: strayJob }), 'nonexistent-namespace'],
  ...facts.map(([to, fact]): Rung => [`to ${to}`, running, status({ status: to }), [[fact]]]),
  [
    'to successful, which marks the version stable',
    running,
    status({ status: 'successful' }),
    [['DeploymentSucceeded', 'JobStabilitySet']],
  ],
  [
    'with a job to go back to and an evaluation',
    running,
    status({ job: smallJob(), evaluation }),
    [['DeploymentFailed', 'JobRolledBack', 'EvaluationCreated']],
  ],
])

const canary = { health: { healthy: true, timestamp: zero, canary: true, modifyIndex: 0 } }

function waitingFor(desiredCanaries: number, rows: Parameters<typeof smallCluster>[0] = {}): State {
  const group = running.tables.deployments.get(id)?.groups[0]
  const groups = group ? [{ ...group, desiredCanaries, placedCanaries: [allocation] }] : []
  return smallCluster({ ...rows, deployment: { groups } })
}

function promotion(fields: Partial<Change<'PromoteDeployment'>> = {}): Change<'PromoteDeployment'> {
  const what = { deploymentId: id, all: true, groups: [], promotedAt: zero, evaluation }
  return { type: 'PromoteDeployment', ...what, ...fields }
}

ladder('PromoteDeployment', [
  ...common((deploymentId) => promotion({ deploymentId })),
  ['with a canary without health', waitingFor(1), promotion(), 'canaries-unhealthy'],
  [
    'with a healthy canary that is done',
    waitingFor(1, { allocation: { ...canary, clientStatus: 'complete' } }),
    promotion(),
    'canaries-unhealthy',
  ],
  ['with too few healthy canaries', waitingFor(2, { allocation: canary }), promotion(), 'canaries-unhealthy'],
  [
    'with enough healthy canaries',
    waitingFor(1, { allocation: canary }),
    promotion(),
    [['DeploymentPromoted', 'EvaluationCreated', 'CanaryPromoted']],
  ],
  [
    'of no group at all, which still moves the indexes',
    waitingFor(1),
    promotion({ all: false, evaluation: undefined }),
    [['DeploymentPromoted', 'IndexesMoved']],
  ],
])

function marks(fields: Partial<Change<'SetAllocationHealth'>> = {}): Change<'SetAllocationHealth'> {
  const what = { deploymentId: id, healthy: [], unhealthy: [allocation], timestamp: ladderStamp.at }
  return { type: 'SetAllocationHealth', ...what, failure: undefined, job: undefined, evaluation: undefined, ...fields }
}

const failure = { status: 'failed', description: '', updatedAt: ladderStamp.at } as const

ladder('SetAllocationHealth', [
  ...common((deploymentId) => marks({ deploymentId })),
  ['of something that is no id', running, marks({ healthy: ['foo'] }), 'health-allocation-lookup'],
  ['of an unknown allocation', running, marks({ healthy: [unknown] }), 'health-allocation-unknown'],
  [
    'of an allocation of another deployment',
    smallCluster({ allocation: { deploymentId: unknown } }),
    marks(),
    'allocation-of-other-deployment',
  ],
  ['going back to a job without a namespace', running, marks({ failure, job: strayJob }), 'nonexistent-namespace'],
  [
    'in both lists: healthy first, then unhealthy',
    running,
    marks({ healthy: [allocation] }),
    [['AllocationMarkedHealthy', 'AllocationMarkedUnhealthy']],
  ],
  [
    'with a failure, a job and an evaluation',
    running,
    marks({ failure, job: smallJob(), evaluation }),
    [['AllocationMarkedUnhealthy', 'DeploymentFailed', 'JobRolledBack', 'EvaluationCreated']],
  ],
])

const deletion = (...deploymentIds: readonly string[]): Change => ({ type: 'DeleteDeployments', deploymentIds })

ladder('DeleteDeployments', [
  ['of none', running, deletion(), [[]]],
  ['of an unknown one', running, deletion(unknown), [['IndexesMoved']]],
  ['of an active one', running, deletion(id), [['DeploymentDeleted', 'IndexesMoved']]],
])
