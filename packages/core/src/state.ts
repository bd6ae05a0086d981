// All tables, and the index of the last entry that concerned each. State is a fold of the log: nothing else ever writes it.

import { type AclIndexes, type AclTables, aclTables, noAclIndexes } from './entities/acl-tables.ts'
import { type Allocation, isTerminalAllocation } from './entities/allocation.ts'
import { type RequestTables, requestTables } from './entities/answered-request.ts'
import { type ClusterTables, clusterTables } from './entities/cluster-tables.ts'
import { type Deployment, isActive, watchOf } from './entities/deployment.ts'
import { type Evaluation, isTerminalEvaluation } from './entities/evaluation.ts'
import { type Job, jobKey, versionKey } from './entities/job.ts'
import type { JobSummary } from './entities/job-summary.ts'
import type { JobScalingEvents } from './entities/scaling.ts'
import type { JobSubmission } from './entities/submission.ts'
import type { JsonObject } from './json.ts'
import { nomadQuirks, type Quirks } from './quirks.ts'
import { readyAt, retryAt } from './schedule/broker.ts'
import { Table } from './table.ts'
import { instantKey, type Micros, zero } from './time.ts'
import { wakeBound } from './watch/wake.ts'

/** Every table of the state, by name. */
export interface Tables extends AclTables, ClusterTables, RequestTables {
  readonly jobs: Table<Job>
  readonly jobVersions: Table<Job>
  readonly jobSummaries: Table<JobSummary>
  readonly jobSubmissions: Table<JobSubmission>
  readonly scalingEvents: Table<JobScalingEvents>
  readonly deployments: Table<Deployment>
  readonly evaluations: Table<Evaluation>
  readonly allocations: Table<Allocation>
}

/** The last index that concerned each table, by Nomad's name of it: a list read answers with it, and it moves by rules of its own. */
export interface TableIndexes extends AclIndexes {
  readonly jobs: number
  readonly job_version: number
  readonly job_summary: number
  readonly job_submission: number
  readonly scaling_event: number
  readonly scaling_policy: number
  readonly deployment: number
  readonly evals: number
  readonly allocs: number
  readonly nodes: number
  readonly node_pools: number
  readonly namespaces: number
  readonly service_registrations: number
  readonly csi_plugins: number
  readonly variables: number
}

/** Cluster-wide settings that a rollout meets. */
export interface SchedulerConfiguration {
  readonly pauseEvaluationBroker: boolean
  /** All of it under Nomad's names, as it was set; absent in imported states. */
  readonly document?: JsonObject
  readonly createIndex: number
  readonly modifyIndex: number
}

/** Everything at an index. */
export interface State {
  /** What ids are derived from. */
  readonly seed: string
  /** Which of Nomad's oddities hold here: chosen with the seed, never changed. */
  readonly quirks: Quirks
  readonly lastIndex: number
  readonly term: number
  /** The instant of the last entry. */
  readonly at: Micros
  readonly tables: Tables
  readonly indexes: TableIndexes
  readonly schedulerConfiguration: SchedulerConfiguration | undefined
}

/** The state before the first entry: the namespace `default` and the node pools `default` and `all`, as a new Nomad has them. */
export function initialState(seed: string, quirks: Quirks = nomadQuirks): State {
  return {
    seed,
    quirks,
    lastIndex: 0,
    term: 0,
    at: zero,
    tables: builtIn(emptyTables()),
    indexes: {
      jobs: 0,
      job_version: 0,
      job_summary: 0,
      job_submission: 0,
      scaling_event: 0,
      scaling_policy: 0,
      deployment: 0,
      evals: 0,
      allocs: 0,
      nodes: 0,
      node_pools: 1,
      namespaces: 1,
      service_registrations: 0,
      csi_plugins: 0,
      variables: 0,
      ...noAclIndexes,
    },
    schedulerConfiguration: undefined,
  }
}

// What a new cluster is born with; Nomad writes it at index 1.
function builtIn(tables: Tables): Tables {
  const at = { createIndex: 1, modifyIndex: 1 }
  const pool = { Meta: null, NodeIdentityTTL: 86_400_000_000_000, SchedulerConfiguration: null }
  return {
    ...tables,
    namespaces: tables.namespaces.set({
      name: 'default',
      document: { Description: 'Default shared namespace', Hash: 'C7UbjDwBK0dK8wQq7Izg7SJIzaV+lIo2X7wRtzY3pSw=' },
      ...at,
    }),
    nodePools: tables.nodePools
      .set({ name: 'all', document: { Description: 'Node pool with all nodes in the cluster.', ...pool }, ...at })
      .set({ name: 'default', document: { Description: 'Default node pool.', ...pool }, ...at }),
  }
}

