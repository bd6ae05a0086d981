// Servers that take their time: when entries follow each other, what overlapping evaluations come to, and the promotion that is
// made twice because a watcher does not know of the first yet.

import { isRefusal, seconds, zero } from '@cutover/core'
import { expect, test } from 'vitest'
import { jobOf, TestWorld } from './cluster.fixture.ts'

test('a plan follows its evaluation after 3 + 8 ms', () => {
  const cluster = new TestWorld({ servers: {} })
  const start = cluster.register()
  cluster.run(0.1)
  expect(cluster.times('RegisterJob', start)).toEqual([0])
  expect(cluster.times('ApplyPlan', start)).toEqual([11])
  expect(cluster.times('UpdateEvaluations', start)).toEqual([11])
})

test('the watcher hands over what it has collected after 3 ms + 1 s + 250 ms', () => {
  const cluster = new TestWorld({ servers: {}, nodes: 1 })
  const start = cluster.register({ count: 1 })
  cluster.run(10)
  const healthy = cluster.times('UpdateAllocations', start).at(-1) ?? 0
  expect(cluster.times('TransitionAllocations', start)).toEqual([healthy + 1253])
  expect(cluster.times('UpdateEvaluations', start).at(-1)).toBe(healthy + 1253 + 11)
})

test.each([
  ['later than allocations', {}, 2],
  ['as soon as allocations', { refresh: zero }, 1],
])('a watcher that hears of deployments %s promotes %o so often: %i', (_when, servers, promotions) => {
  const cluster = new TestWorld({ servers })
  cluster.register({ canaries: 1 })
  cluster.run(10)
  const start = cluster.register({ canaries: 1, revision: '1' })
  cluster.run(10)
  expect(cluster.times('PromoteDeployment', start)).toHaveLength(promotions)
})

test('of the evaluations that wait for a job the newest runs, and the others are cancelled', () => {
  const cluster = new TestWorld({ servers: {} })
  cluster.register()
  for (let n = 0; n < 3; n += 1) {
    const evaluate = { type: 'EvaluateJob', namespace: 'default', jobId: 'web', forceReschedule: false } as const
    expect(isRefusal(cluster.world.submit(evaluate))).toBe(false)
  }
  cluster.run(0.5)
  const rows = [...cluster.world.state.tables.evaluations].sort((a, b) => a.createIndex - b.createIndex)
  expect(rows.map(({ status }) => status)).toEqual(['complete', 'canceled', 'canceled', 'complete'])
  expect(rows[1]?.statusDescription).toBe('canceled after more recent eval was processed')
})

test('two workers take the evaluations of two jobs at once, a third job waits for one of them', () => {
  const cluster = new TestWorld({ servers: {} })
  const start = cluster.world.now
  for (const name of ['a', 'b', 'c']) cluster.world.register({ ...jobOf({ count: 2 }), ID: name, Name: name })
  cluster.run(0.1)
  expect(cluster.times('ApplyPlan', start)).toEqual([11, 11, 22])
  expect(cluster.world.state.tables.allocations.size).toBe(6)
})

test('room wakes what waits for it', () => {
  const cluster = new TestWorld({ servers: {}, nodes: 1 })
  const [node] = [...cluster.world.state.tables.nodes]
  cluster.world.submit({ type: 'MarkEligibility', nodeId: node?.id ?? '', eligibility: 'ineligible' })
  cluster.register({ count: 1 })
  cluster.run(1)
  expect(cluster.allocations()).toEqual([])
  cluster.world.submit({ type: 'MarkEligibility', nodeId: node?.id ?? '', eligibility: 'eligible' })
  expect(cluster.run(4).allocations()).toEqual(['[0] run running healthy'])
})

test('a drained node hands over its allocations in batches of a second, and ends its drain', () => {
  const cluster = new TestWorld({ servers: {} })
  cluster.register()
  cluster.run(10)
  const [allocation] = [...cluster.world.state.tables.allocations]
  const nodeId = allocation?.nodeId ?? ''
  const start = cluster.world.now
  cluster.world.submit({
    type: 'DrainNode',
    nodeId,
    specification: { deadline: seconds(60), ignoreSystemJobs: false },
    markEligible: false,
    meta: undefined,
  })
  cluster.run(20)
  expect(cluster.times('TransitionAllocations', start)[0]).toBe(1002)
  const node = cluster.world.state.tables.nodes.get(nodeId)
  expect(node?.drain).toBeUndefined()
  expect(node?.schedulingEligibility).toBe('ineligible')
})

test('a plan that was in flight when its job was purged places what is stopped again', () => {
  const cluster = new TestWorld({ servers: {} })
  cluster.register()
  cluster.run(0.005)
  const stop = { type: 'StopJob', namespace: 'default', jobId: 'web', noShutdownDelay: false } as const
  cluster.world.submit({ ...stop, purge: true, evaluationPriority: 0 })
  cluster.run(5)
  const { tables } = cluster.world.state
  expect([...tables.evaluations].map(({ status }) => status)).toEqual(['complete', 'complete'])
  expect([...tables.deployments].map(({ status }) => status)).toEqual(['cancelled'])
  expect([...tables.allocations].filter(({ desiredStatus }) => desiredStatus === 'run')).toEqual([])
})
