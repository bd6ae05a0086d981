// What changes a deployment: pause, fail, health, and every way to be refused. Rules: client-surface §3.1, §5.3.

import type { Deployment, DeploymentUpdate } from '../wire-types.ts'
import type { Answer, Bench, Running } from './bench.ts'
import { type Case, holds, same } from './case.ts'
import type { Group, JobWish } from './job-documents.ts'

const nobody = 'deadbeef-0000-4000-8000-000000000002'

const verbs = ['pause', 'promote', 'fail', 'allocation-health', 'unblock'] as const

const change = (bench: Bench, verb: string, id: string, body: object = {}): Promise<Answer> =>
  bench.ask(`PUT /v1/deployment/${verb}/${id}`, { body: { DeploymentID: id, ...body } })

function sameIndexes(what: string, answer: Answer, row: Deployment): void {
  const update = answer.json<DeploymentUpdate>()
  const indexes = [update.DeploymentModifyIndex, update.Index, answer.index]
  same(`${what}: indexes`, indexes, [row.ModifyIndex, row.ModifyIndex, row.ModifyIndex])
}

const pausing: readonly Omit<Case, 'area'>[] = [
  {
    number: '32',
    name: 'pause: paused, without an evaluation, all indexes equal',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const answer = await change(bench, 'pause', deployment.ID, { Pause: true })
      const { data } = await bench.client.deployments.get(deployment.ID)
      same('deployment', [data.Status, data.StatusDescription], ['paused', 'Deployment is paused'])
      const { EvalID, EvalCreateIndex, RevertedJobVersion } = answer.json<DeploymentUpdate>()
      same('evaluation', [EvalID, EvalCreateIndex, RevertedJobVersion], ['', 0, null])
      sameIndexes('pause', answer, data)
    },
  },
  {
    number: '33',
    name: 'resume: running, with an evaluation of the deployment; pausing and resuming twice is fine',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      for (const pause of [true, true])
        same('pause', (await change(bench, 'pause', deployment.ID, { Pause: pause })).status, 200)
      const answer = await change(bench, 'pause', deployment.ID, { Pause: false })
      const evaluation = await bench.client.evaluations.get(answer.json<DeploymentUpdate>().EvalID)
      same(
        'evaluation of',
        [evaluation.data.DeploymentID, evaluation.data.TriggeredBy],
        [deployment.ID, 'deployment-watcher'],
      )
      const again = await change(bench, 'pause', deployment.ID, { Pause: false })
      same('resumed twice', again.status, 200)
      const { data } = await bench.client.deployments.get(deployment.ID)
      same('status', [data.Status, data.StatusDescription], ['running', 'Deployment is running'])
    },
  },
  {
    number: '34',
    name: 'a paused deployment ignores its progress deadline',
    needs: ['placement'],
    run: async (bench) => {
      const { deployment } = await bench.byHand({ progressDeadline: 5 })
      await bench.client.deployments.pause(deployment.ID)
      const { index } = await bench.client.deployments.get(deployment.ID)
      const later = await bench.client.deployments.get(deployment.ID, { index, wait: '7s' })
      same('after the deadline', later.data.Status, 'paused')
    },
  },
]

const failing: readonly Omit<Case, 'area'>[] = [
  {
    number: '39',
    name: 'fail: failed, with an evaluation that can be read at once',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const answer = await change(bench, 'fail', deployment.ID)
      const update = answer.json<DeploymentUpdate>()
      const { data: evaluation } = await bench.client.evaluations.get(update.EvalID)
      same('evaluation', [evaluation.CreateIndex, evaluation.DeploymentID], [update.EvalCreateIndex, deployment.ID])
      const { data } = await bench.client.deployments.get(deployment.ID)
      same('deployment', [data.Status, data.StatusDescription], ['failed', 'Deployment marked as failed'])
      same('index', update.DeploymentModifyIndex, data.ModifyIndex)
    },
  },
  {
    number: '40',
    name: 'fail with AutoRevert: the stable version is registered anew and rolled out',
    run: async (bench) => {
      const { id, deployment } = await stableThen(bench, { count: 2 })
      const answer = await change(bench, 'fail', deployment.ID)
      same('reverted to', answer.json<DeploymentUpdate>().RevertedJobVersion, 0)
      const { data } = await bench.client.deployments.get(deployment.ID)
      same('description', data.StatusDescription, 'Deployment marked as failed - rolling back to job version 0')
      const { data: job } = await bench.client.jobs.get(id)
      same('job', [job.Version, job.TaskGroups[0]?.Count], [2, 1])
      await bench.newest(id, 'the deployment of the version gone back to', (row) => row.JobVersion === 2)
    },
  },
  {
    number: '41',
    name: 'fail with AutoRevert and nothing to go back to: said in the description',
    run: async (bench) => {
      const none = await bench.unplaceable({ group: { autoRevert: true } })
      const answer = await change(bench, 'fail', none.deployment.ID)
      same('reverted to', answer.json<DeploymentUpdate>().RevertedJobVersion, null)
      const { data } = await bench.client.deployments.get(none.deployment.ID)
      const text = 'Deployment marked as failed - no stable job version to auto revert to'
      same('description', data.StatusDescription, text)
      const equal = await sameAsStable(bench)
      await change(bench, 'fail', equal.deployment.ID)
      const { data: found } = await bench.client.deployments.get(equal.deployment.ID)
      const suffix = ' - not rolling back to stable job version 0 as current job has same specification'
      same('same specification', found.StatusDescription, `Deployment marked as failed${suffix}`)
    },
  },
]

