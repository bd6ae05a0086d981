// Canaries and their promotion. Rules: client-surface §3.1, §5.3.

import type { DeploymentUpdate } from '../wire-types.ts'
import type { Answer, Bench, Running } from './bench.ts'
import { type Case, same } from './case.ts'
import type { Group, JobWish } from './job-documents.ts'

const nobody = 'deadbeef-0000-4000-8000-000000000006'

const promote = (bench: Bench, id: string): Promise<Answer> =>
  bench.ask(`PUT /v1/deployment/promote/${id}`, { body: { DeploymentID: id, All: true } })

// A rollout that stands at its canaries: the version before is stable, the canaries are not healthy yet.
async function canaries(bench: Bench, group: Group = {}): Promise<Running & { readonly wish: JobWish }> {
  const wish: JobWish = { id: bench.name(), group: { healthCheck: 'manual', count: 2, canary: 1, ...group } }
  const first = await bench.run(bench.document(wish))
  await healUntilDone(bench, first.deployment.ID)
  const next = { ...wish, group: { ...wish.group, version: 1 } }
  const second = await bench.run(bench.document(next))
  await bench.placed(second.deployment.ID, group.canary ?? 1)
  return { ...second, wish: next }
}

// Marks healthy whatever is placed until the deployment has ended.
async function healUntilDone(bench: Bench, id: string): Promise<void> {
  await bench.until(
    'the rollout marked healthy by hand',
    (options) => bench.client.deployments.get(id, options),
    ({ Status }) => Status === 'successful',
    () => markRunning(bench, id),
  )
}

async function markRunning(bench: Bench, id: string): Promise<void> {
  const { data } = await bench.client.deployments.allocations(id)
  const open = data.filter((row) => row.ClientStatus === 'running' && row.DeploymentStatus?.Healthy !== true)
  if (open.length === 0) return
  await bench.client.deployments.setAllocationHealth(id, { healthy: open.map((row) => row.ID) })
}

const cases: readonly Omit<Case, 'area'>[] = [
  {
    number: '35',
    name: 'promote: the canaries count, the others follow, the rollout succeeds',
    needs: ['placement'],
    run: async (bench) => {
      const { deployment } = await canaries(bench)
      await markRunning(bench, deployment.ID)
      const answer = await promote(bench, deployment.ID)
      same('status', answer.status, 200)
      const { data } = await bench.client.deployments.get(deployment.ID)
      const [group] = Object.values(data.TaskGroups ?? {})
      same('promoted', [group?.Promoted, data.StatusDescription], [true, 'Deployment is running'])
      const evaluation = await bench.client.evaluations.get(answer.json<DeploymentUpdate>().EvalID)
      same('evaluation', evaluation.data.TriggeredBy, 'deployment-watcher')
      const { data: rows } = await bench.client.deployments.allocations(deployment.ID)
      same('canaries left', rows.filter((row) => row.DeploymentStatus?.Canary === true).length, 0)
      await healUntilDone(bench, deployment.ID)
    },
  },
  {
    number: '36',
    name: 'promote before the canaries are healthy: refused with the counts, nothing changed',
    needs: ['placement'],
    run: async (bench) => {
      const { deployment } = await canaries(bench)
      const { data: before } = await bench.client.deployments.get(deployment.ID)
      const answer = await promote(bench, deployment.ID)
      const text = '1 error occurred:\n\t* Task group "web" has 0/1 healthy allocations\n\n'
      same('answer', [answer.status, answer.text], [500, text])
      same('deployment', (await bench.client.deployments.get(deployment.ID)).data, before)
    },
  },
  {
    number: '37',
    name: 'promote one of two groups: the other still asks for it',
    needs: ['placement'],
    run: async (bench) => {
      const group: Group = { healthCheck: 'manual', canary: 1 }
      const wish: JobWish = { id: bench.name(), group, second: group }
      const first = await bench.run(bench.document(wish))
      await healUntilDone(bench, first.deployment.ID)
      const next = bench.document({ ...wish, group: { ...group, version: 1 }, second: { ...group, version: 1 } })
      const { deployment } = await bench.run(next)
      await bench.placed(deployment.ID, 2)
      await markRunning(bench, deployment.ID)
      await bench.client.deployments.promote(deployment.ID, ['web'])
      const { data } = await bench.client.deployments.get(deployment.ID)
      same('promoted', [data.TaskGroups?.['web']?.Promoted, data.TaskGroups?.['worker']?.Promoted], [true, false])
      same('description', data.StatusDescription, 'Deployment is running but requires manual promotion')
    },
  },
  {
    number: '38',
    name: 'promote: DeploymentId as the user interface spells it; absent and other ids are refused',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const path = `POST /v1/deployment/promote/${deployment.ID}` as const
      same('spelling', (await bench.ask(path, { body: { DeploymentId: deployment.ID, All: true } })).status, 200)
      await bench.refused(path, { body: {} }, 400, 'DeploymentID must be specified')
      await bench.refused(path, { body: 'null' }, 400, 'DeploymentID must be specified')
      await bench.refused(path, { body: { DeploymentID: nobody } }, 400, 'Deployment ID does not match')
    },
  },
]

/** All cases of this file. */
export const promotions: readonly Case[] = cases.map((one) => ({ ...one, area: 'deployments' }))
