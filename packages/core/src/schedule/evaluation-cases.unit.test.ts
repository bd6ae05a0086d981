// Evaluations that wait, are woken, replaced and followed, and what stays of jobs and their versions: semantics/4 §9.2, cases 56 to
// 62 and 66 to 70.

import { ClusterByHand, declareStable, type HandGroup, handJob } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import type { Evaluation } from '../entities/evaluation.ts'
import { relatedEvaluations } from '../queries/evaluations.ts'

const web = (group: HandGroup = {}, fields: object = {}): object => handJob([group], fields)

const all = (cluster: ClusterByHand): readonly Evaluation[] =>
  [...cluster.state.tables.evaluations].sort((a, b) => a.createIndex - b.createIndex)

const blocked = (cluster: ClusterByHand): readonly Evaluation[] =>
  all(cluster).filter(({ status }) => status === 'blocked')

const queued = (cluster: ClusterByHand): readonly number[] =>
  [...cluster.state.tables.jobSummaries].flatMap((summary) => summary.groups.map((group) => group.queued))

const tooLarge = web({ count: 2, cpu: 50_000 })

describe('without room', () => {
  test('56: the index order is the job, the blocked evaluation, the plan, the end; the job runs, nothing has a deadline', () => {
    const cluster = new ClusterByHand()
    const before = cluster.entries.length
    cluster.register(tooLarge)
    const changes = cluster.entries.slice(before, before + 4).map(({ cause }) => cause.change)
    expect([changes, cluster.job().status, queued(cluster), cluster.line()]).toEqual([
      ['RegisterJob', 'UpdateEvaluations', 'ApplyPlan', 'UpdateEvaluations'],
      'running',
      [2],
      'running: app 0/0 of 0 placed, no deadline',
    ])
  })

  test('57: the next version has a blocked evaluation of its own, the old one is canceled', () => {
    const cluster = new ClusterByHand().register(tooLarge)
    const [old] = blocked(cluster)
    cluster.register(web({ count: 2, cpu: 50_001 })).at(70)
    const gone = cluster.state.tables.evaluations.get(old?.id ?? '')
    expect([blocked(cluster).length, gone?.status, gone?.statusDescription]).toEqual([
      1,
      'canceled',
      'existing blocked evaluation exists for job "web"',
    ])
  })

  test('58: room completes the same evaluation', () => {
    const cluster = new ClusterByHand(0).register(web())
    const [waiting] = blocked(cluster)
    cluster.join(1)
    const woken = cluster.state.tables.evaluations.get(waiting?.id ?? '')
    expect([woken?.status, cluster.line()]).toEqual(['complete', 'running: app 0/0 of 1 placed, by 600'])
  })

  test('59: room for a part leaves it blocked under the same id, and fewer are queued', () => {
    const cluster = new ClusterByHand(0).register(web({ count: 2, cpu: 30_000 }))
    const [waiting] = blocked(cluster)
    cluster.join(1)
    expect([blocked(cluster).map(({ id }) => id), queued(cluster)]).toEqual([[waiting?.id], [1]])
  })
})

test('60: of evaluations that wait while one is processed the newest runs, the others are canceled', () => {
  const cluster = new ClusterByHand().register(web()).at(1)
  const ask = { type: 'EvaluateJob', namespace: 'default', jobId: 'web', forceReschedule: false } as const
  cluster.withoutScheduler(() => {
    for (let n = 0; n < 6; n++) cluster.do(ask)
  })
  cluster.restart().at(10)
  const asked = cluster.evaluations('job-register').slice(1)
  expect(asked.map(({ status, statusDescription }) => [status, statusDescription])).toEqual([
    ['complete', ''],
    ...Array(4).fill(['canceled', 'canceled after more recent eval was processed']),
    ['complete', ''],
  ])
})

const crash = (cluster: ClusterByHand, second: number, name: string): ClusterByHand =>
  cluster.at(second).report(name, { healthy: true, status: 'failed' })