// Version 0 is marked stable by hand, version 1 differs in its group.
async function stableThen(bench: Bench, group: Group): Promise<Running> {
  const wish: JobWish = { id: bench.name(), unplaceable: true, group: { autoRevert: true } }
  const first = await bench.run(bench.document(wish))
  await bench.client.jobs.setStable(first.id, 0, true)
  return bench.run(bench.document({ ...wish, group: { autoRevert: true, ...group } }))
}

// The running version is itself marked stable, so going back would change nothing.
async function sameAsStable(bench: Bench): Promise<Running> {
  const running = await bench.unplaceable({ group: { autoRevert: true } })
  await bench.client.jobs.setStable(running.id, 0, true)
  return running
}

const health: readonly Omit<Case, 'area'>[] = [
  {
    number: '42',
    name: 'an allocation marked healthy counts once',
    needs: ['placement'],
    run: async (bench) => {
      const { deployment } = await bench.byHand({ count: 2, maxParallel: 2 })
      const [row] = (await bench.client.deployments.allocations(deployment.ID)).data
      const mark = (): Promise<DeploymentUpdate> =>
        bench.client.deployments.setAllocationHealth(deployment.ID, { healthy: [row?.ID ?? ''] })
      const counted = async (): Promise<number | undefined> =>
        (await bench.client.deployments.get(deployment.ID)).data.TaskGroups?.['web']?.HealthyAllocs
      holds('an evaluation', (await mark()).EvalID !== '', '')
      same('once', await counted(), 1)
      await mark()
      same('twice', await counted(), 1)
    },
  },
  {
    number: '43',
    name: 'an allocation marked unhealthy fails the deployment',
    needs: ['placement'],
    run: async (bench) => {
      const { deployment } = await bench.byHand()
      const { data } = await bench.client.deployments.allocations(deployment.ID)
      await bench.client.deployments.setAllocationHealth(deployment.ID, { unhealthy: data.map((row) => row.ID) })
      const { data: found } = await bench.client.deployments.get(deployment.ID)
      same('deployment', [found.Status, found.StatusDescription], ['failed', 'Failed due to unhealthy allocations'])
    },
  },
  {
    number: '44',
    name: 'health of unknown allocations, and of none, is refused; UnHealthyAllocationIDs is a spelling',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const answer = await change(bench, 'allocation-health', deployment.ID, { UnHealthyAllocationIDs: [nobody] })
      same('unknown', [answer.status, answer.text], [500, `unknown alloc "${nobody}"`])
      const none = await change(bench, 'allocation-health', deployment.ID)
      same('none', [none.status, none.text], [500, 'must specify at least one healthy/unhealthy allocation ID'])
    },
  },
  {
    number: '49',
    name: 'unblock of a running deployment does nothing and says so',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const answer = await change(bench, 'unblock', deployment.ID)
      const expected = { EvalID: '', EvalCreateIndex: 0, DeploymentModifyIndex: 0, RevertedJobVersion: null, Index: 0 }
      same('answer', sortedKeys(answer.json<DeploymentUpdate>()), sortedKeys(expected))
    },
  },
]

function sortedKeys(object: object): unknown {
  return Object.fromEntries(Object.entries(object).sort(([one], [other]) => (one < other ? -1 : 1)))
}

const refusals: readonly Omit<Case, 'area'>[] = [
  {
    number: '45',
    name: 'a deployment that has ended refuses every change with its own text',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const id = deployment.ID
      await change(bench, 'fail', id)
      const refuse = async (verb: string, body: object, text: string): Promise<void> => {
        const answer = await change(bench, verb, id, body)
        same(verb, [answer.status, answer.text], [500, text])
      }
      await refuse('fail', {}, "can't fail terminal deployment")
      await refuse('pause', { Pause: true }, "can't pause terminal deployment")
      await refuse('pause', { Pause: false }, "can't resume terminal deployment")
      await refuse('promote', { All: true }, "can't promote terminal deployment")
      await refuse('unblock', {}, "can't unblock terminal deployment")
      const text = "can't set health of allocations for a terminal deployment"
      await refuse('allocation-health', { HealthyAllocationIDs: [nobody] }, text)
    },
  },
  {
    number: '46',
    name: 'a change of an unknown deployment is a 500, not a 404',
    run: async (bench) => {
      for (const verb of verbs) {
        const answer = await change(bench, verb, nobody, { HealthyAllocationIDs: [nobody] })
        same(verb, [answer.status, answer.text], [500, 'deployment not found'])
      }
    },
  },
  {
    number: '47',
    name: 'POST and PUT do the same; GET and DELETE are no methods here',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const body = { DeploymentID: deployment.ID, Pause: true }
      for (const method of ['PUT', 'POST'] as const)
        same(method, (await bench.ask(`${method} /v1/deployment/pause/${deployment.ID}`, { body })).status, 200)
      for (const verb of verbs)
        for (const method of ['GET', 'DELETE'] as const)
          await bench.refused(`${method} /v1/deployment/${verb}/${deployment.ID}`, {}, 405, 'Invalid method')
    },
  },
  {
    number: '48',
    name: 'an empty body is refused, except by fail, which reads none',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      for (const verb of ['pause', 'promote', 'allocation-health', 'unblock'])
        await bench.refused(`PUT /v1/deployment/${verb}/${deployment.ID}`, {}, 400, 'Request body is empty')
      same('fail', (await bench.ask(`PUT /v1/deployment/fail/${deployment.ID}`)).status, 200)
    },
  },
]

/** All cases of this file. */
export const mutations: readonly Case[] = [...pausing, ...failing, ...health, ...refusals].map((one) => ({
  ...one,
  area: 'deployments',
}))
