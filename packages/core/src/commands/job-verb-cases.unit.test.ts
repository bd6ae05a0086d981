// Going back, marking, scaling, stopping, dispatching, forcing, case by case: semantics/4 §9.2, cases 26 to 46.

import {
  ClusterByHand,
  declareStable,
  dispatchJob,
  type HandGroup,
  handJob,
  revertJob,
  scaleJob,
  stopJob,
  tagVersion,
} from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { jobKey } from '../entities/job.ts'

const web = (group: HandGroup = {}, fields: object = {}): object => handJob([group], fields)

const fresh = (job: object = web()): ClusterByHand => new ClusterByHand().register(job).at(1)

/** A job whose first version ran well; it is ten seconds later. */
const proven = (group: HandGroup = {}): ClusterByHand => {
  const cluster = fresh(web(group))
  cluster.reportAll(
    cluster.allocationsOf(cluster.deployment()).map(({ id }) => id),
    { healthy: true },
  )
  return cluster.at(10)
}

const versions = (cluster: ClusterByHand): readonly number[] =>
  [...cluster.state.tables.jobVersions].map(({ version }) => version).sort((a, b) => b - a)

test('26: the current version cannot be gone back to, whatever else is wrong', () => {
  expect([fresh().ask(revertJob(0)), fresh().ask(revertJob(0, 9))]).toEqual([
    "can't revert to current version",
    "can't revert to current version",
  ])
})

test('27: going back to what is there already is only a look', () => {
  const cluster = fresh()
    .register(web({ rev: '1' }))
    .register(web())
  const looks = cluster.evaluations('job-register').length
  cluster.do(revertJob(0))
  expect([cluster.job().version, cluster.evaluations('job-register').length]).toEqual([2, looks + 1])
})

test('28: going back to a tagged stable version: untagged, not stable, a rollout of its own', () => {
  const cluster = proven()
  cluster.do(tagVersion(0))
  cluster.register(web({ rev: '1' })).at(20)
  cluster.do(revertJob(0))
  const { version, stable, versionTag } = cluster.job()
  expect([version, stable, versionTag, cluster.deployment().jobVersion]).toEqual([2, false, undefined, 2])
})

test('30: a mark on an old version makes it the current one, and the next version overwrites history', () => {
  const cluster = fresh()
    .register(web({ rev: '1' }))
    .register(web({ rev: '2' }))
  cluster.do(declareStable(0))
  const marked = cluster.job().version
  cluster.register(web({ rev: '3' }))
  expect([marked, cluster.job().version, versions(cluster)]).toEqual([0, 1, [2, 1, 0]])
})

test('31: the same mark twice takes an index, and nothing else', () => {
  const cluster = fresh()
  cluster.do(declareStable(0))
  const job = cluster.job()
  const index = cluster.state.lastIndex
  expect([cluster.do(declareStable(0)).reply.index, cluster.job() === job]).toEqual([index + 1, true])
})

describe('scaling', () => {
  test('32, 33: is refused during a rollout, be it paused or at a wrong index; an event alone is not', () => {
    const cluster = fresh()
    const running = cluster.ask(scaleJob(3))
    const stale = cluster.ask(scaleJob(3, { jobModifyIndex: 1 }))
    const paused = cluster.pause().ask(scaleJob(3))
    const event = cluster.ask(scaleJob(undefined))
    const blocked = 'job scaling blocked due to active deployment'
    expect([running, stale, paused, typeof event]).toEqual([blocked, blocked, blocked, 'object'])
  })

  test('34: after the rollout takes three indexes in a row, and the new version is stable at once', () => {
    const cluster = proven()
    const { entries } = cluster
    const before = entries.length
    cluster.do(scaleJob(3))
    const changes = entries
      .slice(before, before + 3)
      .map(({ index, cause }) => [index - cluster.job().jobModifyIndex, cause.change])
    expect([changes, cluster.job().stable]).toEqual([
      [
        [0, 'RegisterJob'],
        [1, 'UpdateEvaluations'],
        [2, 'RecordScaling'],
      ],
      true,
    ])
  })

  test('35: to the same count makes a version and places nothing', () => {
    const cluster = proven({ count: 2 })
    const before = [...cluster.state.tables.allocations].length
    cluster.do(scaleJob(2))
    expect([cluster.job().version, [...cluster.state.tables.allocations].length]).toEqual([1, before])
  })

  test('36: an event about a system job is recorded, where Nomad drops the connection', () => {
    const [{ ReschedulePolicy: _, ...group }] = (
      web() as { readonly TaskGroups: readonly [{ readonly ReschedulePolicy: object }] }
    ).TaskGroups
    const cluster = fresh(web({}, { Type: 'system', TaskGroups: [group] }))
    expect(typeof cluster.ask(scaleJob(undefined))).toBe('object')
  })

  test('37: twenty events of a group are kept, the newest first', () => {
    const cluster = proven()
    for (let n = 1; n <= 21; n++) cluster.do(scaleJob(undefined, { message: `n° ${n}` }))
    const [row] = [...cluster.state.tables.scalingEvents]
    const messages = row?.groups[0]?.events.map(({ message }) => message) ?? []
    expect([messages.length, messages[0], messages.at(-1)]).toEqual([20, 'n° 21', 'n° 2'])
  })
})

