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
  const call = { query: { namespace: '*' }, ...(signal ? { signal } : {}) }
  const list = (name: string): Promise<{ readonly data: readonly Document[]; readonly index: number }> =>
    http.json<readonly Document[]>(`/v1/${name}`, call)
  const [deployments, evaluations] = [await list('deployments'), await list('evaluations')]
  const [jobs, allocations, nodes] = [await list('jobs'), await list('allocations'), await list('nodes')]
  const get = async <T>(at: string, row: Document): Promise<T> =>
    (
      await http.json<T>(at, {
        query: { namespace: text(row, 'Namespace') || undefined },
        ...(signal ? { signal } : {}),
      })
    ).data
  const versions = await each(jobs.data, async (job) => {
    const { Versions } = await get<{ readonly Versions: readonly Document[] }>(
      path`/v1/job/${text(job, 'ID')}/versions`,
      job,
    )
    return [...Versions].reverse()
  })
  const whole = (name: string, rows: readonly Document[]): Promise<readonly Document[]> =>
    each(rows, (row) => get<Document>(path`/v1/${name}/${text(row, 'ID')}`, row))
  return {
    index: Math.max(...[deployments, evaluations, jobs, allocations, nodes].map(({ index }) => index)),
    rows: [
      ...(await whole('node', nodes.data)).map((object) => ({ topic: 'Node', object }) as const),
      ...versions.flat().map((object) => ({ topic: 'Job', object }) as const),
      ...deployments.data.map((object) => ({ topic: 'Deployment', object }) as const),
      ...evaluations.data.map((object) => ({ topic: 'Evaluation', object }) as const),
      ...(await whole('allocation', allocations.data)).map((object) => ({ topic: 'Allocation', object }) as const),
    ],
  }
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
