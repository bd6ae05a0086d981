// The ordered calls of clients that are not installed here, made with the typed client: levant, terraform's provider, the command line,
// the web user interface, damon, the autoscaler. Rules: client-surface §4.
import { Client, type Deployment, type Evaluation, hasEnded, type JobDocument, NomadError } from '@cutover/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SmallServer, smallServer } from '../small-server.ts'

let server: SmallServer
let client: Client

beforeAll(async () => {
  server = await smallServer(2)
  client = new Client({ address: server.url })
})

afterAll(() => server.close())

const second = 1_000_000_000

interface Wish {
  readonly version?: number
  readonly canary?: number
  readonly fails?: boolean
  readonly autoRevert?: boolean
  readonly namespace?: string
}

function document(
  id: string,
  { version = 0, canary = 0, fails = false, autoRevert = false, namespace }: Wish,
): JobDocument {
  const Update = {
    Canary: canary,
    AutoRevert: autoRevert,
    HealthCheck: 'task_states',
    MinHealthyTime: second / 10,
    HealthyDeadline: 30 * second,
    ProgressDeadline: 60 * second,
  }
  const Config = fails ? { run_for: '50ms', exit_code: 1 } : { run_for: '1h' }
  return {
    ID: id,
    Name: id,
    Type: 'service',
    Datacenters: ['*'],
    ...(namespace === undefined ? {} : { Namespace: namespace }),
    TaskGroups: [
      {
        Name: 'web',
        Count: 1,
        Update,
        RestartPolicy: { Attempts: 0, Interval: 5 * second, Delay: second / 10, Mode: 'fail' },
        ReschedulePolicy: { Attempts: 0, Interval: 0, Delay: 5 * second, DelayFunction: 'constant', Unlimited: false },
        Tasks: [{ Name: 'main', Driver: 'mock_driver', Config, Env: { VERSION: String(version) } }],
      },
    ],
  }
}

const isUnknown = (error: unknown): boolean => error instanceof NomadError && String(error).includes('404')

// Polls without an index until the evaluation has ended, as all of them do.
async function evaluated(id: string): Promise<Evaluation> {
  for (;;) {
    const { data } = await client.evaluations.get(id, { related: true })
    if (['complete', 'failed', 'canceled'].includes(data.Status)) return data
  }
}

// levant: blocking reads from index 1 with five seconds each; whatever is neither running nor successful is a failure.
async function levantWatch(
  id: string,
  meanwhile: (row: Deployment) => Promise<void> = async () => {},
): Promise<Deployment> {
  for (let index = 1; ; ) {
    const read = await client.deployments.get(id, { index, wait: '5000ms', stale: true })
    expect(read.index).toBeGreaterThan(1)
    if (read.data.Status !== 'running') return read.data
    await meanwhile(read.data)
    index = read.index
  }
}

async function levantRollsOut(id: string, wish: Wish): Promise<string> {
  const job = document(id, wish)
  const options = wish.namespace === undefined ? {} : { namespace: wish.namespace }
  expect((await client.jobs.validate(job, options)).Error).toBe('')
  await client.jobs.get(id, options).catch((error: unknown) => expect(isUnknown(error)).toBe(true))
  const { EvalID } = await client.jobs.register(job, options)
  const { DeploymentID = '' } = await evaluated(EvalID)
  expect(DeploymentID).not.toBe('')
  return DeploymentID
}

test('levant deploys, and promotes canaries once all are healthy', async () => {
  expect((await levantWatch(await levantRollsOut('levant-web', {}))).Status).toBe('successful')
  const next = await levantRollsOut('levant-web', { version: 1, canary: 1 })
  const end = await levantWatch(next, async ({ TaskGroups }) => {
    const group = TaskGroups?.['web']
    if (group && !group.Promoted && group.HealthyAllocs === group.DesiredCanaries)
      await client.deployments.promote(next)
  })
  expect([end.Status, end.JobVersion]).toEqual(['successful', 1])
})

test('levant deploys into a namespace though its calls by id name none', async () => {
  await client.namespaces.put({ Name: 'levant' })
  const id = await levantRollsOut('levant-space', { namespace: 'levant' })
  expect(await levantWatch(id)).toMatchObject({ Status: 'successful', Namespace: 'levant' })
})

test('levant inspects a failure and follows the rollback', async () => {
  await levantWatch(await levantRollsOut('levant-revert', { autoRevert: true }))
  const failed = await levantWatch(await levantRollsOut('levant-revert', { version: 1, autoRevert: true, fails: true }))
  expect(failed.StatusDescription).toBe('Failed due to unhealthy allocations - rolling back to job version 0')
  const { data: rows } = await client.deployments.allocations(failed.ID)
  const { data: allocation } = await client.allocations.get(rows[0]?.ID ?? '')
  expect(JSON.stringify(allocation['TaskStates'])).toContain('"Exit Code: 1')
  const { data: rollback } = await client.jobs.latestDeployment('levant-revert')
  expect(rollback?.ID).not.toBe(failed.ID)
  expect((await levantWatch(rollback?.ID ?? '')).Status).toBe('successful')
})