const settled = (count: number): ClusterByHand => {
  const cluster = new ClusterByHand().register(web({ count, maxParallel: count })).at(1)
  cluster.reportAll(
    cluster.allocationsOf(cluster.deployment()).map(({ id }) => id),
    { healthy: true },
  )
  return cluster.at(100)
}

test('61: what is to wait runs at its instant, not before', () => {
  const cluster = crash(settled(1), 110, 'web.app[0]').at(139)
  const before = [...cluster.state.tables.allocations].length
  cluster.at(140)
  expect([before, [...cluster.state.tables.allocations].length]).toEqual([1, 2])
})

test('62: delays more than five seconds apart are two follow-ups, of two triggers', () => {
  const cluster = settled(3)
  cluster.withoutScheduler(() => {
    crash(cluster, 110, 'web.app[0]')
    crash(cluster, 114, 'web.app[1]')
    crash(cluster, 116, 'web.app[2]')
  })
  cluster.restart()
  const due = all(cluster).filter(({ status }) => status === 'pending')
  expect(due.map(({ triggeredBy, waitUntil }) => [triggeredBy, cluster.second(waitUntil)])).toEqual([
    ['alloc-reschedule', 140],
    ['alloc-failure', 146],
  ])
})

describe('versions', () => {
  const numbers = (cluster: ClusterByHand): readonly number[] =>
    [...cluster.state.tables.jobVersions].map(({ version }) => version).sort((a, b) => b - a)

  test('66: six are kept, and the newest stable one in any case', () => {
    const cluster = new ClusterByHand()
    for (let rev = 0; rev < 10; rev++) cluster.register(web({ rev: String(rev), maxParallel: 0 }))
    const six = numbers(cluster)
    const other = new ClusterByHand()
    for (let rev = 0; rev < 4; rev++) other.register(web({ rev: String(rev), maxParallel: 0 }))
    other.do(declareStable(3))
    for (let rev = 4; rev < 10; rev++) other.register(web({ rev: String(rev), maxParallel: 0 }))
    const stable = numbers(other)
    for (let rev = 10; rev < 13; rev++) other.register(web({ rev: String(rev), maxParallel: 0 }))
    expect([six, stable, numbers(other)]).toEqual([
      [9, 8, 7, 6, 5, 4],
      [9, 8, 7, 6, 5, 3],
      [12, 11, 10, 9, 8, 3],
    ])
  })

  test('68: a group that was removed stays in the summary', () => {
    const cluster = new ClusterByHand()
      .register(handJob([{ name: 'a' }, { name: 'b' }]))
      .register(handJob([{ name: 'a' }]))
    const groups = [...cluster.state.tables.jobSummaries].flatMap((summary) => summary.groups.map(({ group }) => group))
    expect(groups).toEqual(['a', 'b'])
  })
})

test('69: a batch job that is done is dead, without a rollout, and not stable', () => {
  const task = { Name: 'main', Driver: 'mock_driver', Config: { run_for: '1s' } }
  const group = { Name: 'app', Count: 2, Tasks: [task] }
  const cluster = new ClusterByHand().register({ ID: 'web', Type: 'batch', Datacenters: ['*'], TaskGroups: [group] })
  cluster.at(5).reportAll(['web.app[0]', 'web.app[1]'], { status: 'complete' })
  const complete = [...cluster.state.tables.jobSummaries].flatMap((summary) =>
    summary.groups.map((row) => row.complete),
  )
  expect([cluster.job().status, complete, [...cluster.state.tables.deployments], cluster.job().stable]).toEqual([
    'dead',
    [2],
    [],
    false,
  ])
})

test('70: a complete evaluation is related to the blocked one that it left', () => {
  const cluster = new ClusterByHand().register(tooLarge)
  const [first] = cluster.evaluations('job-register')
  const related = first ? relatedEvaluations(cluster.state, first) : []
  expect(related.map(({ id }) => id)).toEqual(blocked(cluster).map(({ id }) => id))
})
