// Whole rollouts on real or simulated nodes: canaries, deadlines, rollbacks. Rules: client-surface §5.4.

import type { AllocationStub, Deployment } from '../wire-types.ts'
import type { Bench, Running } from './bench.ts'
import { type Case, Difference, holds, isLater, same } from './case.ts'
import type { Group, JobWish } from './job-documents.ts'

// The first version is rolled out, then the second is registered.
async function update(bench: Bench, first: Group, second: Group, wish: JobWish = {}): Promise<Running> {
  const id = bench.name()
  await bench.rollOut(bench.document({ ...wish, id, group: first }))
  return bench.run(bench.document({ ...wish, id, group: { ...first, version: 1, ...second } }))
}

async function runningVersions(bench: Bench, id: string, namespace = 'default'): Promise<readonly number[]> {
  const { data } = await bench.client.jobs.allocations(id, { namespace })
  return data.filter(isLive).map((row) => row.JobVersion)
}

function healthyCanary(bench: Bench, id: string): Promise<Deployment> {
  return bench.deployment(id, 'a healthy canary', ({ TaskGroups }) => TaskGroups?.['web']?.HealthyAllocs === 1)
}

function isLive({ DesiredStatus, ClientStatus }: AllocationStub): boolean {
  return DesiredStatus === 'run' && (ClientStatus === 'running' || ClientStatus === 'pending')
}

const canaries: readonly Omit<Case, 'area'>[] = [
  {
    number: '63',
    name: 'canaries stand beside the old ones, ask for promotion, and promotion replaces the rest',
    run: async (bench) => {
      const { id, deployment } = await update(bench, { count: 2, canary: 1 }, {})
      const healthy = await healthyCanary(bench, deployment.ID)
      same('description', healthy.StatusDescription, 'Deployment is running but requires manual promotion')
      same('versions', [...(await runningVersions(bench, id))].sort(), [0, 0, 1])
      await bench.client.deployments.promote(deployment.ID)
      same('end', (await bench.settled(deployment.ID)).Status, 'successful')
      same('versions', await runningVersions(bench, id), [1, 1])
    },
  },
  {
    number: '64',
    name: 'automatic promotion waits for the canaries of both groups',
    run: async (bench) => {
      const group: Group = { canary: 1, autoPromote: true }
      const wish: JobWish = { id: bench.name(), group, second: { ...group, healthCheck: 'manual' } }
      const first = await bench.run(bench.document(wish))
      await healGroup(bench, first.deployment.ID, 'worker')
      await bench.settled(first.deployment.ID)
      const next = { ...wish, group: { ...group, version: 1 }, second: { ...group, healthCheck: 'manual', version: 1 } }
      const { deployment } = await bench.run(bench.document(next))
      const waiting = await healthyCanary(bench, deployment.ID)
      same('waits', waiting.StatusDescription, 'Deployment is running pending automatic promotion')
      await healGroup(bench, deployment.ID, 'worker')
      const promoted = await bench.deployment(
        deployment.ID,
        'promotion',
        ({ TaskGroups }) => TaskGroups?.['web']?.Promoted === true,
      )
      same('other group', promoted.TaskGroups?.['worker']?.Promoted, true)
    },
  },
  {
    number: '65',
    name: 'an unhealthy canary is never promoted by itself',
    run: async (bench) => {
      const { deployment } = await update(bench, { canary: 1, autoPromote: true }, { fails: true })
      const ended = await bench.settled(deployment.ID)
      same('end', [ended.Status, ended.TaskGroups?.['web']?.Promoted], ['failed', false])
    },
  },
]

// Marks the allocations of one group healthy once they run.
async function healGroup(bench: Bench, id: string, group: string): Promise<void> {
  const rows = await bench.until(
    `a running allocation of ${group}`,
    (options) => bench.client.deployments.allocations(id, options),
    (all) => all.some((row) => row.TaskGroup === group && row.ClientStatus === 'running'),
  )
  const healthy = rows.filter((row) => row.TaskGroup === group).map((row) => row.ID)
  await bench.client.deployments.setAllocationHealth(id, { healthy })
}

