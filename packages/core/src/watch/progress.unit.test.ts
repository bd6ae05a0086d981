// What moves a progress deadline, and what becomes of a rollout that keeps it or does not: semantics/3 §7.3, W1 to W13 and W52.

import { ClusterByHand, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'

const text = (cluster: ClusterByHand): string => cluster.deployment().statusDescription

const watcherSeconds = (cluster: ClusterByHand): readonly number[] =>
  cluster.evaluations('deployment-watcher').map(({ createTime }) => cluster.second(createTime))

test('W1: all are healthy: one evaluation a second and a quarter later, the rollout is over, the version stable', () => {
  const cluster = new ClusterByHand().register(handJob([{ count: 2, maxParallel: 2 }]))
  cluster.at(15).reportAll(['web.app[0]', 'web.app[1]'], { healthy: true }).at(17)
  expect([cluster.line(), watcherSeconds(cluster), cluster.job().stable]).toEqual([
    'successful: app 2/0 of 2 placed, by 615',
    [16.25],
    true,
  ])
})

test('W2: never more than max_parallel are undecided, each wave takes one evaluation', () => {
  const cluster = new ClusterByHand().register(handJob([{ count: 10, maxParallel: 2 }]))
  cluster
    .reportAll(
      [...Array(10).keys()].map((index) => `web.app[${index}]`),
      { healthy: true },
    )
    .at(10)
  cluster.register(handJob([{ count: 10, maxParallel: 2, rev: '1' }]))
  const waves: number[] = []
  while (cluster.deployment().status === 'running' && waves.length < 9) {
    const undecided = cluster.allocationsOf(cluster.deployment()).filter(({ health }) => health === undefined)
    waves.push(undecided.length)
    cluster.reportAll(
      undecided.map(({ id }) => id),
      { healthy: true },
    )
    cluster.at(10 + waves.length * 5)
  }
  const during = cluster
    .evaluations('deployment-watcher')
    .filter(({ deploymentId }) => deploymentId === cluster.deployment().id)
  expect([cluster.deployment().status, waves, during.length]).toEqual(['successful', [2, 2, 2, 2, 2], 5])
})

test('W3: health pushes the deadline, reckoned from the instant at which the node saw it', () => {
  const cluster = new ClusterByHand().register(handJob([{ count: 2, maxParallel: 2 }]))
  cluster.at(16).report('web.app[0]', { healthy: true, seen: 15 })
  expect(cluster.line()).toBe('running: app 1/0 of 2 placed, by 615')
})

test('W4: a later placement does not push it', () => {
  const cluster = new ClusterByHand().register(handJob([{ count: 3 }])).at(20)
  cluster.reportAll(['web.app[0]', 'web.app[1]', 'web.app[2]'], { healthy: true }).at(30)
  cluster.register(handJob([{ count: 3, rev: '1' }])).at(40)
  const before = cluster.line()
  cluster.report(cluster.allocationsOf(cluster.deployment())[0]?.id ?? '', { healthy: true, seen: 31 }).at(50)
  expect([before, cluster.line()]).toEqual([
    'running: app 0/0 of 1 placed, by 630',
    'running: app 1/0 of 2 placed, by 631',
  ])
})

test('W5: an allocation that may be rescheduled does not fail the rollout: it is granted, then the deadline decides', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 10 }]))
  cluster.at(4).report('web.app[0]', { healthy: false, status: 'failed' }).at(6)
  const granted = cluster.allocation('web.app[0]').desiredTransition.reschedule
  cluster.at(10)
  expect([granted, watcherSeconds(cluster), cluster.line(), text(cluster)]).toEqual([
    true,
    [5.25, 10],
    'failed: app 0/1 of 1 placed, by 10',
    'Failed due to progress deadline',
  ])
})

test.each([
  ['W6: without a deadline', { deadline: 0 }],
  ['W7: without reschedules', { attempts: 0 }],
])('%s the first unhealthy allocation fails the rollout', (_case, group) => {
  const cluster = new ClusterByHand().register(handJob([group]))
  cluster.at(4).report('web.app[0]', { healthy: false, status: 'failed' })
  expect([cluster.deployment().status, text(cluster), cluster.allocation('web.app[0]').desiredTransition]).toEqual([
    'failed',
    'Failed due to unhealthy allocations',
    {},
  ])
})

