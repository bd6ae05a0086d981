// The demo: registers a few jobs over the server's own API, rolls out second versions, and says what to try next.
// A log that already holds its jobs is left as it is: restarting continues where it stopped.

import { Client, type Deployment, NomadError } from '@cutover/client'
import { type DemoJob, demoJobs } from './demo-jobs.ts'

/** How long the demo waits for one of its rollouts before it goes on without. */
const patienceMs = 60_000

/** Runs the demo against a server. */
export async function runDemo({ url }: { readonly url: string }): Promise<void> {
  const client = new Client({ address: url })
  await Promise.all(demoJobs.map((job) => rollOut(client, job)))
  const waiting = await client.jobs.latestDeployment('demo-canary')
  process.stdout.write(hints(url, waiting.data?.ID ?? 'ID'))
}

async function rollOut(client: Client, job: DemoJob): Promise<void> {
  if (await isKnown(client, job.id)) return
  await client.jobs.register(job.first)
  await until(client, job.id, ({ JobVersion, Status }) => JobVersion === 0 && Status === 'successful')
  if (!job.second) return
  await client.jobs.register(job.second)
  if (!job.paused) return
  const first = await until(client, job.id, (row) => row.JobVersion === 1 && healthy(row) > 0)
  if (first) await client.deployments.pause(first.ID)
}

async function isKnown(client: Client, id: string): Promise<boolean> {
  try {
    await client.jobs.get(id)
    return true
  } catch (error) {
    if (error instanceof NomadError && error.status === 404) return false
    throw error
  }
}

// Waits with blocking queries until the job's newest deployment is as wanted; undefined when that takes too long.
async function until(
  client: Client,
  id: string,
  wanted: (row: Deployment) => boolean,
): Promise<Deployment | undefined> {
  const end = Date.now() + patienceMs
  let index = 0
  while (Date.now() < end) {
    const read = await client.jobs.latestDeployment(id, { index, wait: '5s' })
    if (read.data && wanted(read.data)) return read.data
    index = read.index
  }
  return undefined
}

function healthy({ TaskGroups }: Deployment): number {
  return Object.values(TaskGroups ?? {}).reduce((sum, group) => sum + group.HealthyAllocs, 0)
}

function hints(url: string, waiting: string): string {
  return `
Try next:
  curl -s ${url}/v1/deployments?pretty
  curl -s ${url}/v1/job/demo-canary/deployment?pretty
  curl -s -X POST ${url}/v1/deployment/promote/${waiting} -d '{"DeploymentID":"${waiting}","All":true}'
  curl -s ${url}/v1/job/demo-revert/versions?pretty
  curl -sN ${url}/v1/event/stream?topic=Deployment
`
}
