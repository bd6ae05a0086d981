// What may be deleted, for everything that is asked about a row: each answer on both sides of it, all together, compared with a file that
// counts what goes. `npm test -- --update` prints the file anew. Rules: semantics/1 §7.

import { createHash } from 'node:crypto'
import { emptyCluster, smallNode } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Allocation } from '../entities/allocation.ts'
import type { Job } from '../entities/job.ts'
import type { JsonObject } from '../json.ts'
import { readAllocation } from '../nomad-rows/allocation-rows.ts'
import { readDeployment, readEvaluation } from '../nomad-rows/deployment-rows.ts'
import { readJob } from '../nomad-rows/job-rows.ts'
import type { State } from '../state.ts'
import { micros } from '../time.ts'
import {
  type Cutoffs,
  collectEvaluation,
  isCollectableDeployment,
  isCollectableJob,
  isCollectableNode,
} from './collectable.ts'

const at = (instant: number): number => instant * 1_000
const cutoffs: Cutoffs = {
  ...{ now: micros(1_000), job: micros(400), evaluation: micros(500), batchEvaluation: micros(300) },
  ...{ deployment: micros(600), node: micros(700_000_000) },
}
const empty = emptyCluster()

/** All combinations of some choices. */
function combined(choices: Readonly<Record<string, readonly JsonObject[keyof JsonObject][]>>): readonly JsonObject[] {
  return Object.entries(choices).reduce<readonly JsonObject[]>(
    (rows, [key, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
    [{}],
  )
}

function jobOf(fields: JsonObject, policy: JsonObject | null = null): Job {
  const group = { Name: 'app', ReschedulePolicy: policy, Tasks: [] }
  return readJob({
    ID: 'web',
    Namespace: 'default',
    Type: 'service',
    TaskGroups: [group],
    JobModifyIndex: 5,
    ...fields,
  })
}

const unlimited = { Attempts: 0, Unlimited: true }
const limited = { Attempts: 1, Unlimited: false, Interval: at(100) }
const policies = [null, { Attempts: 0, Unlimited: false }, limited, unlimited]
const trackers = [null, ...[899, 900].map((last) => ({ Events: [{ RescheduleTime: at(last) }] }))]

function allocationsOf(id: string, cutoff: number): readonly Allocation[] {
  const choices = {
    ...{ ClientStatus: ['running', 'complete', 'failed'], DesiredStatus: ['run', 'stop'] },
    ...{ ModifyTime: [at(cutoff), at(cutoff + 1)], NextAllocation: ['', 'next'], CreateIndex: [4, 5] },
    RescheduleTracker: trackers,
  }
  return policies.flatMap((policy) =>
    combined(choices).map((fields) =>
      readAllocation({ ID: id, EvalID: 'e', JobID: 'web', TaskGroup: 'app', ...fields }, jobOf({}, policy)),
    ),
  )
}

function withRows(job: Job | undefined, allocations: readonly Allocation[]): State {
  const { tables } = empty
  return {
    ...empty,
    tables: {
      ...tables,
      jobs: job ? tables.jobs.set(job) : tables.jobs,
      allocations: allocations.reduce((table, row) => table.set(row), tables.allocations),
    },
  }
}

const jobs = [
  undefined,
  ...combined({ Status: ['running', 'dead'], Stop: [false, true] }).map((fields) => jobOf(fields)),
]

// One allocation of each kind, alone and beside one that runs.
const alive = readAllocation({ ID: 'alive', EvalID: 'e', ClientStatus: 'running' }, jobOf({}))
const statesOf = (job: Job | undefined, cutoff: number): readonly State[] =>
  allocationsOf('a', cutoff).flatMap((row) => [withRows(job, [row]), withRows(job, [row, alive])])

function evaluations(): readonly string[] {
  return ['service', 'batch'].flatMap((type) => {
    const cutoff = type === 'batch' ? cutoffs.batchEvaluation : cutoffs.evaluation
    return jobs.flatMap((job) => {
      const states = statesOf(job, cutoff)
      return combined({ Status: ['complete', 'pending'], late: [0, 1], forJob: [false, true] }).map((fields) => {
        const { Status, late, forJob } = fields
        const row = {
          ID: 'e',
          JobID: 'web',
          Namespace: 'default',
          ModifyTime: at(cutoff + Number(late)),
          Type: type,
          Status: String(Status),
        }
        const evaluation = readEvaluation(row)
        const outcomes = states.map((state) => {
          const found = collectEvaluation(state, evaluation, cutoffs, forJob === true)
          return `${found.evaluation} ${found.allocations.join()}`
        })
        const whole = outcomes.filter((outcome) => outcome.startsWith('true')).length
        const some = outcomes.filter((outcome) => outcome === 'false a').length
        const told = `${type} ${Status} ${late} ${forJob} ${job ? `${job.status} ${job.stop}` : 'no job'}`
        return `${told}: ${whole} go, of ${some} an allocation, ${hash(outcomes.join('\n'))}`
      })
    })
  })
}

function wholeJobs(): readonly string[] {
  const choices = {
    ...{ Status: ['running', 'dead'], Stop: [false, true], Type: ['service', 'batch', 'sysbatch', 'system'] },
    ...{ Periodic: [null, { Enabled: true }, { Enabled: false }], ParameterizedJob: [null, {}] },
    ...{ SubmitTime: [at(400), at(401)], VersionTag: [null, { Name: 't' }] },
  }
  const open = readEvaluation({ ID: 'e', JobID: 'web', Namespace: 'default', Status: 'pending' })
  return combined(choices).flatMap((fields) => {
    const job = jobOf(fields)
    const state = withRows(job, [])
    const { tables } = state
    const states = [
      state,
      { ...state, tables: { ...tables, evaluations: tables.evaluations.set(open) } },
      { ...state, tables: { ...tables, jobVersions: tables.jobVersions.set(jobOf({ VersionTag: { Name: 't' } })) } },
    ]
    const goes = states.map((one) => isCollectableJob(one, job, cutoffs))
    return goes.includes(true) ? [`${JSON.stringify(fields)}: ${goes.join(' ')}`] : []
  })
}

function deploymentsAndNodes(): readonly string[] {
  const fates = [undefined, 'running', 'complete'].map((status) =>
    status === undefined ? [] : [readAllocation({ ID: 'a', DeploymentID: 'd', NodeID: 'n', ClientStatus: status })],
  )
  const deployments = combined({
    Status: ['running', 'paused', 'successful', 'failed'],
    ModifyTime: [0, at(600), at(601)],
  })
  return [
    ...deployments.map((fields) => {
      const row = readDeployment({ ID: 'd', ...fields })
      const goes = fates.map((rows) => isCollectableDeployment(withRows(undefined, rows), row, cutoffs))
      return `deployment ${JSON.stringify(fields)}: ${goes.join(' ')}`
    }),
    ...(['ready', 'down', 'initializing', 'disconnected'] as const).flatMap((status) =>
      [700, 701].map((statusUpdatedAt) => {
        const row = smallNode({ id: 'n', status, statusUpdatedAt })
        const goes = fates.map((rows) => isCollectableNode(withRows(undefined, rows), row, cutoffs))
        return `node ${status} ${statusUpdatedAt}: ${goes.join(' ')}`
      }),
    ),
  ]
}

test.each([
  ['evaluations', evaluations],
  ['jobs', wholeJobs],
  ['deployments-and-nodes', deploymentsAndNodes],
])('what goes of %s', async (name, lines) => {
  const file = new URL(`../../../testing/fixtures/garbage/${name}.txt`, import.meta.url)
  await expect(`${lines().join('\n')}\n`).toMatchFileSnapshot(file.pathname)
})

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