test('W8: the last reschedule is used up: the first failure is granted, the second ends the rollout', () => {
  const cluster = new ClusterByHand().register(handJob([{ attempts: 1 }]))
  cluster.at(4).report('web.app[0]', { healthy: false, status: 'failed' }).at(15)
  const [first, second] = cluster.allocationsOf(cluster.deployment())
  cluster.at(20).report(second?.id ?? '', { healthy: false, status: 'failed' })
  expect([
    cluster.allocation(first?.id ?? '').desiredTransition.reschedule,
    cluster.deployment().status,
    text(cluster),
  ]).toEqual([true, 'failed', 'Failed due to unhealthy allocations'])
})

test('W9: with reschedules without end the deadline alone decides', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 100 }]))
  for (const second of [4, 44, 84]) cluster.at(second).report('web.app[0]', { healthy: false, status: 'failed' })
  const before = cluster.deployment().status
  cluster.at(100)
  expect([before, cluster.deployment().status, text(cluster)]).toEqual([
    'running',
    'failed',
    'Failed due to progress deadline',
  ])
})

test('W10: a system job has no reschedule policy, so its first unhealthy allocation fails the rollout', () => {
  const [group] = (handJob([{}]) as { readonly TaskGroups: readonly object[] }).TaskGroups
  const { ReschedulePolicy: _, ...without } = group as { readonly ReschedulePolicy: object }
  const cluster = new ClusterByHand(1).register(handJob([], { Type: 'system', TaskGroups: [{ ...without, Count: 1 }] }))
  cluster.at(4).report('web.app[0]', { healthy: false, status: 'failed' })
  expect([cluster.deployment().status, text(cluster)]).toEqual(['failed', 'Failed due to unhealthy allocations'])
})

const twoGroups = [
  { name: 'a', deadline: 10 },
  { name: 'b', deadline: 60 },
] as const

test('W11: the earliest deadline counts, though the other group still makes progress', () => {
  const cluster = new ClusterByHand().register(handJob(twoGroups)).at(9.9)
  const before = cluster.deployment().status
  cluster.at(10)
  expect([before, cluster.deployment().status]).toEqual(['running', 'failed'])
})

test('W12: a group that is done has no deadline any more', () => {
  const cluster = new ClusterByHand().register(handJob(twoGroups)).at(5).report('web.a[0]', { healthy: true }).at(59)
  const before = cluster.deployment().status
  cluster.at(60)
  expect([before, text(cluster)]).toEqual(['running', 'Failed due to progress deadline'])
})

test('W13: a canary that waits for its promotion lets its own deadline fail a slower group', () => {
  const v0 = [
    { name: 'a', deadline: 10 },
    { name: 'b', deadline: 60 },
  ] as const
  const cluster = new ClusterByHand().register(handJob(v0)).at(1)
  cluster.reportAll(['web.a[0]', 'web.b[0]'], { healthy: true }).at(100)
  cluster
    .register(
      handJob([
        { ...v0[0], canary: 1, rev: '1' },
        { ...v0[1], rev: '1' },
      ]),
    )
    .at(105)
  cluster.report('web.a[0]', { healthy: true }).at(114)
  const before = cluster.line()
  cluster.at(115)
  expect([before, cluster.deployment().status]).toEqual([
    'running: a 1/0 of 1 placed, by 115; b 0/0 of 1 placed, by 160',
    'failed',
  ])
})

test('W52: health at the very instant of the deadline is progress', () => {
  const cluster = new ClusterByHand().register(handJob([{ deadline: 10 }]))
  cluster.at(9.999_999).at(10)
  const late = cluster.deployment().status
  const intime = new ClusterByHand().register(handJob([{ deadline: 10 }])).at(9.999_999)
  intime.report('web.app[0]', { healthy: true, seen: 10 }).at(12)
  expect([late, intime.deployment().status]).toEqual(['failed', 'successful'])
})
