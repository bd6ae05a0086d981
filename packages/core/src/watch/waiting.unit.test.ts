// Rollouts that wait: for a promotion, for room, because they are paused. What their deadlines do meanwhile, and what a restart
// forgets: semantics/3 §7.3, W14 to W23, W49 and W51.

import { ClusterByHand, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'

const text = (cluster: ClusterByHand): string => cluster.deployment().statusDescription

const crashed = { healthy: false, status: 'failed' } as const

// Two allocations of a second version: the canary is healthy at 105, its deadline is let pass at 115, and it is 200.
const canaryWaits = (fields: object = {}): ClusterByHand => {
  const group = { count: 2, maxParallel: 2, deadline: 10, ...fields }
  const cluster = new ClusterByHand().register(handJob([group])).at(1)
  cluster.reportAll(['web.app[0]', 'web.app[1]'], { healthy: true }).at(100)
  cluster.register(handJob([{ ...group, canary: 1, rev: '1' }])).at(105)
  return cluster.report(cluster.latest().id, { healthy: true }).at(200)
}

test('W14: a healthy canary may wait for its promotion as long as it takes; then there is a new deadline', () => {
  const cluster = canaryWaits()
  const before = cluster.line()
  expect([before, cluster.promote().line()]).toEqual([
    'running: app 1/0 of 1 placed, by 115',
    'running: app 1/0 of 2 placed, by 210',
  ])
})

test('W15: what comes after the promotion has to keep the new deadline', () => {
  const cluster = canaryWaits().promote().at(209)
  const before = cluster.deployment().status
  cluster.at(210)
  expect([before, cluster.deployment().status, text(cluster)]).toEqual([
    'running',
    'failed',
    'Failed due to progress deadline',
  ])
})

test('W16: after one deadline was let pass, every failure is called a missed deadline', () => {
  const cluster = canaryWaits({ attempts: 0 }).promote().at(203)
  cluster.report(cluster.latest().id, crashed)
  expect([cluster.deployment().status, text(cluster)]).toEqual(['failed', 'Failed due to progress deadline'])
})

test('W18: what was never placed has no deadline', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 10, cpu: 50_000 }])).at(1_000)
  expect(cluster.line()).toBe('running: app 0/0 of 0 placed, no deadline')
})

test('W19: pausing and resuming give it one', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 10, cpu: 50_000 }])).at(1_000)
  cluster.pause()
  cluster.at(1_001)
  cluster.pause(false)
  const before = cluster.line()
  cluster.at(1_011)
  expect([before, cluster.deployment().status]).toEqual(['running: app 0/0 of 0 placed, by 1011', 'failed'])
})

test('W20: a paused rollout does not fail by its deadline', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 10 }])).at(5)
  cluster.pause()
  expect(cluster.at(30).line()).toBe('paused: app 0/0 of 1 placed, by 15')
})

test('W21: resumed, it has its whole time again', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 10 }])).at(5)
  cluster.pause()
  cluster.at(30)
  cluster.pause(false)
  cluster.at(39.9)
  const before = cluster.deployment().status
  expect([before, cluster.at(40).line()]).toEqual(['running', 'failed: app 0/0 of 1 placed, by 40'])
})

test('W22: unhealthy allocations that must not be rescheduled fail it though it is paused', () => {
  const cluster = new ClusterByHand().register(handJob([{ attempts: 0 }])).at(5)
  cluster.pause()
  cluster.report('web.app[0]', crashed)
  expect([cluster.deployment().status, text(cluster)]).toEqual(['failed', 'Failed due to unhealthy allocations'])
})

test('W23: while it is paused, reschedules are granted and looked at, and before their time nothing is placed', () => {
  const cluster = new ClusterByHand().register(handJob([{}])).at(5)
  cluster.pause()
  cluster.report('web.app[0]', crashed).at(30)
  expect([
    cluster.evaluations('deployment-watcher').map(({ createTime }) => cluster.second(createTime)),
    cluster.allocation('web.app[0]').desiredTransition,
    cluster.line(),
  ]).toEqual([[6.25], { reschedule: true }, 'paused: app 0/1 of 1 placed, by 605'])
})

test('W17: a restart does not forget that a deadline was let pass, where a new leader of Nomad would', () => {
  const cluster = canaryWaits({ attempts: 0 }).promote().at(203).restart()
  cluster.report(cluster.latest().id, crashed)
  expect(text(cluster)).toBe('Failed due to progress deadline')
})

test('W49: a deadline that passed while nobody watched is judged at the restart', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 10 }])).sleep(1_000)
  const before = cluster.deployment().status
  expect([before, cluster.restart().deployment().status, text(cluster)]).toEqual([
    'running',
    'failed',
    'Failed due to progress deadline',
  ])
})

test('W51: a purge in the middle of a rollout takes the deployment and its watcher along', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 10 }])).at(5)
  const { id: deploymentId } = cluster.deployment()
  const stop = { namespace: 'default', jobId: 'web', purge: true, noShutdownDelay: false, evaluationPriority: 0 }
  cluster.do({ type: 'StopJob', ...stop })
  const index = cluster.state.lastIndex
  cluster.at(1_000)
  const written = [...cluster.state.tables.evaluations].filter(({ modifyIndex }) => modifyIndex > index)
  expect([cluster.state.tables.deployments.get(deploymentId), written]).toEqual([undefined, []])
})
