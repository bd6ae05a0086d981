// What is done with versions of jobs: list, revert, tag, plan, scale, evaluate. Rules: client-surface §3.3–3.8, §5.4.

import type { JobPlan, JobRegistered, JobVersions } from '../wire-jobs.ts'
import type { Answer, Bench } from './bench.ts'
import { type Case, holds, same } from './case.ts'
import type { JobWish } from './job-documents.ts'

// Two versions of a job that cannot be placed; the second wants one more.
async function twoVersions(bench: Bench): Promise<{ readonly id: string; readonly wish: JobWish }> {
  const wish: JobWish = { id: bench.name(), unplaceable: true }
  const { id } = await bench.run(bench.document(wish))
  await bench.run(bench.document({ ...wish, group: { count: 2 } }))
  return { id, wish }
}

const versions: readonly Omit<Case, 'area'>[] = [
  {
    number: '56',
    name: 'versions: newest first with Versions and Diffs; of an unknown job a 404',
    run: async (bench) => {
      const { id } = await twoVersions(bench)
      const answer = await bench.ask(`GET /v1/job/${id}/versions`, { query: { diffs: 'true' } })
      const { Versions, Diffs } = answer.json<JobVersions>()
      same(
        'versions',
        Versions.map((one) => one.Version),
        [1, 0],
      )
      same(
        'differences',
        Diffs?.map((one) => one.Type),
        ['Edited'],
      )
      await bench.refused(`GET /v1/job/${bench.name()}/versions`, {}, 404, 'job versions not found')
    },
  },
  {
    number: '57',
    name: 'revert: a new version with the old specification and a deployment; refused for the current one',
    run: async (bench) => {
      const { id } = await twoVersions(bench)
      await bench.client.jobs.revert(id, 0)
      const { data } = await bench.client.jobs.get(id)
      same('job', [data.Version, data.TaskGroups[0]?.Count, data.Stable], [2, 1, false])
      await bench.newest(id, 'a deployment of version 2', (row) => row.JobVersion === 2)
      const path = `PUT /v1/job/${id}/revert` as const
      const body = { JobID: id, JobVersion: 2 }
      await bench.refused(path, { body }, 500, "can't revert to current version")
      const enforced = { JobID: id, JobVersion: 0, EnforcePriorVersion: 1 }
      await bench.refused(path, { body: enforced }, 500, 'Current job has version 2; enforcing version 1')
    },
  },
  {
    number: '58',
    name: 'stable: answers its index, the version says so; unknown versions are refused',
    run: async (bench) => {
      const { id } = await bench.unplaceable()
      const body = { JobID: id, JobVersion: 0, Stable: true }
      const answer = await bench.ask(`PUT /v1/job/${id}/stable`, { body })
      same('answer', [answer.status, answer.text], [200, `{"Index":${answer.index}}`])
      same('job', (await bench.client.jobs.get(id)).data.Stable, true)
      const text = `job "${id}" in namespace "default" at version 9 not found`
      await bench.refused(`PUT /v1/job/${id}/stable`, { body: { ...body, JobVersion: 9 } }, 500, text)
    },
  },
  {
    number: '§3.8',
    name: 'tag: a version gets a name once; the name goes again; unknown names are refused',
    run: async (bench) => {
      const { id } = await twoVersions(bench)
      const tagged = await bench.client.jobs.tag(id, { name: 'golden', description: 'd', version: 0 })
      same('answer', [tagged.Name, tagged.Description], ['golden', 'd'])
      const path = `/v1/job/${id}/versions/golden/tag` as const
      const text = `tag "golden" already exists on a different version of job "${id}"`
      await bench.refused(`PUT ${path}`, { body: { Version: 1 } }, 500, text)
      await bench.client.jobs.untag(id, 'golden')
      await bench.refused(`DELETE ${path}`, {}, 500, `tag "golden" not found on job "${id}"`)
    },
  },
]

