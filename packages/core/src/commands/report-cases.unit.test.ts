// What a node's report makes the scheduler look at: semantics/3 §7.3, C1 to C6.

import { ClusterByHand, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'

const crashed = { healthy: false, status: 'failed' } as const

// Outside a rollout, so that only the report itself asks for anything.
const settled = (count: number, fields: object = {}): ClusterByHand => {
  const cluster = new ClusterByHand().register(handJob([{ count, maxParallel: count, ...fields }])).at(1)
  cluster.reportAll(
    cluster.allocationsOf(cluster.deployment()).map(({ id }) => id),
    { healthy: true },
  )
  return cluster.at(100)
}

test('C1: an allocation that failed and may be replaced is looked at, by an evaluation of the same entry', () => {
  const cluster = settled(1).report('web.app[0]', { ...crashed, healthy: true })
  const failed = cluster.entries.find(({ events }) => events.some(isFailure))
  const [evaluation] = cluster.evaluations('alloc-failure')
  expect([evaluation?.createIndex, failed?.events.map(({ type }) => type)]).toEqual([
    failed?.index,
    expect.arrayContaining(['AllocationReported', 'EvaluationCreated']),
  ])
})

const isFailure = (event: ClusterByHand['entries'][number]['events'][number]): boolean =>
  event.type === 'AllocationReported' && event.clientStatus === 'failed'

test('C2: two failures of one job in one report are one evaluation', () => {
  const cluster = settled(2).reportAll(['web.app[0]', 'web.app[1]'], { healthy: true, status: 'failed' })
  expect(cluster.evaluations('alloc-failure').length).toBe(1)
})

test.each([
  ['C3: one that has used up its reschedules', { attempts: 0 }, 'failed'],
  ['C6: a service that ends well', {}, 'complete'],
] as const)('%s asks for nothing', (_case, fields, status) => {
  const cluster = settled(1, fields).report('web.app[0]', { healthy: true, status })
  expect(cluster.evaluations('alloc-failure')).toEqual([])
})

test('C4: an allocation that comes back is looked at, and what was to follow its absence is canceled', () => {
  const cluster = settled(1, { lostAfter: 3600 })
  const { nodeId } = cluster.allocation('web.app[0]')
  cluster.do({ type: 'ReportNodeStatus', nodeId, status: 'disconnected', remark: undefined })
  const away = cluster.state.tables.allocations.get(cluster.allocationsOf(cluster.deployment())[0]?.id ?? '')
  const followup = cluster.state.tables.evaluations.get(away?.followupEvaluationId ?? '')
  cluster.do({ type: 'ReportNodeStatus', nodeId, status: 'initializing', remark: undefined })
  cluster.report(away?.id ?? '', { healthy: true })
  const canceled = cluster.state.tables.evaluations.get(followup?.id ?? '')
  expect([away?.clientStatus, followup?.status, canceled?.status, canceled?.statusDescription]).toEqual([
    'unknown',
    'pending',
    'canceled',
    'allocs reconnected',
  ])
  expect(cluster.evaluations('reconnect').length).toBe(1)
})

test('C5: a node that is down is not listened to', () => {
  const cluster = settled(1)
  const { id: allocationId, nodeId } = cluster.allocation('web.app[0]')
  cluster.do({ type: 'ReportNodeStatus', nodeId, status: 'down', remark: undefined })
  const before = cluster.state.lastIndex
  const report = {
    allocationId,
    nodeId,
    namespace: '',
    jobId: '',
    clientStatus: 'running',
    clientDescription: '',
  } as const
  const refused = cluster.ask({
    type: 'ReportAllocations',
    reports: [{ ...report, taskStates: [], networkStatus: null, health: undefined }],
  })
  expect([refused, cluster.state.lastIndex]).toEqual([
    `node ${nodeId} is not allowed to update allocs while in status down`,
    before,
  ])
})
