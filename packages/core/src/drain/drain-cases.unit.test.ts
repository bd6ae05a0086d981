// Nodes that go down, drain or turn ineligible during a rollout and outside of one: semantics/3 §7.3, N1 to N7.

import { ClusterByHand, type HandGroup, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Allocation } from '../entities/allocation.ts'
import { micros } from '../time.ts'

const running = (group: HandGroup, nodes = 3): ClusterByHand => {
  const { count = 1 } = group
  const cluster = new ClusterByHand(nodes).register(handJob([{ maxParallel: count, ...group }])).at(1)
  return cluster
}

const healthy = (cluster: ClusterByHand, rows: readonly Allocation[]): ClusterByHand =>
  cluster.reportAll(
    rows.map(({ id }) => id),
    { healthy: true },
  )

const all = (cluster: ClusterByHand): readonly Allocation[] => cluster.allocationsOf(cluster.deployment())

const drain = (cluster: ClusterByHand, nodeId: string, deadline = micros(3_600_000_000)): ClusterByHand => {
  const specification = { deadline, ignoreSystemJobs: false }
  cluster.do({ type: 'DrainNode', nodeId, specification, markEligible: false, meta: undefined })
  return cluster
}

const marked = (cluster: ClusterByHand): readonly string[] =>
  [...cluster.state.tables.allocations].filter((row) => row.desiredTransition.migrate === true).map(({ name }) => name)

test('N1: a lost node takes a healthy allocation along: it is replaced, and what was healthy stays counted', () => {
  const cluster = running({ count: 2 })
  const [first] = all(cluster)
  healthy(cluster, first ? [first] : []).at(10)
  cluster.do({ type: 'ReportNodeStatus', nodeId: first?.nodeId ?? '', status: 'down', remark: undefined })
  const lost = cluster.state.tables.allocations.get(first?.id ?? '')
  const onLostNode = all(cluster).filter(({ clientStatus }) => clientStatus === 'lost').length
  expect([lost?.clientStatus, cluster.line()]).toEqual(['lost', `running: app 1/0 of ${2 + onLostNode} placed, by 601`])
})

test('N2: a drain moves as many at a time as migrate allows, the next after the replacement has its health', () => {
  const cluster = running({ count: 3, migrateParallel: 1 }, 1)
  healthy(cluster, all(cluster)).at(10)
  cluster.join(2)
  drain(cluster, all(cluster)[0]?.nodeId ?? '').at(15)
  const first = marked(cluster).length
  cluster.at(60)
  const waiting = marked(cluster).length
  healthy(cluster, [newest(cluster)]).at(65)
  expect([first, waiting, marked(cluster).length]).toEqual([1, 1, 2])
})

const newest = (cluster: ClusterByHand): Allocation => {
  const rows = [...cluster.state.tables.allocations].sort((a, b) => b.createIndex - a.createIndex)
  const [row] = rows
  if (!row) throw new Error('nothing was placed')
  return row
}

test.each([
  ['N3: an undecided allocation elsewhere holds a drain up', undefined, 0],
  ['N4: an unhealthy one does not', false, 1],
])('%s', (_case, health, expected) => {
  const cluster = running({ count: 2, migrateParallel: 1 }, 1)
  const [kept, moved] = all(cluster)
  cluster.report(moved?.id ?? '', { healthy: true })
  if (health !== undefined) cluster.report(kept?.id ?? '', { healthy: health })
  cluster.join(2)
  drain(cluster, kept?.nodeId ?? '').at(20)
  expect(marked(cluster).length).toBe(expected)
})

test('N5: a forced drain marks all at once, and is over in the next entry', () => {
  const cluster = running({ count: 3, migrateParallel: 1 }, 1)
  healthy(cluster, all(cluster)).at(10)
  const nodeId = all(cluster)[0]?.nodeId ?? ''
  cluster.join(2)
  drain(cluster, nodeId, micros(-1_000_000)).at(20)
  expect([marked(cluster).length, cluster.state.tables.nodes.get(nodeId)?.drain]).toEqual([3, undefined])
})

test('N6: a drained canary is replaced by a canary, and the rollout can still be promoted', () => {
  const cluster = running({ count: 2, migrateParallel: 2 }, 2)
  healthy(cluster, all(cluster)).at(50)
  cluster.register(handJob([{ count: 2, maxParallel: 2, canary: 1, rev: '1', migrateParallel: 2 }])).at(60)
  const [canary] = all(cluster)
  healthy(cluster, canary ? [canary] : [])
  drain(cluster, canary?.nodeId ?? '').at(70)
  healthy(cluster, [cluster.latest()])
  const placed = cluster.deployment().groups[0]?.placedCanaries
  expect([placed?.length, cluster.latest().health?.canary, cluster.promote().deployment().groups[0]?.promoted]).toEqual(
    [2, true, true],
  )
})

test('a batch that has nothing left to mark when it is due is closed: the drainer does not ask for that instant again', () => {
  const cluster = running({ count: 2, migrateParallel: 1 }, 1)
  healthy(cluster, all(cluster)).at(10)
  const [gone, kept] = all(cluster)
  cluster.join(2)
  drain(cluster, kept?.nodeId ?? '')
  const opened = cluster.state.tables.timers.has('drainer/batch')
  cluster.at(10.5).report(gone?.id ?? '', { healthy: true, status: 'failed' })
  cluster.at(20)
  expect([opened, cluster.state.tables.timers.has('drainer/batch'), marked(cluster)]).toEqual([true, false, []])
})
