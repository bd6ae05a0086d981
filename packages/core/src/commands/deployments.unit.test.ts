// Ladders of the commands about deployments: client-surface §3.1, semantics/3 §1.3.8.

import { ladder, type Rung, smallCluster, smallIds } from '@cutover/testing'
import type { OperatorCommand } from '../command.ts'
import type { TerminalRefusal } from './watched-deployment.ts'

const unknown = 'd0000000-0000-4000-8000-0000000000ff'
const running = smallCluster()
const paused = smallCluster({ deployment: { status: 'paused' } })
const failed = smallCluster({ deployment: { status: 'failed' } })

/** The rungs that every command about a deployment begins with. */
function common(ask: (deploymentId: string) => OperatorCommand, terminal: TerminalRefusal): readonly Rung[] {
  return [
    ['without an id', running, ask(''), 'deployment-id-missing'],
    ['with an id that is none', running, ask('foo'), 'deployment-lookup'],
    ['with an unknown id', running, ask(unknown), 'deployment-not-found'],
    ['of a terminal deployment', failed, ask(smallIds.deployment), terminal],
  ]
}

const pause = (deploymentId: string): OperatorCommand => ({ type: 'PauseDeployment', deploymentId, pause: true })
const resume = (deploymentId: string): OperatorCommand => ({ type: 'PauseDeployment', deploymentId, pause: false })

ladder('PauseDeployment', [
  ...common(pause, 'cannot-pause-terminal'),
  ['of a running one', running, pause(smallIds.deployment), [['DeploymentPaused']]],
  ['of a paused one, again', paused, pause(smallIds.deployment), [['DeploymentPaused']]],
  ['by an id in capitals', running, pause(smallIds.deployment.toUpperCase()), [['DeploymentPaused']]],
])

ladder('PauseDeployment, resuming', [
  ...common(resume, 'cannot-resume-terminal'),
  ['of a paused one', paused, resume(smallIds.deployment), [['DeploymentResumed', 'EvaluationCreated']]],
])

const fail = (deploymentId: string): OperatorCommand => ({ type: 'FailDeployment', deploymentId })

ladder('FailDeployment', [
  ...common(fail, 'cannot-fail-terminal'),
  ['without a stable version', running, fail(smallIds.deployment), [['DeploymentFailed', 'EvaluationCreated']]],
])

const promote = (deploymentId: string): OperatorCommand => ({
  type: 'PromoteCanaries',
  deploymentId,
  all: true,
  groups: [],
  promotedAt: running.at,
})

const group = running.tables.deployments.get(smallIds.deployment)?.groups[0]
const waiting = smallCluster({ deployment: { groups: group ? [{ ...group, desiredCanaries: 1 }] : [] } })

ladder('PromoteCanaries', [
  ...common(promote, 'cannot-promote-terminal'),
  ['with unhealthy canaries', waiting, promote(smallIds.deployment), 'canaries-unhealthy'],
  [
    'without canaries',
    running,
    promote(smallIds.deployment),
    [['DeploymentPromoted', 'EvaluationCreated', 'IndexesMoved']],
  ],
])

const mark =
  (healthy: readonly string[], unhealthy: readonly string[]) =>
  (deploymentId: string): OperatorCommand => ({ type: 'MarkAllocations', deploymentId, healthy, unhealthy })
const elsewhere = smallCluster({ allocation: { deploymentId: unknown } })

ladder('MarkAllocations', [
  ['of nothing, before the deployment is looked up', running, mark([], [])(unknown), 'no-allocations-to-mark'],
  ...common(mark([smallIds.allocation], []), 'cannot-set-health-terminal'),
  ['of an unknown allocation', running, mark([unknown], [])(smallIds.deployment), 'health-allocation-unknown'],
  [
    "of another deployment's allocation",
    elsewhere,
    mark([smallIds.allocation], [])(smallIds.deployment),
    'allocation-of-other-deployment',
  ],
  [
    'as healthy',
    running,
    mark([smallIds.allocation], [])(smallIds.deployment),
    [['AllocationMarkedHealthy', 'EvaluationCreated']],
  ],
  [
    'as unhealthy',
    running,
    mark([], [smallIds.allocation])(smallIds.deployment),
    [['AllocationMarkedUnhealthy', 'DeploymentFailed', 'EvaluationCreated']],
  ],
])

for (const verb of ['unblock', 'run', 'cancel'] as const) {
  const ask = (deploymentId: string): OperatorCommand => ({ type: 'UnblockDeployment', deploymentId, verb })
  ladder(`UnblockDeployment, ${verb}`, [
    ...common(ask, `cannot-${verb}-terminal`),
    ['of a running one', running, ask(smallIds.deployment), []],
  ])
}
