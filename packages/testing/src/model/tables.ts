// The tables of the model: plain maps of rows, and a number for each table. A transaction is the maps as they were, to go back to.

import type {
  Allocation,
  Deployment,
  Evaluation,
  Job,
  JobSummary,
  Micros,
  Node,
  ScalingEvent,
  Tables,
} from '@cutover/core'

/** What a job was registered with. */
export type Submission = Tables['jobSubmissions'] extends { get(key: string): infer R | undefined } ? R : never

/** The scaling events of a job. */
export interface JobScaling {
  readonly namespace: string
  readonly jobId: string
  readonly groups: readonly { readonly group: string; readonly events: readonly ScalingEvent[] }[]
  readonly modifyIndex: number
}

/** Every row, by a key of its table. */
export interface Rows {
  jobs: Map<string, Job>
  versions: Map<string, Job>
  summaries: Map<string, JobSummary>
  submissions: Map<string, Submission>
  scalings: Map<string, JobScaling>
  deployments: Map<string, Deployment>
  evaluations: Map<string, Evaluation>
  allocations: Map<string, Allocation>
  nodes: Map<string, Node>
  /** The job that was current when a deployment was first seen active, by the deployment's id. */
  watched: Map<string, Job | undefined>
}

/** The tables whose last index the model keeps, by Nomad's names. */
export const tableNames = [
  'jobs',
  'job_version',
  'job_summary',
  'scaling_event',
  'deployment',
  'evals',
  'allocs',
  'nodes',
  'csi_plugins',
] as const

/** One of them. */
export type TableName = (typeof tableNames)[number]

/** The last index of each table. */
export type Indexes = Map<TableName, number>

/** One entry while it is being applied. */
export interface Work {
  readonly rows: Rows
  readonly indexes: Indexes
  /** The rows before the entry: some rules look there. */
  readonly committed: Rows
  readonly index: number
  readonly at: Micros
  /** Names that are known: everything else is nonexistent. */
  readonly namespaces: ReadonlySet<string>
  readonly pools: ReadonlySet<string>
}

/** Why not, or nothing. */
export type Answer = string | undefined

/** The key of a job's row. */
export function jobKey({ namespace, id }: { readonly namespace: string; readonly id: string }): string {
  return `${namespace}/${id}`
}

/** The key of a row that belongs to a job. */
export function ownerKey({ namespace, jobId }: { readonly namespace: string; readonly jobId: string }): string {
  return `${namespace}/${jobId}`
}

/** The key of a version: ids that are equal but for case share it. */
export function versionKey(namespace: string, id: string, version: number): string {
  return `${namespace}/${id.toLowerCase()}/${version}`
}

/** Moves the last index of some tables. */
export function bump({ indexes, index }: Work, ...tables: readonly TableName[]): void {
  for (const table of tables) indexes.set(table, index)
}

/** Maps of their own with the same rows. */
export function copyOf(rows: Rows): Rows {
  return {
    jobs: new Map(rows.jobs),
    versions: new Map(rows.versions),
    summaries: new Map(rows.summaries),
    submissions: new Map(rows.submissions),
    scalings: new Map(rows.scalings),
    deployments: new Map(rows.deployments),
    evaluations: new Map(rows.evaluations),
    allocations: new Map(rows.allocations),
    nodes: new Map(rows.nodes),
    watched: new Map(rows.watched),
  }
}

/** No rows at all. */
export function noRows(): Rows {
  return {
    jobs: new Map(),
    versions: new Map(),
    summaries: new Map(),
    submissions: new Map(),
    scalings: new Map(),
    deployments: new Map(),
    evaluations: new Map(),
    allocations: new Map(),
    nodes: new Map(),
    watched: new Map(),
  }
}

/** Rows that belong to a job of this namespace and id, of whatever incarnation. */
export function ofJob<R extends { readonly namespace: string; readonly jobId: string }>(
  rows: ReadonlyMap<string, R>,
  job: { readonly namespace: string; readonly id: string },
): readonly R[] {
  return [...rows.values()].filter((row) => row.namespace === job.namespace && row.jobId === job.id)
}

/** Whether servers or the node are done with it. */
export function isOver({ desiredStatus, clientStatus }: Allocation): boolean {
  if (desiredStatus === 'stop' || desiredStatus === 'evict') return true
  return clientStatus === 'complete' || clientStatus === 'failed' || clientStatus === 'lost'
}

/** The three terminal statuses; the other six are active. */
export function hasEnded({ status }: Deployment): boolean {
  return status === 'successful' || status === 'failed' || status === 'cancelled'
}

/** Keys of jobs, each once. Where a server goes through a map the order is nobody's promise; recordings sort, so everybody does. */
export function inOrder(keys: Iterable<string>): readonly string[] {
  return [...new Set(keys)].sort()
}
