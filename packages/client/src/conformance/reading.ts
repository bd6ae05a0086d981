// Reading single deployments and jobs, and the deployments of a job. Rules: client-surface §5.1.

import type { Deployment } from '../wire-types.ts'
import { type Case, contains, holds, same } from './case.ts'
import { ids, rowWhere, sorted, spaceWith } from './rows.ts'

const nobody = 'deadbeef-0000-4000-8000-000000000000'

/** Keys of a deployment, and of one of its groups, in order. */
const deploymentKeys =
  'CreateIndex CreateTime EvalPriority ID IsMultiregion JobCreateIndex JobID JobModifyIndex JobSpecModifyIndex ' +
  'JobVersion ModifyIndex ModifyTime Namespace Status StatusDescription TaskGroups'
const groupKeys =
  'AutoPromote AutoRevert DesiredCanaries DesiredTotal HealthyAllocs PlacedAllocs PlacedCanaries ProgressDeadline ' +
  'Promoted RequireProgressBy UnhealthyAllocs'

/** One deployment, and the forms of its id. */
const single: readonly Omit<Case, 'area'>[] = [
  {
    number: '2',
    name: 'a job that cannot be placed has one running deployment without allocations',
    run: async (bench) => {
      const { id, deployment } = await bench.unplaceable()
      const group = rowWhere('the group web', Object.values(deployment.TaskGroups ?? {}), () => true)
      same('status', deployment.Status, 'running')
      same('placed', [group.PlacedAllocs, group.RequireProgressBy], [0, null])
      same('deployments of the job', (await bench.client.jobs.deployments(id)).data.length, 1)
      const allocations = await bench.ask(`GET /v1/deployment/allocations/${deployment.ID}`)
      same('allocations', [allocations.status, allocations.text], [200, '[]'])
    },
  },
  {
    number: '6',
    name: 'an unknown deployment is a 404 with its text, plain, with the meta headers',
    run: async (bench) => {
      const { headers } = await bench.refused(`GET /v1/deployment/${nobody}`, {}, 404, 'deployment not found')
      contains('Content-Type', headers.get('Content-Type') ?? '', 'text/plain')
      holds('X-Nomad-Index is there', headers.get('X-Nomad-Index') !== null, null)
    },
  },
  {
    number: '7',
    name: 'an id that is no UUID is refused with its text',
    run: async (bench) => {
      const text = 'deployment lookup failed: index error: UUID must be 36 characters'
      await bench.refused('GET /v1/deployment/foo', {}, 500, text)
      await bench.refused('PUT /v1/deployment/fail/foo', {}, 500, text)
      await bench.refused('GET /v1/deployment/allocations/foo', {}, 500, 'index error: UUID must be 36 characters')
    },
  },
  {
    number: '8',
    name: 'an id in upper case finds the same deployment, told in lower case',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const answer = await bench.ask(`GET /v1/deployment/${deployment.ID.toUpperCase()}`)
      same('found', [answer.status, answer.json<Deployment>().ID], [200, deployment.ID])
    },
  },
  {
    number: '9',
    name: 'every key of a deployment is there; absent times and canaries are null, durations integers',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const [group] = Object.values(deployment.TaskGroups ?? {})
      same('keys', sorted(Object.keys(deployment)).join(' '), deploymentKeys)
      same('keys of a group', sorted(Object.keys(group ?? {})).join(' '), groupKeys)
      same('absent', [group?.RequireProgressBy, group?.PlacedCanaries], [null, null])
      same('progress deadline', group?.ProgressDeadline, 120_000_000_000)
    },
  },
  {
    number: '10',
    name: 'a deployment is found whatever namespace is asked for',
    run: async (bench) => {
      const { rows } = await spaceWith(bench, 1)
      const id = rows[0]?.ID ?? ''
      for (const query of [{}, { namespace: 'default' }, { namespace: 'nowhere' }])
        same('status', (await bench.ask(`GET /v1/deployment/${id}`, { query })).status, 200)
    },
  },
]

/** Deployments of a job. */
const ofJobs: readonly Omit<Case, 'area'>[] = [
  {
    number: '20',
    name: 'the newest deployment of a job without one, or of no job, is null',
    run: async (bench) => {
      const answer = await bench.ask(`GET /v1/job/${bench.name()}/deployment`)
      same('unknown job', [answer.status, answer.text], [200, 'null'])
      const job = bench.document({ type: 'batch', unplaceable: true })
      await bench.evaluated((await bench.register(job)).EvalID)
      same('batch job', (await bench.ask(`GET /v1/job/${job.ID}/deployment`)).text, 'null')
    },
  },
  {
    number: '21',
    name: 'deployments of an unknown job are [], of a purged job gone, of the next job of that id its own',
    run: async (bench) => {
      same('unknown', (await bench.ask(`GET /v1/job/${bench.name()}/deployments`)).text, '[]')
      const job = bench.document({ unplaceable: true })
      await bench.run(job)
      await bench.client.jobs.stop(job.ID, { purge: true })
      same('purged', (await bench.ask(`GET /v1/job/${job.ID}/deployments`, { query: { all: 'true' } })).text, '[]')
      const { deployment } = await bench.run(job)
      const own = await bench.ask(`GET /v1/job/${job.ID}/deployments`, { query: { all: 'false' } })
      same('own', ids(own), [deployment.ID])
    },
  },
  {
    number: '22',
    name: 'a job whose id holds slashes, question marks and other scripts is found',
    run: async (bench) => {
      const job = { ...bench.document({ unplaceable: true }), ID: `${bench.name()}/with?troublesome&字` }
      await bench.register(job)
      const answer = await bench.ask(`GET /v1/job/${encodeURIComponent(job.ID)}`)
      same('found', [answer.status, answer.json<{ readonly ID: string }>().ID], [200, job.ID])
    },
  },
]

/** All cases of this file. */
export const reading: readonly Case[] = [...single, ...ofJobs].map((one) => ({
  ...one,
  area: 'deployments',
}))
