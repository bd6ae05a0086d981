// Everything that a rollout's onlooker needs to know of a running cluster, read once: jobs with their versions, deployments,
// evaluations, allocations, nodes. What changes afterwards is on the event stream.

import type { HttpClient } from './http-client.ts'
import { path } from './paths.ts'

/** An object, under the topic that the event stream would tell it by. */
export interface ClusterRow {
  readonly topic: 'Job' | 'Deployment' | 'Evaluation' | 'Allocation' | 'Node'
  readonly object: Document
}

type Document = { readonly [field: string]: unknown }

/** What was read. `index`: whatever changed after it may be in the rows or not. */
export interface ClusterRows {
  readonly index: number
  readonly rows: readonly ClusterRow[]
}

const callsAtOnce = 8

/** Reads all namespaces that the caller may see. Versions of a job come oldest first. Rejects with a NomadError. */
export async function readClusterRows(http: HttpClient, signal?: AbortSignal): Promise<ClusterRows> {
  const asked = signal ? { signal } : {}
  const list = (name: string): Promise<{ readonly data: readonly Document[]; readonly index: number }> =>
    http.json<readonly Document[]>(`/v1/${name}`, { query: { namespace: '*' }, ...asked })
  const [deployments, evaluations] = [await list('deployments'), await list('evaluations')]
  const [jobs, allocations, nodes] = [await list('jobs'), await list('allocations'), await list('nodes')]
  const get: Get = async <T>(at: string, row: Document) =>
    (await http.json<T>(at, { query: { namespace: text(row, 'Namespace') || undefined }, ...asked })).data
  return {
    index: Math.max(...[deployments, evaluations, jobs, allocations, nodes].map(({ index }) => index)),
    rows: [
      ...rowsOf('Node', await whole(get, 'node', nodes.data)),
      ...rowsOf('Job', (await each(jobs.data, (job) => versionsOf(get, job))).flat()),
      ...rowsOf('Deployment', deployments.data),
      ...rowsOf('Evaluation', evaluations.data),
      ...rowsOf('Allocation', await whole(get, 'allocation', allocations.data)),
    ],
  }
}

/** Reads what lies at a path, in the namespace of a row. */
type Get = <T>(at: string, row: Document) => Promise<T>

function rowsOf(topic: ClusterRow['topic'], objects: readonly Document[]): readonly ClusterRow[] {
  return objects.map((object) => ({ topic, object }))
}

async function versionsOf(get: Get, job: Document): Promise<readonly Document[]> {
  const at = path`/v1/job/${text(job, 'ID')}/versions`
  const { Versions } = await get<{ readonly Versions: readonly Document[] }>(at, job)
  return [...Versions].reverse()
}

/** Lists leave fields out: each row is read by itself. */
function whole(get: Get, name: string, rows: readonly Document[]): Promise<readonly Document[]> {
  return each(rows, (row) => get<Document>(path`/v1/${name}/${text(row, 'ID')}`, row))
}

function text(row: Document, name: string): string {
  const value = row[name]
  return typeof value === 'string' ? value : ''
}

// A few calls at a time, answers in the order of the rows.
async function each<T>(rows: readonly Document[], ask: (row: Document) => Promise<T>): Promise<readonly T[]> {
  const answers: T[] = []
  for (let start = 0; start < rows.length; start += callsAtOnce) {
    answers.push(...(await Promise.all(rows.slice(start, start + callsAtOnce).map(ask))))
  }
  return answers
}
