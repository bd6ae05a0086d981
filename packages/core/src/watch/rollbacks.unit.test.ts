// Rollouts that fail, and what they go back to: semantics/3 §7.3, W31 to W39.

import { ClusterByHand, type HandGroup, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'

const crashed = { healthy: false, status: 'failed' } as const
const reverts: HandGroup = { autoRevert: true, deadline: 0, attempts: 0 }

const text = (cluster: ClusterByHand): string => cluster.deployment().statusDescription

// Version 0 ran well and is stable; version 1 begins at 100 s.
const secondVersion = (groups: readonly HandGroup[], next: Partial<HandGroup> = { rev: '1' }): ClusterByHand => {
  const cluster = new ClusterByHand().register(handJob(groups)).at(1)
  cluster.reportAll(
    cluster.allocationsOf(cluster.deployment()).map(({ id }) => id),
    { healthy: true },
  )
  return cluster.at(100).register(handJob(groups.map((group) => ({ ...group, ...next }))))
}

const statuses = (cluster: ClusterByHand): readonly string[] =>
  [...cluster.state.tables.deployments]
    .sort((a, b) => a.createIndex - b.createIndex)
    .map(({ jobVersion, status, statusDescription }) => `v${jobVersion} ${status}: ${statusDescription}`)

test('W31: an unhealthy second version goes back to the stable first one, as a third version that is stable', () => {
  const cluster = secondVersion([reverts]).at(105)
  cluster.report(cluster.latest().id, crashed)
  expect([statuses(cluster), cluster.job().version, cluster.job().stable]).toEqual([
    [
      'v0 successful: Deployment completed successfully',
      'v1 failed: Failed due to unhealthy allocations - rolling back to job version 0',
      'v2 running: Deployment is running',
    ],
    2,
    true,
  ])
})

test('W32: when that one fails as well, there is nothing left to go back to: no loop', () => {
  const cluster = secondVersion([reverts]).at(105)
  cluster.report(cluster.latest().id, crashed).at(110)
  cluster.report(cluster.latest().id, crashed)
  expect([text(cluster), cluster.job().version]).toEqual([
    'Failed due to unhealthy allocations - not rolling back to stable job version 2 as current job has same specification',
    2,
  ])
})

const none = ' - no stable job version to auto revert to'

test.each<[string, HandGroup, (cluster: ClusterByHand) => ClusterByHand, string]>([
  ['early', reverts, (cluster) => cluster.report('web.app[0]', crashed), `Failed due to unhealthy allocations${none}`],
  [
    'by its deadline',
    { ...reverts, deadline: 10 },
    (cluster) => cluster.at(20),
    `Failed due to progress deadline${none}`,
  ],
  ['by hand', reverts, (cluster) => cluster.fail(), `Deployment marked as failed${none}`],
  [
    'by the health that an operator set (W34)',
    reverts,
    (cluster) => cluster.mark([], ['web.app[0]']),
    'Failed due to unhealthy allocations',
  ],
])('W33: without a stable version, failed %s', (_how, group, fail, expected) => {
  const cluster = fail(new ClusterByHand().register(handJob([group])).at(5))
  expect(text(cluster)).toBe(expected)
})

const onlyB: readonly HandGroup[] = [
  { name: 'a', deadline: 0, attempts: 0 },
  { name: 'b', deadline: 0, attempts: 0, autoRevert: true },
]

test('W35: only the groups whose allocations failed are asked whether to go back', () => {
  const cluster = secondVersion(onlyB).at(105).report('web.a[0]', crashed)
  expect(text(cluster)).toBe('Failed due to unhealthy allocations')
})

test('W36: failed by hand, any group may ask to go back', () => {
  const cluster = secondVersion(onlyB).at(105).fail()
  expect(statuses(cluster)[1]).toBe('v1 failed: Deployment marked as failed - rolling back to job version 0')
})

test('W37: a version tag alone makes a stable version another specification', () => {
  const cluster = new ClusterByHand()
    .register(handJob([reverts]))
    .at(1)
    .report('web.app[0]', { healthy: true })
    .at(100)
  const name = 'gold'
  const tag = { namespace: 'default', jobId: 'web', name, version: 0, tag: { name, description: '' } }
  cluster.do({ type: 'TagVersion', ...tag, latest: false })
  cluster
    .register(handJob([reverts]))
    .at(105)
    .fail()
  expect(statuses(cluster).at(-2)).toBe('v1 failed: Deployment marked as failed - rolling back to job version 0')
})

test('W38: a version that slipped in before the failure is overwritten by what the failed one goes back to', () => {
  const cluster = secondVersion([reverts]).at(105)
  const failing = cluster.deployment()
  cluster.withoutScheduler(() => cluster.register(handJob([{ ...reverts, rev: '3' }])))
  cluster.do({ type: 'FailDeployment', deploymentId: failing.id })
  const { version, document } = cluster.job()
  expect([version, JSON.stringify(document).includes('"REV":"0"')]).toEqual([3, true])
})

test('W39: a new version that was looked at first cancels the rollout before its deadline', () => {
  const cluster = secondVersion([{ deadline: 10 }]).at(105)
  cluster.register(handJob([{ deadline: 100, rev: '2' }])).at(120)
  expect(statuses(cluster).slice(1)).toEqual([
    'v1 cancelled: Cancelled due to newer version of job',
    'v2 running: Deployment is running',
  ])
})

test('one group that goes back is enough, among others that failed with it', () => {
  const groups = [
    { ...reverts, name: 'a', autoRevert: false },
    { ...reverts, name: 'b' },
  ]
  const cluster = secondVersion(groups).at(105)
  cluster.reportAll(
    cluster.allocationsOf(cluster.deployment()).map(({ id }) => id),
    crashed,
  )
  expect(statuses(cluster)[1]).toBe('v1 failed: Failed due to unhealthy allocations - rolling back to job version 0')
})
