// Registering jobs, case by case: semantics/4 §9.2, cases 3 and 5 to 25.

import { ClusterByHand, type HandGroup, handJob, stopJob, tagVersion } from '@cutover/testing'
import { expect, test } from 'vitest'
import { fieldOf, type Json, type JsonObject } from '../json.ts'
import { submissionOf } from './job-submission.ts'

// What registering such a body does: the text of its refusal, or nothing.
const refusalOf = (cluster: ClusterByHand, body: object): string => {
  const submission = submissionOf(cluster.state, { body: JSON.stringify(body) }, 'global')
  if (!submission.ok) return submission.text
  const { namespace, registration } = submission
  const outcome = cluster.ask({ type: 'SubmitJob', namespace, registration })
  return typeof outcome === 'string' ? outcome : ''
}

const registered = (cluster: ClusterByHand, body: object): ReturnType<ClusterByHand['do']>['reply'] => {
  const submission = submissionOf(cluster.state, { body: JSON.stringify(body) }, 'global')
  if (!submission.ok) throw new Error(submission.text)
  const { namespace, registration } = submission
  return cluster.do({ type: 'SubmitJob', namespace, registration }).reply
}

const web = (group: HandGroup = {}, fields: object = {}): object => handJob([group], fields)

const fresh = (job: object = web()): ClusterByHand => new ClusterByHand().register(job).at(1)

const groupField = (cluster: ClusterByHand, field: string): Json | undefined => {
  const group = cluster.job().document.TaskGroups[0]
  return group && fieldOf(group as unknown as JsonObject, field)
}