test('terraform plans, applies, reads, refuses a stale plan, destroys', async () => {
  const job = document('terraform-web', {})
  expect(await client.jobs.plan('terraform-web', job, { diff: false })).toMatchObject({ Diff: null, JobModifyIndex: 0 })
  const { EvalID } = await client.jobs.register(job, { namespace: 'default' })
  const { DeploymentID = '' } = await evaluated(EvalID)
  await levantWatch(DeploymentID)
  const { data } = await client.jobs.get('terraform-web')
  expect((await client.jobs.plan('terraform-web', job, { diff: false })).JobModifyIndex).toBe(data.JobModifyIndex)
  await client.jobs
    .submission('terraform-web', data.Version)
    .catch((error: unknown) => expect(isUnknown(error)).toBe(true))
  const { data: listed } = await client.deployments.list()
  expect(listed.map(({ ID }) => ID)).toContain(DeploymentID)
  const stale = client.jobs.register(job, { enforceIndex: data.JobModifyIndex + 1 })
  await expect(stale).rejects.toThrow('Enforcing job modify index')
  await client.jobs.stop('terraform-web', { purge: true })
  await expect(client.jobs.get('terraform-web')).rejects.toThrow('404')
})

test('the command line resolves a short id, promotes a job and monitors evaluation and deployment', async () => {
  await levantWatch(await levantRollsOut('cli-web', {}))
  const id = await levantRollsOut('cli-web', { version: 1, canary: 1 })
  const { data: jobs } = await client.jobs.list({ prefix: 'cli-w', perPage: 20 })
  expect(jobs.map((job) => [job.ID, job.JobSummary.Namespace])).toEqual([['cli-web', 'default']])
  const short = id.replaceAll('-', '').slice(0, 8)
  expect((await client.deployments.list({ prefix: short })).data.map(({ ID }) => ID)).toEqual([id])
  for await (const { data } of client.deployments.watch(id, { wait: '2000ms' }))
    if (data.TaskGroups?.['web']?.HealthyAllocs === 1) break
  const { data: latest } = await client.jobs.latestDeployment('cli-web')
  const { EvalID } = await client.deployments.promote(latest?.ID ?? '')
  expect(await evaluated(EvalID)).toMatchObject({
    Status: 'complete',
    TriggeredBy: 'deployment-watcher',
    DeploymentID: id,
  })
  const states: string[] = []
  for await (const { data } of client.deployments.watch(id, { wait: '2000ms' })) states.push(data.Status)
  expect(states.at(-1)).toBe('successful')
  const { Matches } = await client.system.search(id.slice(0, 8), 'all')
  expect(Matches?.['deployment']).toEqual([id])
})

test('the user interface reverts a version, scales with its own meta, and fails a deployment', async () => {
  await levantWatch(await levantRollsOut('ui-web', {}))
  await levantWatch(await levantRollsOut('ui-web', { version: 1 }))
  await client.http.write('/v1/job/ui-web/revert', { JobID: 'ui-web', JobVersion: 0 })
  expect((await client.jobs.get('ui-web')).data.Version).toBe(2)
  const { data: running } = await client.jobs.latestDeployment('ui-web')
  await client.http.write(`/v1/deployment/fail/${running?.ID}`, { DeploymentId: running?.ID })
  const meta = { Source: 'nomad-ui' }
  await client.jobs.scale('ui-web', { group: 'web', count: 2, message: 'submitted using the Nomad UI', meta })
  const { data } = await client.jobs.scaleStatus('ui-web', { index: 1, wait: '5s' })
  expect(data.TaskGroups['web']).toMatchObject({ Desired: 2, Events: [{ Count: 2, Meta: meta }] })
  const { data: statuses } = await client.jobs.statuses({ namespace: '*' })
  expect(statuses.find((row) => row.ID === 'ui-web')).toMatchObject({
    GroupCountSum: 2,
    LatestDeployment: { IsActive: true },
  })
})

test('the autoscaler recognises an active deployment by its text', async () => {
  await levantRollsOut('autoscaled', {})
  const scaling = client.jobs.scale('autoscaled', { group: 'web', count: 2 })
  await expect(scaling).rejects.toMatchObject({ status: 400, text: 'job scaling blocked due to active deployment' })
})

test('damon follows the stream from an index that it made up, and lists anew on every event', async () => {
  const end = new AbortController()
  const topics = ['Job', 'Deployment', 'Allocation']
  const stream = client.events({ topics, index: 1_000, namespace: '*', signal: end.signal })
  const first = stream.next()
  await levantRollsOut('damon-web', {})
  expect((await first).value?.Events.length).toBeGreaterThan(0)
  for (let done = false; !done; ) {
    await stream.next()
    const { data } = await client.jobs.deployments('damon-web')
    done = data.some(hasEnded)
  }
  end.abort()
  await stream.return()
})