describe('stopping', () => {
  test('38: twice is two versions and two evaluations, of type service even for a batch job', () => {
    const task = { Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' } }
    const cluster = fresh({
      ID: 'web',
      Type: 'batch',
      Datacenters: ['*'],
      TaskGroups: [{ Name: 'app', Tasks: [task] }],
    })
    cluster.do(stopJob())
    cluster.do(stopJob())
    const types = cluster.evaluations('job-deregister').map(({ type }) => type)
    expect([cluster.job().version, types]).toEqual([2, ['service', 'service']])
  })

  test('39: cancels the rollout, and the evaluation that waited for room', () => {
    const cluster = fresh(web({ cpu: 50_000 }))
    cluster.do(stopJob())
    const [waiting] = cluster.evaluations('queued-allocs').concat(cluster.evaluations('job-register').slice(1))
    const [stopping] = cluster.evaluations('job-deregister')
    expect([
      cluster.deployment().status,
      cluster.deployment().statusDescription,
      waiting?.status,
      waiting?.statusDescription,
    ]).toEqual(['cancelled', 'Cancelled because job is stopped', 'canceled', `evaluation "${stopping?.id}" successful`])
  })

  test('40, 41: a purge takes everything but evaluations, and the same name begins anew', () => {
    const cluster = fresh()
    const created = cluster.job().createIndex
    cluster.do(stopJob({ purge: true }))
    const { jobs, jobVersions, deployments, allocations, jobSummaries, evaluations } = cluster.state.tables
    const left = [jobs, jobVersions, deployments, allocations, jobSummaries].map((table) => [...table].length)
    cluster.register(web())
    expect([left, [...evaluations].length > 0, cluster.job().version, cluster.job().createIndex > created]).toEqual([
      [0, 0, 0, 0, 0],
      true,
      0,
      true,
    ])
  })

  test('42: what nobody knows', () => {
    const cluster = new ClusterByHand()
    const evaluate = { type: 'EvaluateJob', namespace: 'default', jobId: 'web', forceReschedule: false } as const
    const reply = cluster.do(stopJob()).reply
    expect([reply, cluster.ask(evaluate), cluster.ask(dispatchJob())]).toEqual([
      { index: 0 },
      'job not found',
      'parameterized job not found',
    ])
  })
})

const template = (fields: object): object => {
  const task = { Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' } }
  return { ID: 'web', Type: 'batch', Datacenters: ['*'], TaskGroups: [{ Name: 'app', Tasks: [task] }], ...fields }
}

describe('dispatching', () => {
  const parent = template({ ParameterizedJob: { Payload: 'optional', MetaRequired: ['must'], MetaOptional: ['may'] } })
  const meta = { must: '1' }

  test.each([
    ['without what is required', dispatchJob(), 'Dispatch did not provide required meta keys: [must]'],
    [
      'with more than is permitted',
      dispatchJob({ meta: { ...meta, x: '1' } }),
      'Dispatch request included unpermitted metadata keys: [x]',
    ],
    [
      'with too large a payload',
      dispatchJob({ meta, payload: btoa('x'.repeat(18_000)) }),
      'Payload exceeds maximum size; 18000 > 16384',
    ],
    [
      'with a priority out of range',
      dispatchJob({ meta, priority: 101 }),
      'dispatch job priority must be between [1, 100]',
    ],
  ])('43: %s', (_case, command, text) => {
    expect(fresh(parent).ask(command)).toBe(text)
  })

  test('44: the same token twice is the same child, the second time without an evaluation', () => {
    const cluster = fresh(parent)
    const first = cluster.do(dispatchJob({ meta, idempotencyToken: 'once' })).reply
    const second = cluster.do(dispatchJob({ meta, idempotencyToken: 'once' })).reply
    expect([second.dispatchedJobId, second.evaluationId ?? '']).toEqual([first.dispatchedJobId, ''])
  })
})

describe('forcing a periodic job', () => {
  const force = { type: 'ForcePeriodicJob', namespace: 'default', jobId: 'web' } as const
  const nightly = (fields: object): object =>
    template({ Periodic: { Enabled: true, Spec: '@daily', SpecType: 'cron', ...fields } })

  test('45: does not ask whether a child still runs', () => {
    const cluster = fresh(nightly({ ProhibitOverlap: true }))
    cluster.do(force)
    cluster.at(5).do(force)
    const summary = cluster.state.tables.jobSummaries.get(jobKey('default', 'web'))
    expect(summary?.children?.running).toBe(2)
  })

  test('46: that is disabled is refused', () => {
    expect(fresh(nightly({ Enabled: false })).ask(force)).toBe(
      'force launch for job "web" failed: can\'t force run non-tracked job "web" (default)',
    )
  })
})
