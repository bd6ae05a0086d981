// Reads that wait. Rules: client-surface §2.1, §5.2.

import type { Read } from '../http-client.ts'
import type { Deployment } from '../wire-types.ts'
import type { Answer, Bench } from './bench.ts'
import { type Case, holds, same } from './case.ts'

/** How long a blocking read may take beyond its wait on a busy machine, in milliseconds. */
const slackMs = 5_000

async function timed<T>(work: Promise<T>): Promise<{ readonly result: T; readonly tookMs: number }> {
  const begin = performance.now()
  const result = await work
  return { result, tookMs: performance.now() - begin }
}

// A read that waits for more than the index, at most a minute: it must come back because something moved.
async function wakes<T>(what: string, reading: Promise<Read<T>>, index: number): Promise<Read<T>> {
  const { result, tookMs } = await timed(reading)
  holds(`${what}: index above ${index}`, result.index > index, result.index)
  holds(`${what}: woken, not timed out`, tookMs < 30_000, tookMs)
  return result
}

const cases: readonly Omit<Case, 'area'>[] = [
  {
    number: '24',
    name: "a read of one deployment waits for that one's changes only",
    run: async (bench) => {
      const [first, second] = [await bench.unplaceable(), await bench.unplaceable()]
      const { index } = await bench.client.deployments.get(second.deployment.ID)
      const reading = bench.client.deployments.get(second.deployment.ID, { index, wait: '60s' })
      await bench.client.deployments.pause(first.deployment.ID)
      const change = await bench.client.deployments.pause(second.deployment.ID)
      const read = await wakes('the read', reading, index)
      same('index', [read.index, read.data.Status], [change.DeploymentModifyIndex, 'paused'])
    },
  },
  {
    number: '25',
    name: 'a list wakes when another deployment is created or changed',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const before = await bench.client.deployments.list()
      const reading = bench.client.deployments.list({ index: before.index, wait: '60s' })
      await bench.client.deployments.pause(deployment.ID)
      await wakes('change', reading, before.index)
      const { index } = await bench.client.deployments.list()
      const again = bench.client.deployments.list({ index, wait: '60s' })
      await bench.unplaceable()
      await wakes('creation', again, index)
    },
  },
  {
    number: '26',
    name: "a deployment's allocations wake when one of them changes",
    needs: ['placement'],
    run: async (bench) => {
      const { deployment } = await bench.byHand()
      const { data, index } = await bench.client.deployments.allocations(deployment.ID)
      const reading = bench.client.deployments.allocations(deployment.ID, { index, wait: '60s' })
      await bench.client.deployments.setAllocationHealth(deployment.ID, { healthy: data.map((row) => row.ID) })
      await wakes('allocations', reading, index)
    },
  },
  {
    number: '27',
    name: 'a wait that ends without a change is a 200 with the same body and index',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const path = `GET /v1/deployment/${deployment.ID}` as const
      const before = await bench.ask(path)
      const { result, tookMs } = await timed(bench.ask(path, { query: { index: before.index, wait: '500ms' } }))
      same('answer', [result.status, result.text, result.index], [200, before.text, before.index])
      holds('waited as long as asked', tookMs >= 499 && tookMs < 532 + slackMs, tookMs)
    },
  },
  {
    number: '28',
    name: 'an index far ahead waits its time and answers with the real, lower one',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      const query = { index: deployment.ModifyIndex + 1_000_000, wait: '300ms' }
      const { result, tookMs } = await timed(bench.ask(`GET /v1/deployment/${deployment.ID}`, { query }))
      same('answer', [result.status, result.index], [200, deployment.ModifyIndex])
      holds('waited', tookMs >= 299, tookMs)
    },
  },
  {
    number: '29',
    name: 'no object has an index of 1 or below: index=1 answers at once',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      holds('index above 1', deployment.CreateIndex > 1, deployment.CreateIndex)
      const query = { index: 1, wait: '60s' }
      const { result, tookMs } = await timed(bench.ask(`GET /v1/deployment/${deployment.ID}`, { query }))
      same('status', result.status, 200)
      holds('at once', tookMs < slackMs, tookMs)
    },
  },
  {
    number: '30',
    name: "a job's newest deployment wakes when the first one is created",
    run: async (bench) => {
      const job = bench.document({ unplaceable: true })
      const before = await bench.ask(`GET /v1/job/${job.ID}/deployment`)
      same('before', before.text, 'null')
      const running = bench.run(job)
      const found = await bench.newest(job.ID, 'the first deployment', () => true)
      same('found', found.ID, (await running).deployment.ID)
    },
  },
  {
    number: '31',
    name: 'fifty reads that wait are dropped: the server still answers',
    run: async (bench) => {
      const { deployment } = await bench.unplaceable()
      await dropped(bench, deployment, 50)
      same('status', (await bench.ask(`GET /v1/deployment/${deployment.ID}`)).status, 200)
      const { index } = await bench.client.deployments.get(deployment.ID)
      const reading = bench.client.deployments.get(deployment.ID, { index, wait: '60s' })
      await bench.client.deployments.pause(deployment.ID)
      await wakes('a read afterwards', reading, index)
    },
  },
  {
    number: '§2.1a',
    name: 'index=0 answers at once, whatever the wait',
    run: async (bench) => {
      const { tookMs } = await timed(bench.ask('GET /v1/deployments', { query: { index: 0, wait: '60s' } }))
      holds('at once', tookMs < slackMs, tookMs)
    },
  },
  {
    number: '§2.1b',
    name: 'a missing deployment is waited for, then a 404 with the meta headers',
    run: async (bench) => {
      const at = await bench.client.deployments.list()
      const query = { index: at.index + 1_000_000, wait: '300ms' }
      const path = 'GET /v1/deployment/deadbeef-0000-4000-8000-000000000001' as const
      const { result, tookMs } = await timed(bench.ask(path, { query }))
      same('answer', [result.status, result.text], [404, 'deployment not found'])
      holds('waited', tookMs >= 299, tookMs)
    },
  },
  {
    number: '§2.1c',
    name: "a job's versions, summary and evaluations wake when it is registered anew",
    run: async (bench) => {
      const { id } = await bench.unplaceable()
      const jobs = bench.client.jobs
      const [versions, evaluations, job] = [await jobs.versions(id), await jobs.evaluations(id), await jobs.get(id)]
      const reading = Promise.all([
        wakes('versions', jobs.versions(id, { index: versions.index, wait: '60s' }), versions.index),
        wakes('evaluations', jobs.evaluations(id, { index: evaluations.index, wait: '60s' }), evaluations.index),
        wakes('job', jobs.get(id, { index: job.index, wait: '60s' }), job.index),
      ])
      await bench.register(bench.document({ id, unplaceable: true, group: { count: 2 } }))
      await reading
    },
  },
]

// So many reads that wait, given up as soon as they are under way.
async function dropped(bench: Bench, { ID, ModifyIndex }: Deployment, count: number): Promise<void> {
  const gone = new AbortController()
  const query = { index: ModifyIndex, wait: '60s' }
  const ask = (): Promise<Answer | undefined> =>
    bench.ask(`GET /v1/deployment/${ID}`, { query, signal: gone.signal }).catch(() => undefined)
  const all = Array.from({ length: count }, ask)
  await bench.ask('GET /v1/status/leader')
  gone.abort()
  await Promise.all(all)
}

/** All cases of this file. */
export const blocking: readonly Case[] = cases.map((one) => ({ ...one, area: 'blocking' }))
