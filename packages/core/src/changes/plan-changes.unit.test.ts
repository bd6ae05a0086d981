// Ladders of the replicated changes about plans, evaluations and allocations: semantics/1 §3.5, §3.10–3.13.

import { emptyCluster, ladder, ladderStamp, smallCluster, smallIds, stateAfter } from '@cutover/testing'
import type { Change } from '../command.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import { newEvaluation } from '../entities/evaluation.ts'
import type { State } from '../state.ts'
import { zero } from '../time.ts'

const unknown = 'a0000000-0000-4000-8000-0000000000ff'
const { deployment: deploymentId, allocation: allocationId, evaluation: evaluationId, node: nodeId } = smallIds
const evaluation = newEvaluation({
  ...{ id: evaluationId, namespace: 'default', priority: 50 },
  ...{ type: 'service', triggeredBy: 'job-register', jobId: 'web' },
})
const cluster = stateAfter(smallCluster(), { type: 'UpdateEvaluations', evaluations: [evaluation] })
const stopped: State = {
  ...cluster,
  tables: {
    ...cluster.tables,
    jobs: [...cluster.tables.jobs].reduce((jobs, job) => jobs.set({ ...job, stop: true }), cluster.tables.jobs),
  },
}

function rowOf<R>(row: R | undefined): R {
  if (row === undefined) throw new Error('the small cluster lacks a row')
  return row
}

const found: Allocation = rowOf(cluster.tables.allocations.get(allocationId))
const running: Deployment = rowOf(cluster.tables.deployments.get(deploymentId))
const fresh: Allocation = { ...found, id: unknown, clientStatus: 'pending' }

function plan(fields: Partial<Change<'ApplyPlan'>> = {}): Change<'ApplyPlan'> {
  return {
    type: 'ApplyPlan',
    allocationsUpdated: [],
    allocationsStopped: [],
    allocationsPreempted: [],
    job: undefined,
    deployment: undefined,
    deploymentUpdates: [],
    evaluationId: '',
    preemptionEvaluations: [],
    ineligibleNodes: [],
    updatedAt: ladderStamp.at,
    ...fields,
  }
}

const stop = {
  description: 'gone',
  clientStatus: undefined,
  followupEvaluationId: '',
  states: undefined,
  modifyTime: zero,
}
const promoted: State = {
  ...cluster,
  tables: {
    ...cluster.tables,
    deployments: cluster.tables.deployments.set({
      ...running,
      groups: running.groups.map((group) => ({ ...group, promoted: true })),
    }),
  },
}
const update = (id: string, status: Deployment['status']): Change<'ApplyPlan'>['deploymentUpdates'][number] => ({
  deploymentId: id,
  status,
  description: '',
})

ladder('ApplyPlan', [
  [
    'stopping an unknown allocation',
    cluster,
    plan({ allocationsStopped: [{ ...stop, allocationId: unknown }], ineligibleNodes: ['none'] }),
    'stopped-allocation-unknown',
  ],
  ['rejected by an unknown node', promoted, plan({ ineligibleNodes: ['none'], deployment: running }), 'node-not-found'],
  ['undoing a promotion', promoted, plan({ deployment: running, evaluationId: 'none' }), 'promotion-undone'],
  ['of an unknown evaluation', cluster, plan({ evaluationId: 'none' }), 'plan-evaluation-unknown'],
  [
    'placing without a job',
    cluster,
    plan({ allocationsUpdated: [{ ...fresh, job: undefined, group: 'none' }] }),
    'allocation-without-job',
  ],
  [
    'placing for a stopped job',
    stopped,
    plan({ allocationsUpdated: [{ ...fresh, group: 'none' }] }),
    [['IndexesMoved']],
  ],
  [
    'placing in an unknown group',
    cluster,
    plan({ allocationsUpdated: [{ ...fresh, group: 'none', evaluationId: '' }] }),
    'plan-summary-group-missing',
  ],
  [
    'placing without an evaluation',
    cluster,
    plan({ allocationsUpdated: [{ ...fresh, evaluationId: '' }] }),
    'allocation-without-evaluation',
  ],
  [
    'placing a replacement',
    cluster,
    plan({ allocationsUpdated: [{ ...fresh, previousAllocation: allocationId }], evaluationId }),
    [['PlanCommitted', 'AllocationPlaced', 'AllocationReplaced', 'IndexesMoved']],
  ],
  [
    'with a new deployment and a node that rejected too much',
    cluster,
    plan({ deployment: { ...running, id: unknown }, ineligibleNodes: [nodeId] }),
    [['NodeEligibilitySet', 'DeploymentCreated', 'IndexesMoved', 'DeploymentWatched']],
  ],
  [
    'whose first status update fails: the others are dropped in silence',
    cluster,
    plan({ deploymentUpdates: [update(unknown, 'failed'), update(deploymentId, 'failed')] }),
    [['IndexesMoved']],
  ],
  [
    'updating, stopping and evicting one and the same allocation: the differences go by what was committed',
    cluster,
    plan({
      allocationsUpdated: [found],
      allocationsStopped: [{ ...stop, allocationId }],
      allocationsPreempted: [{ allocationId, preemptedBy: unknown, modifyTime: zero }],
    }),
    [['AllocationUpdated', 'AllocationUpdated', 'AllocationUpdated', 'IndexesMoved']],
  ],
  [
    'stopping an allocation',
    cluster,
    plan({ allocationsStopped: [{ ...stop, allocationId, clientStatus: 'lost' }] }),
    [['AllocationStopped', 'IndexesMoved']],
  ],
])