const endings: readonly Omit<Case, 'area'>[] = [
  {
    number: '66',
    name: 'a failing update with AutoRevert: one failed, two successful deployments, the old specification runs',
    run: async (bench) => {
      const { id, deployment } = await update(bench, { autoRevert: true }, { fails: true })
      same('failing', (await bench.settled(deployment.ID)).Status, 'failed')
      const back = await bench.newest(id, 'the deployment of the rollback', (row) => row.JobVersion === 2)
      same('rollback', (await bench.settled(back.ID)).Status, 'successful')
      const { data } = await bench.client.jobs.deployments(id)
      same('deployments', data.map((row) => row.Status).sort(), ['failed', 'successful', 'successful'])
      same('versions', await runningVersions(bench, id), [2])
    },
  },
  {
    number: '67',
    name: 'a failing update that may be rescheduled runs until the progress deadline',
    run: async (bench) => {
      const { deployment } = await update(bench, { progressDeadline: 4, reschedules: 5 }, { fails: true })
      const unhealthy = await bench.deployment(deployment.ID, 'an unhealthy allocation', isHurt)
      same('still running', unhealthy.Status, 'running')
      const ended = await bench.settled(deployment.ID)
      same('end', [ended.Status, ended.StatusDescription], ['failed', 'Failed due to progress deadline'])
    },
  },
  {
    number: '67a',
    name: 'without attempts left the first unhealthy allocation fails it at once',
    run: async (bench) => {
      const { deployment } = await update(bench, { progressDeadline: 120 }, { fails: true })
      const ended = await bench.settled(deployment.ID)
      same('end', [ended.Status, ended.StatusDescription], ['failed', 'Failed due to unhealthy allocations'])
    },
  },
  {
    number: '68',
    name: 'a healthy allocation pushes the deadline; without a deadline the first unhealthy one fails it',
    run: async (bench) => {
      const { deployment } = await bench.byHand({ count: 2, maxParallel: 2 })
      const before = await bench.deployment(deployment.ID, 'a deadline', (row) => deadlineOf(row) !== null)
      const [first] = (await bench.client.deployments.allocations(deployment.ID)).data
      await bench.client.deployments.setAllocationHealth(deployment.ID, { healthy: [first?.ID ?? ''] })
      const { data: after } = await bench.client.deployments.get(deployment.ID)
      holds('pushed', isLater(deadlineOf(after), deadlineOf(before)), [deadlineOf(before), deadlineOf(after)])
      const hurried = await update(bench, { progressDeadline: 0, reschedules: 5 }, { fails: true })
      const ended = await bench.settled(hurried.deployment.ID)
      same('no deadline', [ended.Status, ended.StatusDescription], ['failed', 'Failed due to unhealthy allocations'])
    },
  },
  {
    number: '69',
    name: 'while only promotion is missing the deadline does not count',
    run: async (bench) => {
      const { deployment } = await update(bench, { canary: 1, progressDeadline: 5 }, {})
      await healthyCanary(bench, deployment.ID)
      const { index } = await bench.client.deployments.get(deployment.ID)
      const later = await bench.client.deployments.get(deployment.ID, { index, wait: '7s' })
      same('after the deadline', later.data.Status, 'running')
      await bench.client.deployments.promote(deployment.ID)
      same('end', (await bench.settled(deployment.ID)).Status, 'successful')
    },
  },
  {
    number: '70',
    name: 'no more than MaxParallel allocations are replaced before they are healthy',
    run: async (bench) => {
      const { id, deployment } = await update(bench, { count: 4, maxParallel: 2 }, {})
      await bench.until(
        'the end of the rollout',
        (options) => bench.client.deployments.get(deployment.ID, options),
        ({ Status }) => Status === 'successful',
        async () => {
          const { data } = await bench.client.deployments.allocations(deployment.ID)
          const open = data.filter((row) => isLive(row) && row.DeploymentStatus?.Healthy !== true)
          if (open.length > 2) throw new Difference('open replacements', 'at most 2', open.length)
        },
      )
      same('versions', await runningVersions(bench, id), [1, 1, 1, 1])
    },
  },
  {
    number: '71',
    name: 'the whole flow in a namespace, though calls by id name none',
    run: async (bench) => {
      const namespace = await bench.namespace()
      const job = bench.document({ namespace })
      const { EvalID } = await bench.register(job)
      const { DeploymentID = '' } = await bench.evaluated(EvalID)
      const deployment = await bench.settled(DeploymentID)
      same('end', [deployment.Status, deployment.Namespace], ['successful', namespace])
      same('running', await runningVersions(bench, job.ID, namespace), [0])
    },
  },
]

function isHurt({ TaskGroups, Status }: Deployment): boolean {
  return (TaskGroups?.['web']?.UnhealthyAllocs ?? 0) > 0 || Status !== 'running'
}

function deadlineOf({ TaskGroups }: Deployment): string | null {
  return TaskGroups?.['web']?.RequireProgressBy ?? null
}

/** All cases of this file. */
export const rollouts: readonly Case[] = [...canaries, ...endings].map((one) => ({
  ...one,
  area: 'rollouts',
  needs: ['placement'],
}))
