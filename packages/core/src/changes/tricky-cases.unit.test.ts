// Cases of semantics/1 §9 about deployments and allocations: what one would not expect, as one table.

import { ladderStamp, smallCluster, smallIds, stateAfter } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Change } from '../command.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { Deployment, DeploymentGroup } from '../entities/deployment.ts'
import { newEvaluation } from '../entities/evaluation.ts'
import type { State } from '../state.ts'
import { type Micros, micros, plus, seconds, zero } from '../time.ts'

const { deployment: deploymentId, allocation: allocationId, node: nodeId } = smallIds
const later: Micros = plus(ladderStamp.at, seconds(30))
const deadline = micros(600_000_000)

interface Case {
  readonly name: string
  readonly given: State
  readonly when: readonly Change[]
  readonly read: (state: State) => unknown
  readonly expected: unknown
}

const group = (state: State): DeploymentGroup | undefined => deployment(state)?.groups[0]
const deployment = (state: State): Deployment | undefined => state.tables.deployments.get(deploymentId)
const allocation = (state: State): Allocation | undefined => state.tables.allocations.get(allocationId)
const counters = (state: State): unknown => [group(state)?.placed, group(state)?.healthy, group(state)?.unhealthy]

function report(healthy: boolean | undefined, timestamp: Micros = ladderStamp.at): Change<'UpdateAllocations'> {
  const said = { clientStatus: 'running', clientDescription: '', taskStates: undefined, networkStatus: null } as const
  const from = { allocationId, nodeId, namespace: '', jobId: '', modifyTime: timestamp }
  return {
    type: 'UpdateAllocations',
    reports: [{ ...from, ...said, health: { healthy, timestamp, canary: true } }],
    evaluations: [],
  }
}

function plan(fields: Partial<Change<'ApplyPlan'>>): Change<'ApplyPlan'> {
  const lists = { allocationsUpdated: [], allocationsStopped: [], allocationsPreempted: [], deploymentUpdates: [] }
  const none = {
    job: undefined,
    deployment: undefined,
    evaluationId: '',
    preemptionEvaluations: [],
    ineligibleNodes: [],
  }
  return { type: 'ApplyPlan', ...lists, ...none, updatedAt: ladderStamp.at, ...fields }
}

function status(to: Deployment['status'], updatedAt: Micros = later): Change<'UpdateDeploymentStatus'> {
  const update = { status: to, description: `now ${to}`, updatedAt }
  return { type: 'UpdateDeploymentStatus', deploymentId, ...update, job: undefined, evaluation: undefined }
}

const promote: Change = {
  ...{ type: 'PromoteDeployment', deploymentId, all: true, groups: [] },
  ...{ promotedAt: zero, evaluation: undefined },
}
const cluster = smallCluster()
const row = (state: State): Allocation => {
  const found = allocation(state)
  if (!found) throw new Error('the small cluster has no allocation')
  return found
}
const copy = (state: State): Deployment => {
  const found = deployment(state)
  if (!found) throw new Error('the small cluster has no deployment')
  return found
}
const healthy = stateAfter(cluster, report(true))
const failed = stateAfter(cluster, status('failed'))
const canaryDone = stateAfter(healthy, status('paused'))
const unknownClient = smallCluster({
  allocation: { clientStatus: 'unknown', states: [{ field: 0, value: 'unknown', time: zero }] },
})
const stop = { allocationId, description: 'gone', clientStatus: undefined, followupEvaluationId: '', states: undefined }