const blocked = { ...evaluation, id: 'blocked', status: 'blocked' } as const
const withBlocked = stateAfter(cluster, { type: 'UpdateEvaluations', evaluations: [blocked] })
const completed: Change = { type: 'UpdateEvaluations', evaluations: [{ ...evaluation, status: 'complete' }] }

ladder('UpdateEvaluations', [
  [
    'that complete: the blocked ones are done with',
    withBlocked,
    completed,
    [['EvaluationCanceled', 'EvaluationUpdated']],
  ],
  [
    'that complete with groups that found no place',
    withBlocked,
    {
      type: 'UpdateEvaluations',
      evaluations: [{ ...evaluation, status: 'complete', failedGroups: [{ group: 'app', metric: {} }] }],
    },
    [['EvaluationUpdated']],
  ],
])

function deletion(userInitiated: boolean): Change {
  return {
    type: 'DeleteEvaluations',
    evaluationIds: [evaluationId, 'none'],
    allocationIds: [allocationId, 'none'],
    userInitiated,
  }
}

const broker: Change = {
  type: 'SetSchedulerConfiguration',
  configuration: { pauseEvaluationBroker: true },
  expectedIndex: undefined,
}

ladder('DeleteEvaluations', [
  ['by a person while the broker works', cluster, deletion(true), 'eval-broker-enabled'],
  [
    'by a person while the broker rests',
    stateAfter(cluster, broker),
    deletion(true),
    [['EvaluationDeleted', 'AllocationDeleted']],
  ],
  ['by the collector', cluster, deletion(false), [['EvaluationDeleted', 'AllocationDeleted']]],
  ['of nothing that exists', emptyCluster(), deletion(false), [[]]],
])

function report(id: string, fields: Partial<Change<'UpdateAllocations'>['reports'][number]> = {}): Change {
  const said = { clientStatus: 'complete', clientDescription: '', taskStates: undefined, networkStatus: null } as const
  const from = { allocationId: id, nodeId, namespace: '', jobId: '', health: undefined, modifyTime: ladderStamp.at }
  return { type: 'UpdateAllocations', reports: [{ ...from, ...said, ...fields }], evaluations: [] }
}

const unsummarised: State = {
  ...cluster,
  tables: { ...cluster.tables, jobSummaries: cluster.tables.jobSummaries.delete('default\u0000web') },
}
const health = { healthy: true, timestamp: ladderStamp.at, canary: false }

ladder('UpdateAllocations', [
  ['without a report', cluster, { type: 'UpdateAllocations', reports: [], evaluations: [] }, [[]]],
  ['about an unknown allocation', cluster, report(unknown), [['IndexesMoved', 'AllocationsReported']]],
  [
    'that the summary does not take: only the count stays',
    unsummarised,
    report(allocationId, { health }),
    [['AllocationCounted', 'IndexesMoved', 'AllocationsReported']],
  ],
  ['about an allocation', cluster, report(allocationId, { health }), [['AllocationReported', 'AllocationsReported']]],
])

const wish = (id: string): Change => ({
  type: 'TransitionAllocations',
  transitions: [{ allocationId: id, transition: { migrate: true } }],
  evaluations: [evaluation],
})

ladder('TransitionAllocations', [
  ['of an unknown allocation', cluster, wish(unknown), [['IndexesMoved', 'EvaluationUpdated']]],
  ['of an allocation', cluster, wish(allocationId), [['AllocationTransitionAsked', 'EvaluationUpdated']]],
])

ladder('ReconcileSummaries', [
  [
    'with what a dry run found',
    cluster,
    {
      type: 'ReconcileSummaries',
      queued: [{ namespace: 'default', jobId: 'web', queued: [{ group: 'app', count: 1 }] }],
    },
    [['SummaryRecounted', 'IndexesMoved', 'QueueRecounted']],
  ],
])
