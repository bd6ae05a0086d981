// Two namespaces on one node, `mine` and `theirs`, each with a job, its deployment, an allocation and an evaluation. What belongs
// to `theirs` says so in every text that its author could write.

import type { Allocation, Deployment, Job, JsonObject, State } from '@cutover/core'
import { smallCluster, smallDocument, smallIds, stateAfter } from './small-cluster.ts'

/** What there is of each in a namespace. */
export interface Belongings {
  readonly namespace: string
  readonly job: string
  readonly deployment: string
  readonly allocation: string
  readonly evaluation: string
}

/** The secret that nobody of another namespace may read. */
export const theirSecret = 'only-for-them'

/** What the one namespace of the small cluster has, once in each of two. */
export function twoNamespaces(): State {
  const small = smallCluster()
  const [job] = small.tables.jobs
  const [deployment] = small.tables.deployments
  const [allocation] = small.tables.allocations
  if (!job || !deployment || !allocation) throw new Error('the small cluster is empty')
  const empty = {
    jobs: small.tables.jobs.delete(jobKeyOf(job)),
    deployments: small.tables.deployments.delete(deployment.id),
  }
  let state: State = {
    ...small,
    tables: { ...small.tables, ...empty, allocations: small.tables.allocations.delete(allocation.id) },
  }
  for (const name of ['mine', 'theirs']) state = withNamespace(state, name, { job, deployment, allocation })
  return state
}

interface Rows {
  readonly job: Job
  readonly deployment: Deployment
  readonly allocation: Allocation
}

function withNamespace(before: State, namespace: string, rows: Rows): State {
  const jobId = `web-${namespace}`
  const text = namespace === 'theirs' ? theirSecret : ''
  const document = smallDocument({ ID: jobId, Name: jobId, Meta: { text } })
  const job: Job = { ...rows.job, namespace, id: jobId, document: { ...document, Namespace: namespace } }
  const ids = { deployment: idOf('d', namespace), allocation: idOf('a', namespace) }
  const deployment = { ...rows.deployment, id: ids.deployment, namespace, jobId, statusDescription: text }
  const allocation = { ...rows.allocation, id: ids.allocation, namespace, jobId, job, deploymentId: ids.deployment }
  const { tables } = before
  const state: State = {
    ...before,
    tables: {
      ...tables,
      jobs: tables.jobs.set(job),
      jobVersions: tables.jobVersions.set(job),
      deployments: tables.deployments.set(deployment),
      allocations: tables.allocations.set({ ...allocation, clientDescription: text }),
      namespaces: tables.namespaces.set({
        name: namespace,
        document: { Description: text },
        createIndex: 1,
        modifyIndex: 1,
      }),
    },
  }
  return stateAfter(state, { type: 'EvaluateJob', namespace, jobId, forceReschedule: false })
}

function idOf(letter: string, namespace: string): string {
  return `${letter}0000000-0000-4000-8000-00000000000${namespace === 'mine' ? 1 : 2}`
}

function jobKeyOf({ namespace, id }: Job): string {
  return `${namespace}\u0000${id}`
}

/** What lies in one of them. */
export function belongingsIn({ tables }: State, namespace: string): Belongings {
  const of = (rows: Iterable<{ readonly id: string; readonly namespace: string }>): string =>
    [...rows].find((row) => row.namespace === namespace)?.id ?? ''
  return {
    namespace,
    job: of(tables.jobs),
    deployment: of(tables.deployments),
    allocation: of(tables.allocations),
    evaluation: of(tables.evaluations),
  }
}

/** The path of a route with the ids of what belongs to somebody. */
export function pathOf(path: string, of: Belongings): string {
  const ids: readonly (readonly [string, string])[] = [
    ['/v1/deployment', of.deployment],
    ['/v1/cutover/blockers', of.deployment],
    ['/v1/allocation', of.allocation],
    ['/v1/evaluation', of.evaluation],
    ['/v1/node/pool/', 'default'],
    ['/v1/node', smallIds.node],
    ['/v1/namespace', of.namespace],
  ]
  const id = ids.find(([prefix]) => path.startsWith(prefix))?.[1] ?? of.job
  return path.replace(/:[a-z]+/, id).replaceAll(/:[a-z]+/g, 'x')
}

/** Fields of every body there is; what a route does not know it ignores. */
export function bodyOf(of: Belongings): JsonObject {
  return {
    DeploymentID: of.deployment,
    All: true,
    Pause: true,
    HealthyAllocationIDs: [of.allocation],
    JobID: of.job,
    JobVersion: 0,
    Target: { Group: 'app' },
    Count: 5,
    Version: 0,
    Name: of.namespace,
    Prefix: '',
    Text: 'web',
    Context: 'all',
    EvalIDs: [of.evaluation],
    Eligibility: 'eligible',
    Job: {
      ID: of.job,
      Datacenters: ['dc1'],
      TaskGroups: [{ Name: 'app', Tasks: [{ Name: 't', Driver: 'mock_driver' }] }],
    },
    Jobs: [{ ID: of.job, Namespace: of.namespace }],
  }
}