const planning: readonly Omit<Case, 'area'>[] = [
  {
    number: '59',
    name: 'plan: Added for a new job, None for the same, no difference unless asked for',
    run: async (bench) => {
      const job = bench.document({ unplaceable: true })
      const plan = async (diff: boolean): Promise<JobPlan> =>
        (await bench.ask(`PUT /v1/job/${job.ID}/plan`, { body: { Job: job, Diff: diff } })).json()
      const added = await plan(true)
      same('new', [added.Diff?.Type, added.JobModifyIndex, added.Annotations === null], ['Added', 0, false])
      const { JobModifyIndex } = await bench.register(job)
      same('same', [(await plan(true)).Diff?.Type, (await plan(true)).JobModifyIndex], ['None', JobModifyIndex])
      const quiet = await plan(false)
      same('no difference', [quiet.Diff, quiet.Index], [null, JobModifyIndex])
    },
  },
  {
    number: '60',
    name: 'scale during a deployment is refused; a message without a count is not',
    run: async (bench) => {
      const { id } = await bench.unplaceable()
      const path = `POST /v1/job/${id}/scale` as const
      const text = 'job scaling blocked due to active deployment'
      await bench.refused(path, { body: { Count: 2, Target: { Group: 'web' } } }, 400, text)
      const answer = await bench.ask(path, { body: { Message: 'hello', Target: { Group: 'web' } } })
      same('message', [answer.status, answer.json<JobRegistered>().EvalID], [200, ''])
    },
  },
  {
    number: '61',
    name: 'scale: a new version and one event with its meta; bounds, unknown groups and jobs are refused',
    run: async (bench) => {
      const { id, deployment } = await bench.unplaceable({ group: { scaling: { Min: 1, Max: 3 } } })
      await bench.client.deployments.fail(deployment.ID)
      const scaled = await bench.client.jobs.scale(id, { group: 'web', count: 2, message: 'm', meta: { who: 'us' } })
      holds('an evaluation', scaled.EvalID !== '', scaled)
      same('version', (await bench.client.jobs.get(id)).data.Version, 1)
      const { data } = await bench.client.jobs.scaleStatus(id)
      const events = data.TaskGroups['web']?.Events ?? []
      same(
        'events',
        events.map(({ Count, Message, Meta }) => [Count, Message, Meta]),
        [[2, 'm', { who: 'us' }]],
      )
      await settle(bench, id)
      const refuse = (body: object, status: number, text: string): Promise<Answer> =>
        bench.refused(`PUT /v1/job/${id}/scale`, { body }, status, text)
      const to = (Count: number, Group = 'web'): object => ({ Count, Target: { Group } })
      await refuse(to(0), 400, 'group count was less than scaling policy minimum: 0 < 1')
      await refuse(to(9), 400, 'group count was greater than scaling policy maximum: 9 > 3')
      await refuse(to(-1), 400, "scaling action count can't be negative")
      await refuse(to(1, 'nobody'), 400, 'task group "nobody" specified for scaling does not exist in job')
      await refuse({ Count: 1, Target: {} }, 400, 'missing task group name for scaling action')
      const other = { query: { namespace: bench.name('space') }, body: to(2) }
      await bench.refused(`PUT /v1/job/${id}/scale`, other, 404, `job "${id}" not found`)
    },
  },
  {
    number: '62',
    name: 'evaluate with an empty body answers an evaluation',
    run: async (bench) => {
      const { id } = await bench.unplaceable()
      const answer = await bench.ask(`POST /v1/job/${id}/evaluate`)
      const { EvalID, JobModifyIndex } = answer.json<JobRegistered>()
      const { data } = await bench.client.evaluations.get(EvalID)
      same('evaluation of', data.JobID, id)
      same('modify index', JobModifyIndex, (await bench.client.jobs.get(id)).data.ModifyIndex)
    },
  },
  {
    number: '72',
    name: 'a placement that is impossible: complete, with failed placements and a blocked evaluation',
    run: async (bench) => {
      const { registered } = await bench.unplaceable()
      const evaluation = await bench.evaluated(registered.EvalID)
      same('status', evaluation.Status, 'complete')
      holds('failed placements', evaluation.FailedTGAllocs?.['web'] !== undefined, evaluation)
      const { data } = await bench.client.evaluations.get(evaluation.BlockedEval ?? '')
      same('blocked', [data.Status, data.PreviousEval], ['blocked', evaluation.ID])
    },
  },
]

// Ends whatever deployment the scaling has begun.
async function settle(bench: Bench, id: string): Promise<void> {
  const { ID } = await bench.newest(id, 'the deployment of the scaled version', (row) => row.JobVersion === 1)
  await bench.client.deployments.fail(ID)
}

/** All cases of this file. */
export const jobVersions: readonly Case[] = [...versions, ...planning].map((one) => ({ ...one, area: 'jobs' }))
