// What happens when nothing fits, and what wakes an evaluation that waits for room. Rules: semantics/4 §5.5, §5.6.

import { describe, expect, test } from 'vitest'
import { newEvaluation } from '../entities/evaluation.ts'
import type { Entry } from '../entry.ts'
import { settle } from '../machine.ts'
import { seconds } from '../time.ts'
import { Cluster, group, job, node, nodeId, task } from './cluster.fixture.ts'
import { scheduler } from './schedule.ts'

const nowhere = { LTarget: `\${attr.kernel.name}`, RTarget: 'plan9', Operand: '=' }
const homeless = job({ Constraints: [nowhere] })
const big = job({
  TaskGroups: [
    group({
      Count: 2,
      Tasks: [task({ Resources: { CPU: 100, Cores: 0, MemoryMB: 3_000, MemoryMaxMB: 0, DiskMB: 0 } })],
    }),
  ],
})

function picture(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ cause, events }) => [cause.change, ...events.map(({ type }) => type)].join(' '))
}

describe('a job that fits nowhere', () => {
  test('leaves a blocked child before its plan, which holds the deployment alone', () => {
    const cluster = new Cluster(2)
    const entries = cluster.register(homeless)
    expect(entries.map(({ cause }) => cause.change)).toEqual([
      'RegisterJob',
      'UpdateEvaluations',
      'ApplyPlan',
      'UpdateEvaluations',
    ])
    const [evaluation, child] = cluster.evaluations()
    expect(child).toMatchObject({
      status: 'blocked',
      triggeredBy: 'queued-allocs',
      statusDescription: 'created to place remaining allocations',
      previousEvaluation: evaluation?.id,
      classEligibility: { 'v1:1': false },
    })
    expect(evaluation).toMatchObject({ status: 'complete', blockedEvaluation: child?.id })
    expect(evaluation?.queuedAllocations).toEqual([{ group: 'app', count: 2 }])
    expect(evaluation?.failedGroups).toMatchObject([
      { group: 'app', metric: { NodesEvaluated: 2, NodesFiltered: 2, CoalescedFailures: 1 } },
    ])
    expect(cluster.deployments()).toMatchObject([
      { status: 'running', modifyTime: 0, groups: [{ requireProgressBy: 0 }] },
    ])
    expect(cluster.job()?.status).toBe('running')
  })

  test('keeps only the newest blocked evaluation', () => {
    const cluster = new Cluster(2)
    cluster.register(homeless)
    const entries = cluster.look('web')
    expect(picture(entries)).toEqual([
      'UpdateEvaluations EvaluationCreated',
      'UpdateEvaluations EvaluationCreated',
      'UpdateEvaluations EvaluationUpdated',
      'UpdateEvaluations EvaluationUpdated',
    ])
    const [, first, second, third] = cluster.evaluations()
    expect(first).toMatchObject({
      status: 'canceled',
      statusDescription: 'existing blocked evaluation exists for job "web"',
    })
    expect([second?.status, third?.status]).toEqual(['complete', 'blocked'])
  })

  test('is not woken by a node of a class that was found unfit', () => {
    const cluster = new Cluster(2)
    cluster.register(homeless)
    const before = cluster.state.lastIndex
    cluster.join(node(3))
    expect(cluster.state.lastIndex).toBe(before + 1)
  })

  test('is placed by a node of another class, and the blocked evaluation completes without an entry in between', () => {
    const cluster = new Cluster(2)
    cluster.register(homeless)
    const plan9 = { ...node(3).document, Attributes: { 'kernel.name': 'plan9' } }
    const entries = cluster.join(node(3, { computedClass: 'v1:2', document: plan9 }))
    expect(entries.map(({ cause }) => cause.change)).toEqual(['RegisterNode', 'ApplyPlan', 'UpdateEvaluations'])
    expect(cluster.live().map((allocation) => allocation.nodeId)).toEqual([nodeId(3), nodeId(3)])
    expect(cluster.evaluations().map(({ status }) => status)).toEqual(['complete', 'complete'])
  })

  test('no longer waits once it is stopped', () => {
    const cluster = new Cluster(2)
    cluster.register(homeless)
    cluster.run({
      type: 'StopJob',
      namespace: 'default',
      jobId: 'web',
      purge: false,
      evaluationPriority: 0,
      noShutdownDelay: false,
    })
    expect(cluster.evaluations().map(({ status }) => status)).toEqual(['complete', 'canceled', 'complete'])
  })
})