const update = (job: Json, group: Json = undefined as unknown as Json): object => {
  const task = { Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' } }
  return { ID: 'web', Datacenters: ['*'], Update: job, TaskGroups: [{ Name: 'app', Update: group, Tasks: [task] }] }
}

test('3: an empty update block on a batch job is refused', () => {
  const text = refusalOf(new ClusterByHand(), { Job: { ...update({}), Type: 'batch' } })
  expect(text).toContain('Job type "batch" does not allow update block')
})

test('5: max_parallel 0 on the job alone: no rollout, and the job is never stable', () => {
  const cluster = fresh(update({ MaxParallel: 0 })).at(100)
  expect([
    [...cluster.state.tables.deployments],
    cluster.job().stable,
    fieldOf(groupField(cluster, 'Update'), 'MaxParallel'),
  ]).toEqual([[], false, 0])
})

test('6: a canary of the job is taken back by a group that says 0', () => {
  const cluster = fresh(update({ Canary: 1 }, { Canary: 0 }))
  expect(fieldOf(groupField(cluster, 'Update'), 'Canary')).toBe(0)
})

test('7: attempts in an interval on top of the unlimited default are ambiguous', () => {
  const [group] = (web() as { readonly TaskGroups: readonly object[] }).TaskGroups
  const job = web({}, { TaskGroups: [{ ...group, ReschedulePolicy: { Attempts: 3, Interval: 3600e9 } }] })
  expect(refusalOf(new ClusterByHand(), { Job: job })).toContain('ambiguous')
})

test.each([
  [0, '', 50],
  [-1, 'job priority must be between [1, 100]', undefined],
  [101, 'job priority must be between [1, 100]', undefined],
])('11: priority %d', (priority, text, stored) => {
  const cluster = new ClusterByHand()
  const refusal = refusalOf(cluster, { Job: web({}, { Priority: priority }) })
  const [job] = [...cluster.state.tables.jobs]
  expect([refusal.includes(text), job?.document.Priority]).toEqual([true, stored])
})

test('13: a job that is registered stopped is looked at, places nothing and is dead', () => {
  const cluster = fresh(web({}, { Stop: true }))
  expect([
    cluster.job().status,
    [...cluster.state.tables.allocations],
    cluster.evaluations('job-register').length,
  ]).toEqual(['dead', [], 1])
})

test('14: a first version may be sent, a later one must be higher to count', () => {
  const cluster = fresh(web({}, { Version: 9 }))
  const first = cluster.job().version
  cluster.register(web({ rev: '1' }, { Version: 4 }))
  expect([first, cluster.job().version]).toEqual([9, 10])
})

const indexOf = (cluster: ClusterByHand): number => cluster.job().jobModifyIndex

test.each<[string, (cluster: ClusterByHand) => ClusterByHand, (cluster: ClusterByHand) => number, string]>([
  ['none, 0', (cluster) => cluster, () => 0, ''],
  ['none, 5', (cluster) => cluster, () => 5, 'Enforcing job modify index 5: job does not exist'],
  ['one, 0', (cluster) => cluster.register(web()), () => 0, 'Enforcing job modify index 0: job already exists'],
  ['one, its own', (cluster) => cluster.register(web()), indexOf, ''],
  [
    'one, another',
    (cluster) => cluster.register(web()),
    () => 1,
    'Enforcing job modify index 1: job exists with conflicting job modify index: ',
  ],
])('15: an enforced index, %s', (_case, prepare, index, text) => {
  const cluster = prepare(new ClusterByHand())
  const body = { Job: web({ rev: '1' }), EnforceIndex: true, JobModifyIndex: index(cluster) }
  const refusal = refusalOf(cluster, body)
  expect(text === '' ? refusal : refusal.slice(0, text.length)).toBe(text)
})

test('16: the index of the last change of any kind is not the one to enforce', () => {
  const cluster = fresh()
  const { modifyIndex, jobModifyIndex } = cluster.job()
  const refusal = refusalOf(cluster, { Job: web({ rev: '1' }), EnforceIndex: true, JobModifyIndex: modifyIndex })
  expect([modifyIndex > jobModifyIndex, refusal.endsWith(`conflicting job modify index: ${jobModifyIndex}`)]).toEqual([
    true,
    true,
  ])
})

test('17: an unchanged job is only looked at', () => {
  const cluster = fresh()
  const { modifyIndex } = cluster.job()
  const reply = registered(cluster, { Job: web() })
  const evaluation = cluster.state.tables.evaluations.get(reply.evaluationId ?? '')
  expect([cluster.job().version, evaluation?.jobModifyIndex, reply.jobModifyIndex]).toEqual([0, 0, modifyIndex])
})

const periodic = { Type: 'batch', Periodic: { Enabled: true, Spec: '@daily', SpecType: 'cron' } }
const nightly = (fields: object = periodic): object => {
  const task = { Name: 'main', Driver: 'mock_driver', Config: { run_for: '1s' } }
  return { ID: 'web', Datacenters: ['*'], TaskGroups: [{ Name: 'app', Tasks: [task] }], ...fields }
}

test('18: an unchanged periodic job writes nothing', () => {
  const cluster = fresh(nightly())
  const index = cluster.state.lastIndex
  const reply = registered(cluster, { Job: nightly() })
  expect([cluster.state.lastIndex, reply.evaluationId ?? '', reply.index]).toEqual([
    index,
    '',
    cluster.job().modifyIndex,
  ])
})

test('19: a scaling block makes one version more, once', () => {
  const [group] = (web() as { readonly TaskGroups: readonly object[] }).TaskGroups
  const job = web({}, { TaskGroups: [{ ...group, Scaling: { Enabled: true, Min: 0, Max: 9, Policy: {} } }] })
  const cluster = new ClusterByHand()
  expect([1, 2, 3].map(() => cluster.register(job).job().version)).toEqual([0, 1, 1])
})

test('20: a tagged version is not what an untagged file says', () => {
  const cluster = fresh()
  cluster.do(tagVersion(0))
  cluster.register(web())
  expect([cluster.job().version, cluster.job().versionTag]).toEqual([1, undefined])
})

test('21: a stopped job starts again by the same file', () => {
  const cluster = fresh()
  cluster.do(stopJob())
  cluster.at(10).report('web.app[0]', { status: 'complete' }).register(web())
  expect([cluster.job().version, cluster.job().stop, cluster.job().status]).toEqual([2, false, 'running'])
})

test('22: a job keeps its type until it is purged', () => {
  const cluster = fresh()
  const before = refusalOf(cluster, { Job: nightly({ Type: 'batch' }) })
  cluster.do(stopJob({ purge: true }))
  expect([before, refusalOf(cluster, { Job: nightly({ Type: 'batch' }) })]).toEqual([
    'cannot update job from type "service" to "batch"',
    '',
  ])
})

test('23: a priority of the evaluation goes to the evaluation and the rollout, not to the job', () => {
  const cluster = new ClusterByHand()
  registered(cluster, { Job: web(), EvalPriority: 77 })
  const [evaluation] = cluster.evaluations('job-register')
  expect([evaluation?.priority, cluster.deployment().evaluationPriority, cluster.job().document.Priority]).toEqual([
    77, 77, 50,
  ])
})

test('24: counts that are preserved are still a new version', () => {
  const cluster = fresh(web({ count: 2 }))
  registered(cluster, { Job: web({ count: 7 }), PreserveCounts: true })
  expect([cluster.job().version, groupField(cluster, 'Count')]).toEqual([1, 2])
})

test('25: more at a time than there are is a warning', () => {
  const body = JSON.stringify({ Job: web({ count: 2, maxParallel: 5 }) })
  const submission = submissionOf(new ClusterByHand().state, { body }, 'global')
  expect(submission.ok && submission.warnings).toContain('Update max parallel count is greater than task group count')
})