interface OfJob {
  readonly namespace: string
  readonly jobId: string
}

function emptyTables(): Tables {
  return { ...jobTables(), ...rolloutTables(), ...clusterTables(), ...aclTables(), ...requestTables() }
}

function jobTables(): Pick<Tables, 'jobs' | 'jobVersions' | 'jobSummaries' | 'jobSubmissions' | 'scalingEvents'> {
  return {
    jobs: Table.empty<Job>({
      name: 'jobs',
      key: (row) => jobKey(row.namespace, row.id),
      modifyIndex: (row) => row.modifyIndex,
    }),
    jobVersions: Table.empty<Job>({
      name: 'jobVersions',
      key: (row) => versionKey(row.namespace, row.id, row.version),
      modifyIndex: (row) => row.modifyIndex,
    }),
    jobSummaries: Table.empty<JobSummary>({
      name: 'jobSummaries',
      key: (row) => jobKey(row.namespace, row.jobId),
      modifyIndex: (row) => row.modifyIndex,
    }),
    jobSubmissions: Table.empty<JobSubmission>({
      name: 'jobSubmissions',
      key: (row) => versionKey(row.namespace, row.jobId, row.version),
      modifyIndex: (row) => row.jobModifyIndex,
    }),
    scalingEvents: Table.empty<JobScalingEvents>({
      name: 'scalingEvents',
      key: (row) => jobKey(row.namespace, row.jobId),
      modifyIndex: (row) => row.modifyIndex,
    }),
  }
}

function rolloutTables(): Pick<Tables, 'deployments' | 'evaluations' | 'allocations'> {
  return { deployments: noDeployments(), evaluations: noEvaluations(), allocations: noAllocations() }
}

function noDeployments(): Table<Deployment> {
  return Table.empty<Deployment>({
    name: 'deployments',
    key: (row) => row.id,
    modifyIndex: (row) => row.modifyIndex,
    secondary: {
      job: { value: jobKeyOf, keeps: isSameJob },
      activeOfJob: { value: jobKeyOf, when: isActive, keeps: isSameJob },
      active: { value: noValue, when: isActive },
      window: { value: noValue, when: (row) => watchOf(row).windowDue !== zero },
    },
    due: wakeBound,
  })
}

function noEvaluations(): Table<Evaluation> {
  return Table.empty<Evaluation>({
    name: 'evaluations',
    key: (row) => row.id,
    modifyIndex: (row) => row.modifyIndex,
    secondary: {
      job: { value: jobKeyOf, keeps: isSameJob },
      openOfJob: { value: jobKeyOf, when: isOpen, keeps: isSameJob },
      open: { value: (row) => row.status, when: isOpen },
      runnable: { value: noValue, when: (row) => row.status === 'pending' && readyAt(row) === zero },
      ready: {
        value: (row) => instantKey(readyAt(row)),
        when: (row) => row.status === 'pending' && readyAt(row) !== zero,
      },
      retry: { value: (row) => instantKey(retryAt(row)), when: (row) => retryAt(row) !== zero },
    },
  })
}

function noAllocations(): Table<Allocation> {
  return Table.empty<Allocation>({
    name: 'allocations',
    key: (row) => row.id,
    modifyIndex: (row) => row.modifyIndex,
    secondary: {
      job: { value: jobKeyOf, keeps: isSameJob },
      liveOfJob: { value: jobKeyOf, when: isLive, keeps: isSameJob },
      deployment: { value: (row) => row.deploymentId, when: (row) => row.deploymentId !== '' },
      node: { value: (row) => row.nodeId },
      evaluation: { value: (row) => row.evaluationId },
    },
  })
}

function jobKeyOf(row: OfJob): string {
  return jobKey(row.namespace, row.jobId)
}

function isSameJob(before: OfJob, after: OfJob): boolean {
  return before.jobId === after.jobId && before.namespace === after.namespace
}

function isLive(allocation: Allocation): boolean {
  return !isTerminalAllocation(allocation)
}

function isOpen(evaluation: Evaluation): boolean {
  return !isTerminalEvaluation(evaluation)
}

// For an index of which only matters whether it has a row.
function noValue(): string {
  return ''
}