const cases: readonly Case[] = [
  {
    name: 'case 3: healthy may fall below zero, and a recovery is not counted',
    given: cluster,
    when: [report(true), report(false), report(true), report(false)],
    read: counters,
    expected: [1, -1, 2],
  },
  {
    name: 'case 4: turning unhealthy moves the deadline away',
    given: healthy,
    when: [report(false, later)],
    read: (state) => group(state)?.requireProgressBy,
    expected: plus(later, deadline),
  },
  {
    name: 'case 5: a healthy allocation that moves to another deployment is placed there, but never healthy',
    given: smallCluster({
      allocation: { deploymentId: '', health: { healthy: true, timestamp: zero, canary: true, modifyIndex: 0 } },
    }),
    when: [plan({ allocationsUpdated: [{ ...row(healthy), deploymentId }] }), report(true)],
    read: (state) => [counters(state), group(state)?.placedCanaries],
    expected: [[2, 0, 0], [allocationId]],
  },
  {
    name: 'case 6: an older copy takes the health back, and its repetition counts again',
    given: healthy,
    when: [plan({ allocationsUpdated: [row(cluster)] }), report(true)],
    read: counters,
    expected: [1, 2, 0],
  },
  {
    name: 'case 7: a stop erases the history of client states and keeps the client status',
    given: unknownClient,
    when: [plan({ allocationsStopped: [{ ...stop, modifyTime: zero }] })],
    read: (state) => [row(state).states, row(state).desiredStatus, row(state).clientStatus],
    expected: [undefined, 'stop', 'unknown'],
  },
  {
    name: 'case 8: a status update of a terminal deployment drops those after it in silence',
    given: failed,
    when: [plan({ deploymentUpdates: [{ deploymentId, status: 'cancelled', description: '' }] })],
    read: (state) => deployment(state)?.status,
    expected: 'failed',
  },
  {
    name: 'case 9: an older copy in a plan brings a failed deployment back',
    given: failed,
    when: [plan({ deployment: copy(cluster) })],
    read: (state) => deployment(state)?.status,
    expected: 'running',
  },
  {
    name: 'case 19: a promotion of nothing moves the index and the time to zero',
    given: cluster,
    when: [{ ...promote, all: false }],
    read: (state) => [
      copy(state).modifyIndex === state.lastIndex,
      copy(state).modifyTime,
      state.indexes.allocs === state.lastIndex,
    ],
    expected: [true, zero, true],
  },
  {
    name: 'case 24: an id in both lists ends unhealthy and is counted once',
    given: cluster,
    when: [
      {
        ...{ type: 'SetAllocationHealth', deploymentId, healthy: [allocationId], unhealthy: [allocationId] },
        ...{ timestamp: later, failure: undefined, job: undefined, evaluation: undefined },
      },
    ],
    read: (state) => [row(state).health?.healthy, counters(state)],
    expected: [false, [1, 0, 1]],
  },
  {
    name: 'case 26: a first report brings its canary flag along, also to a cancelled deployment',
    given: stateAfter(cluster, status('cancelled')),
    when: [report(true)],
    read: (state) => [counters(state), group(state)?.placedCanaries],
    expected: [[1, 1, 0], [allocationId]],
  },
  {
    name: 'case 28: promoting a paused deployment leaves its text',
    given: canaryDone,
    when: [promote],
    read: (state) => [group(state)?.promoted, deployment(state)?.statusDescription],
    expected: [true, 'now paused'],
  },
  {
    name: 'case 30: a pause starts the deadline of a group with nothing placed',
    given: cluster,
    when: [status('paused')],
    read: (state) => group(state)?.requireProgressBy,
    expected: plus(later, deadline),
  },
  {
    name: 'case 31: a promotion does not',
    given: cluster,
    when: [promote],
    read: (state) => group(state)?.requireProgressBy,
    expected: zero,
  },
  {
    name: 'case 49: the first that reconnects cancels the evaluation that others wait for too',
    given: stateAfter(
      smallCluster({
        allocation: {
          ...{ clientStatus: 'unknown', followupEvaluationId: 'follow' },
          states: [{ field: 0, value: 'unknown', time: zero }],
        },
      }),
      {
        type: 'UpdateEvaluations',
        evaluations: [
          newEvaluation({
            ...{ id: 'follow', namespace: 'default', priority: 50, type: 'service', jobId: 'web' },
            ...{ triggeredBy: 'max-disconnect-timeout', status: 'failed' },
          }),
        ],
      },
    ),
    when: [report(undefined)],
    read: (state) => [row(state).followupEvaluationId, state.tables.evaluations.get('follow')?.statusDescription],
    expected: ['', 'allocs reconnected'],
  },
  {
    name: 'case 50: a stopped allocation counts as running until its node says otherwise',
    given: stateAfter(cluster, { type: 'ReconcileSummaries', queued: [] }),
    when: [plan({ allocationsStopped: [{ ...stop, modifyTime: zero }] })],
    read: (state) => [...state.tables.jobSummaries][0]?.groups[0]?.running,
    expected: 1,
  },
]

test.each(cases)('$name', ({ given, when, read, expected }) => {
  expect(read(stateAfter(given, ...when))).toEqual(expected)
})
