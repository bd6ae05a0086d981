// When canaries are promoted by themselves, and when they are not: semantics/3 §7.3, W24 to W30 and W50.

import { ClusterByHand, type HandGroup, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Allocation } from '../entities/allocation.ts'

// The second version of a job that ran well; it begins at 100 s.
const secondVersion = (...groups: readonly HandGroup[]): ClusterByHand => {
  const first = groups.map(({ canary: _canary, autoPromote: _autoPromote, ...group }) => group)
  const cluster = new ClusterByHand().register(handJob(first)).at(1)
  cluster.reportAll(
    cluster.allocationsOf(cluster.deployment()).map(({ id }) => id),
    { healthy: true },
  )
  return cluster.at(100).register(handJob(groups.map((group) => ({ ...group, rev: '1' }))))
}

const canaries = (cluster: ClusterByHand): readonly Allocation[] =>
  cluster.allocationsOf(cluster.deployment()).filter(({ health }) => health?.canary === true)

const promoted = (cluster: ClusterByHand): readonly boolean[] =>
  cluster.deployment().groups.map((group) => group.promoted)

const healthy = (cluster: ClusterByHand, ...rows: readonly (Allocation | undefined)[]): ClusterByHand =>
  cluster.reportAll(
    rows.flatMap((row) => (row ? [row.id] : [])),
    { healthy: true },
  )

test('W24: the last canary that turns healthy promotes, in the same reaction', () => {
  const cluster = secondVersion({ count: 3, canary: 2, autoPromote: true }).at(105)
  const [first, second] = canaries(cluster)
  const one = promoted(healthy(cluster, first))
  const two = promoted(healthy(cluster, second))
  expect([one, two, cluster.deployment().statusDescription]).toEqual([[false], [true], 'Deployment is running'])
})

test('W25: an unhealthy canary is replaced, and the replacement counts', () => {
  const cluster = secondVersion({ count: 3, canary: 2, autoPromote: true, attempts: 3 }).at(105)
  const [first, second] = canaries(cluster)
  healthy(cluster, first)
    .report(second?.id ?? '', { healthy: false, status: 'failed' })
    .at(120)
  const before = promoted(cluster)
  healthy(cluster, cluster.latest())
  expect([before, promoted(cluster), cluster.deployment().groups[0]?.placedCanaries?.length]).toEqual([
    [false],
    [true],
    3,
  ])
})

test('W26: one healthy canary too many blocks it', () => {
  const cluster = secondVersion({ count: 2, canary: 1, autoPromote: true }).at(105)
  const [canary] = canaries(cluster)
  if (!canary) throw new Error('there is no canary')
  const twin = { ...canary, id: 'ffffffff-0000-4000-8000-000000000001', name: 'web.app[1]' }
  const deployment = cluster.deployment()
  const groups = deployment.groups.map((group) => ({ ...group, placed: 2, placedCanaries: [canary.id, twin.id] }))
  const { tables } = cluster.state
  cluster.state = {
    ...cluster.state,
    tables: {
      ...tables,
      allocations: tables.allocations.set(twin),
      deployments: tables.deployments.set({ ...deployment, groups }),
    },
  }
  expect(promoted(healthy(cluster, canary, twin))).toEqual([false])
})

test.each([
  ['W27: another group with canaries that wait for a person', { canary: 1 }, [false, false]],
  ['W28: another group without canaries, which is promoted along', {}, [true, true]],
])('%s', (_case, other, expected) => {
  const cluster = secondVersion(
    { name: 'a', count: 2, canary: 1, autoPromote: true },
    { name: 'b', count: 2, ...other },
  )
  healthy(cluster.at(105), ...canaries(cluster))
  expect(promoted(cluster)).toEqual(expected)
})

test('W29: a canary that turned healthy while the rollout was paused waits for the next write of an allocation', () => {
  const cluster = secondVersion({ count: 2, canary: 1, autoPromote: true }).at(105).pause()
  healthy(cluster, ...canaries(cluster)).at(120)
  const paused = promoted(cluster)
  const resumed = promoted(cluster.pause(false).at(130))
  healthy(cluster, ...canaries(cluster))
  expect([paused, resumed, promoted(cluster)]).toEqual([[false], [false], [true]])
})

test('W30: a healthy canary that has stopped is not enough, and changes nothing', () => {
  const cluster = secondVersion({ count: 2, canary: 1, autoPromote: true }).at(105)
  const [canary] = canaries(cluster)
  cluster.report(canary?.id ?? '', { healthy: true, status: 'complete' })
  expect([promoted(cluster), cluster.deployment().status, cluster.ask(promotion(cluster))]).toEqual([
    [false],
    'running',
    expect.stringContaining('has 0/1 healthy allocations'),
  ])
})

const promotion = (cluster: ClusterByHand): Parameters<ClusterByHand['ask']>[0] => ({
  type: 'PromoteCanaries',
  deploymentId: cluster.deployment().id,
  all: true,
  groups: [],
  promotedAt: cluster.instant(0),
})

test('W50: a restart finds a healthy canary and promotes it', () => {
  const cluster = secondVersion({ count: 2, canary: 1, autoPromote: true }).at(105).pause()
  healthy(cluster, ...canaries(cluster)).pause(false)
  const before = promoted(cluster)
  expect([before, promoted(cluster.restart())]).toEqual([[false], [true]])
})
