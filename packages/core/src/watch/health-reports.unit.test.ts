// Health that is told by nodes and by operators: which of it is counted, and which shares an evaluation: semantics/3 §7.3, W40 to
// W48, W53, W54.

import { ClusterByHand, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'

const rollout = (count: number, fields: object = {}): ClusterByHand =>
  new ClusterByHand().register(handJob([{ count, maxParallel: count, ...fields }])).at(10)

const looks = (cluster: ClusterByHand, jobId = 'web'): readonly number[] =>
  cluster.evaluations('deployment-watcher', jobId).map(({ createTime }) => cluster.second(createTime))

test.each([
  ['W40: within one second: one evaluation', 10.4, [11.25]],
  ['W41: further apart: two', 11.6, [11.25, 12.85]],
])('two allocations turn healthy %s', (_case, second, expected) => {
  const cluster = rollout(3).report('web.app[0]', { healthy: true }).at(second).report('web.app[1]', { healthy: true })
  expect(looks(cluster.at(20))).toEqual(expected)
})

test('W42: what two rollouts want at the same time is one entry with an evaluation for each', () => {
  const cluster = rollout(2).register(handJob([{ count: 2, maxParallel: 2 }], { ID: 'api' }))
  cluster.reportAll(['web.app[0]', 'api.app[0]'], { healthy: true }).at(20)
  const created = ['web', 'api'].map((job) =>
    cluster.evaluations('deployment-watcher', job).map((row) => row.createIndex),
  )
  expect(created[0]).toEqual(created[1])
})

test('W43: a rollout that was cancelled meanwhile asks for nothing any more', () => {
  const cluster = rollout(2).report('web.app[0]', { healthy: true }).at(10.5)
  cluster.register(handJob([{ count: 2, maxParallel: 2, rev: '1' }])).at(20)
  expect(looks(cluster)).toEqual([])
})

test('W44: a grant and news of health share an entry and an evaluation', () => {
  const cluster = rollout(2).report('web.app[0]', { healthy: true })
  cluster.report('web.app[1]', { healthy: false, status: 'failed' }).at(11.3)
  const [evaluation] = cluster.evaluations('deployment-watcher')
  const entry = cluster.entries.find(({ index }) => index === evaluation?.createIndex)
  expect([looks(cluster), entry?.events.map(({ type }) => type)]).toEqual([
    [11.25],
    ['AllocationTransitionAsked', 'EvaluationCreated'],
  ])
})

test('W45: the same mark twice counts once, and is two evaluations at two indexes', () => {
  const cluster = rollout(2).mark(['web.app[0]'])
  const once = cluster.state.lastIndex
  cluster.mark(['web.app[0]'])
  const indexes = cluster.evaluations('deployment-watcher').map(({ createIndex }) => createIndex)
  expect([cluster.line(), new Set(indexes).size, cluster.state.lastIndex > once]).toEqual([
    'running: app 1/0 of 2 placed, by 610',
    2,
    true,
  ])
})

test('W46: healthy, then unhealthy: the counters move, the deadline does not come nearer, the rollout fails', () => {
  const cluster = rollout(2).mark(['web.app[0]']).at(20).mark([], ['web.app[0]'])
  expect(cluster.line()).toBe('failed: app 0/1 of 2 placed, by 620')
})

test('W47: one mark of an operator fails the rollout, whatever its deadline and its reschedules', () => {
  expect(rollout(2).mark([], ['web.app[0]']).line()).toBe('failed: app 0/1 of 2 placed, by 600')
})

test('W48: healthy after unhealthy changes the flag, no counter', () => {
  const cluster = rollout(2).report('web.app[0]', { healthy: false }).report('web.app[0]', { healthy: true })
  expect([cluster.line(), cluster.allocation('web.app[0]').health?.healthy]).toEqual([
    'running: app 0/1 of 2 placed, by 600',
    true,
  ])
})

test('W53: unhealthy, healthy, unhealthy: a health that was never counted is taken back', () => {
  const cluster = rollout(2).report('web.app[0]', { healthy: false }).mark(['web.app[0]'])
  const flag = [cluster.line(), cluster.allocation('web.app[0]').health?.healthy]
  expect([flag, cluster.mark([], ['web.app[0]']).line()]).toEqual([
    ['running: app 0/1 of 2 placed, by 600', true],
    'failed: app -1/2 of 2 placed, by 610',
  ])
})

test('W54: an id in both lists of one call is first healthy, then unhealthy', () => {
  expect(rollout(2).mark(['web.app[0]'], ['web.app[0]']).line()).toBe('failed: app 0/1 of 2 placed, by 610')
})