describe('a job without enough room', () => {
  test('is placed as far as it goes, and the rest when a node joins', () => {
    const cluster = new Cluster(1)
    cluster.register(big)
    expect(cluster.live()).toHaveLength(1)
    expect(cluster.evaluations()[0]?.failedGroups).toMatchObject([
      {
        metric: {
          NodesExhausted: 1,
          DimensionExhausted: { memory: 1 },
          ResourcesExhausted: { main: { MemoryMB: 3_000, CPU: 0 } },
        },
      },
    ])
    cluster.join(node(2))
    expect(cluster.live()).toHaveLength(2)
  })

  test('that has none at all says how much it lacks in all', () => {
    const cluster = new Cluster(1)
    const huge = task({ Name: 't', Resources: { CPU: 100, Cores: 0, MemoryMB: 900_000, MemoryMaxMB: 0, DiskMB: 0 } })
    cluster.register(job({ TaskGroups: [group({ Count: 3, Tasks: [huge] })] }))
    expect(cluster.evaluations()[0]).toMatchObject({
      queuedAllocations: [{ group: 'app', count: 3 }],
      failedGroups: [
        {
          metric: {
            NodesEvaluated: 1,
            NodesExhausted: 1,
            DimensionExhausted: { memory: 1 },
            CoalescedFailures: 2,
            ResourcesExhausted: { t: { MemoryMB: 2_700_000, CPU: 0 } },
          },
        },
      ],
    })
  })

  test('is placed when an allocation of another job ends', () => {
    const cluster = new Cluster(1)
    cluster.register(job({ ...big, ID: 'other', Name: 'other' }))
    cluster.register(big)
    expect(cluster.live()).toHaveLength(0)
    cluster.run({
      type: 'StopJob',
      namespace: 'default',
      jobId: 'other',
      purge: false,
      evaluationPriority: 0,
      noShutdownDelay: false,
    })
    cluster.report(cluster.allocations('other'), { clientStatus: 'complete' })
    expect(cluster.live()).toHaveLength(1)
  })

  test('stays blocked under the same id while it still does not fit', () => {
    const cluster = new Cluster(1)
    cluster.register(job({ ...big, TaskGroups: [group({ ...big.TaskGroups[0], Count: 4 })] }))
    const [, child] = cluster.evaluations()
    cluster.join(node(2))
    expect(cluster.evaluations()).toHaveLength(2)
    expect(cluster.evaluations()[1]).toMatchObject({
      id: child?.id,
      status: 'blocked',
      queuedAllocations: [{ group: 'app', count: 2 }],
    })
  })

  test('is not looked at again by a restart that brings no room, and is by one that does', () => {
    const cluster = new Cluster(1)
    cluster.register(big)
    const stamp = { at: cluster.at, term: 2, by: 'scheduler' } as const
    expect(settle(cluster.state, stamp, [scheduler]).entries).toEqual([])
    const asleep = new Cluster(1, [])
    asleep.state = cluster.state
    asleep.join(node(2))
    expect(settle(asleep.state, stamp, [scheduler]).entries.length).toBeGreaterThan(0)
  })
})

describe('a plan that a node refuses', () => {
  function refused(): Cluster {
    const cluster = new Cluster(1)
    const disconnect = { LostAfter: 600_000_000_000, StopOnClientAfter: null, Replace: false, Reconcile: 'best_score' }
    cluster.register(job({ TaskGroups: [group({ Count: 1, Update: null, Disconnect: disconnect })] }))
    cluster.heal()
    cluster.run({ type: 'ReportNodeStatus', nodeId: nodeId(1), status: 'disconnected', remark: undefined })
    cluster.run({ type: 'SetNodeStatus', nodeId: nodeId(1), status: 'initializing', updatedAt: 0, remark: undefined })
    cluster.report(cluster.allocations(), { clientStatus: 'running' })
    return cluster
  }

  test('uses up the attempts of its evaluation and leaves one that tries again', () => {
    const cluster = refused()
    const evaluations = cluster.evaluations()
    const failed = evaluations.find(({ status }) => status === 'failed')
    expect(failed).toMatchObject({ triggeredBy: 'reconnect', statusDescription: 'maximum attempts reached (5)' })
    expect(evaluations.find(({ id }) => id === failed?.blockedEvaluation)).toMatchObject({
      status: 'blocked',
      triggeredBy: 'max-plan-attempts',
      statusDescription: 'created due to placement conflicts',
    })
  })

  test('is tried again every minute', () => {
    const cluster = refused()
    const entries = cluster.pass(seconds(125))
    expect(entries.filter(({ cause }) => cause.by === 'scheduler').length).toBeGreaterThan(1)
    expect(cluster.evaluations().filter(({ status }) => status === 'blocked')).toHaveLength(1)
  })

  test('is taken at once when the node is ready again', () => {
    const cluster = refused()
    cluster.run({ type: 'SetNodeStatus', nodeId: nodeId(1), status: 'ready', updatedAt: 0, remark: undefined })
    expect(cluster.evaluations().filter(({ status }) => status === 'blocked')).toEqual([])
    expect(cluster.allocations()[0]?.states?.at(-1)?.value).toBe('running')
  })
})

test('a paused broker leaves evaluations pending and wakes for nothing', () => {
  const cluster = new Cluster(1)
  const evaluation = newEvaluation({ ...cluster.evaluation('web'), id: 'e' })
  const state = cluster.state
  const paused = { ...state, schedulerConfiguration: { pauseEvaluationBroker: true, createIndex: 1, modifyIndex: 1 } }
  cluster.state = paused
  cluster.run({ type: 'UpdateEvaluations', evaluations: [evaluation] })
  expect(cluster.evaluations()[0]?.status).toBe('pending')
  expect(scheduler.nextWakeup(cluster.state)).toBeUndefined()
})
