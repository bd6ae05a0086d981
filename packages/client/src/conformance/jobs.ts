// Jobs: register, enforce, stop, purge. Rules: client-surface §3.2–3.8, §5.4.

import type { JobStub } from '../wire-jobs.ts'
import type { Answer } from './bench.ts'
import { type Case, contains, holds, same } from './case.ts'
import type { JobWish } from './job-documents.ts'
import { rowWhere } from './rows.ts'

const registering: readonly Omit<Case, 'area'>[] = [
  {
    number: '50',
    name: 'register: indexes agree, the evaluation completes with its deployment, the version becomes stable',
    needs: ['placement'],
    run: async (bench) => {
      const job = bench.document()
      const { registered } = await bench.run(job)
      const { JobModifyIndex, EvalCreateIndex, Index, Warnings } = registered
      same('indexes', [EvalCreateIndex, Index, Warnings], [JobModifyIndex, JobModifyIndex, ''])
      const evaluation = await bench.evaluated(registered.EvalID)
      same('evaluation', evaluation.Status, 'complete')
      const deployment = await bench.settled(evaluation.DeploymentID ?? '')
      same(
        'deployment',
        [deployment.Status, deployment.StatusDescription],
        ['successful', 'Deployment completed successfully'],
      )
      const { data } = await bench.client.jobs.get(job.ID)
      same('job', [data.Version, data.Stable, data.JobModifyIndex], [0, true, JobModifyIndex])
    },
  },
  {
    number: '51',
    name: 'register the same again: no new version, an evaluation, its modify index as it was',
    run: async (bench) => {
      const job = bench.document({ unplaceable: true })
      const { registered, deployment } = await bench.run(job)
      await bench.evaluated(registered.EvalID)
      const { data: before } = await bench.client.jobs.get(job.ID)
      const again = await bench.register(job)
      same('modify index', again.JobModifyIndex, before.ModifyIndex)
      holds(
        'a new evaluation',
        again.EvalID !== registered.EvalID && again.EvalCreateIndex > again.JobModifyIndex,
        again,
      )
      await bench.evaluated(again.EvalID)
      same('version', (await bench.client.jobs.get(job.ID)).data.Version, 0)
      const { data } = await bench.client.jobs.deployments(job.ID)
      same(
        'deployments',
        data.map((row) => row.ID),
        [deployment.ID],
      )
    },
  },
  {
    number: '52',
    name: 'a changed job cancels the running deployment and begins another',
    run: async (bench) => {
      const wish: JobWish = { id: bench.name(), unplaceable: true }
      const first = await bench.run(bench.document(wish))
      const second = await bench.run(bench.document({ ...wish, group: { count: 2 } }))
      const cancelled = await bench.settled(first.deployment.ID)
      const expected = ['cancelled', 'Cancelled due to newer version of job']
      same('old one', [cancelled.Status, cancelled.StatusDescription], expected)
      same('new one', second.deployment.Status, 'running')
    },
  },
  {
    number: '53',
    name: 'a registration may insist on an index: each way to be wrong has its text',
    run: async (bench) => {
      const job = bench.document({ unplaceable: true })
      const ask = (index: number): Promise<Answer> =>
        bench.ask('PUT /v1/jobs', { body: { Job: job, EnforceIndex: true, JobModifyIndex: index } })
      const missing = await ask(10)
      contains('no job', missing.text, 'Enforcing job modify index 10: job does not exist')
      const { JobModifyIndex } = await bench.register(job)
      const exists = await ask(0)
      same('status', [missing.status, exists.status], [500, 500])
      contains('a job', exists.text, 'Enforcing job modify index 0: job already exists')
      const text = `Enforcing job modify index 1: job exists with conflicting job modify index: ${JobModifyIndex}`
      contains('another index', (await ask(1)).text, text)
      same('the right index', (await ask(JobModifyIndex)).status, 200)
    },
  },
  {
    number: '54',
    name: 'stop: an evaluation, the running deployment is cancelled; an unknown job answers zeros',
    run: async (bench) => {
      const { id, deployment } = await bench.unplaceable()
      const stopped = await bench.client.jobs.stop(id)
      holds('an evaluation', stopped.EvalID !== '', stopped)
      const ended = await bench.settled(deployment.ID)
      same('deployment', [ended.Status, ended.StatusDescription], ['cancelled', 'Cancelled because job is stopped'])
      const none = await bench.client.jobs.stop(bench.name())
      same('unknown', [none.EvalID, none.EvalCreateIndex, none.JobModifyIndex, none.Index], ['', 0, 0, 0])
    },
  },
  {
    number: '55',
    name: 'purge: the job is gone, and its deployments with it',
    run: async (bench) => {
      const { id, deployment } = await bench.unplaceable()
      await bench.client.jobs.stop(id, { purge: true })
      await bench.refused(`GET /v1/job/${id}`, {}, 404, 'job not found')
      await bench.refused(`GET /v1/deployment/${deployment.ID}`, {}, 404, 'deployment not found')
    },
  },
  {
    number: '84',
    name: 'a row of the list of jobs has its summary with namespace and all counters',
    run: async (bench) => {
      const { id } = await bench.unplaceable()
      const { data } = await bench.client.jobs.list({ prefix: id })
      const stub: JobStub = rowWhere('the job', data, (row) => row.ID === id)
      same('namespace', stub.JobSummary.Namespace, 'default')
      const keys = Object.keys(stub.JobSummary.Summary['web'] ?? {}).sort()
      same('counters', keys.join(' '), 'Complete Failed Lost Queued Running Starting Unknown')
    },
  },
]

const validation: readonly Omit<Case, 'area'>[] = [
  {
    number: '§3.2a',
    name: 'register: a body without a job, without an id, with another id is refused',
    run: async (bench) => {
      await bench.refused('PUT /v1/jobs', { body: {} }, 400, 'Job must be specified')
      await bench.refused('PUT /v1/jobs', { body: { Job: {} } }, 400, "Job ID hasn't been provided")
      const job = bench.document({ unplaceable: true })
      await bench.refused('PUT /v1/job/another', { body: { Job: job } }, 400, 'Job ID does not match name')
    },
  },
  {
    number: '§3.2b',
    name: 'validate: a good job has no error; a job without groups says what is missing',
    run: async (bench) => {
      const job = bench.document({ unplaceable: true })
      const good = await bench.client.jobs.validate(job)
      same('good', good.Error, '')
      const bad = await bench.client.jobs.validate({ ...job, TaskGroups: [] })
      contains('bad', bad.Error, 'Missing job task groups')
    },
  },
]

/** All cases of this file. */
export const jobs: readonly Case[] = [...registering, ...validation].map((one) => ({
  ...one,
  area: 'jobs',
}))
