// A job as the list of statuses shows it: its allocations or children, and its latest deployment. Rules: semantics/4 §7.4,
// client-surface §1.5.

import {
  type Allocation,
  type Deployment,
  hasAutoPromote,
  isActive,
  isParameterized,
  isPeriodic,
  type Job,
  jobKey,
  latestDeployment,
  requiresPromotion,
  type State,
} from '@cutover/core'
import type { Wire } from './encode.ts'
import { nanos } from './time.ts'

/** What belongs to a job's status. */
export interface JobStatusParts {
  readonly job: Job
  readonly allocations: readonly Allocation[]
  /** Undefined: the job has none of its own. */
  readonly children: readonly Job[] | undefined
  readonly deployment: Deployment | undefined
  /** The highest index of all that is shown. */
  readonly index: number
}

/** Gathers what belongs to a job's status; `childrenOf` finds the children of a parent. */
export function jobStatusParts(state: State, job: Job, childrenOf: (job: Job) => readonly Job[]): JobStatusParts {
  const isParent = isPeriodic(job.document) || isParameterized(job.document)
  const children = isParent ? childrenOf(job) : undefined
  const allocations = isParent ? [] : allocationsOf(state, job)
  const deployment = isParent ? undefined : latestDeployment(state, job.namespace, job.id)
  const rows = [job, ...allocations, ...(children ?? []), ...(deployment ? [deployment] : [])]
  const index = rows.reduce((highest, { modifyIndex }) => Math.max(highest, modifyIndex), 0)
  return { job, allocations, children, deployment, index }
}

function allocationsOf({ tables }: State, { namespace, id }: Job): readonly Allocation[] {
  return [...tables.allocations.by('job', jobKey(namespace, id))]
}

/** The status of a job. */
export function wireJobStatus({ job, allocations, children, deployment }: JobStatusParts): Wire {
  const { document } = job
  return {
    Allocs: allocations.length > 0 ? allocations.map(wireAllocationStatus) : null,
    ChildStatuses: children ? children.map(({ status }) => status) : null,
    Datacenters: document.Datacenters,
    GroupCountSum: document.TaskGroups.reduce((sum, { Count }) => sum + Count, 0),
    ID: job.id,
    IsPack: document.Meta !== null && Object.hasOwn(document.Meta, 'pack.name'),
    LatestDeployment: deployment ? wireLatestDeployment(deployment) : null,
    ModifyIndex: job.modifyIndex,
    Name: document.Name,
    Namespace: job.namespace,
    NodePool: document.NodePool,
    ParentID: document.ParentID,
    Priority: document.Priority,
    Status: job.status,
    Stop: job.stop,
    SubmitTime: nanos(job.submitTime),
    Type: document.Type,
    Version: job.version,
  }
}

function wireAllocationStatus(row: Allocation): Wire {
  return {
    ClientStatus: row.clientStatus,
    DeploymentStatus: { Canary: row.health?.canary ?? false, Healthy: row.health?.healthy ?? null },
    FollowupEvalID: row.followupEvaluationId,
    Group: row.group,
    HasPausedTask: false,
    ID: row.id,
    JobVersion: row.job?.version ?? 0,
    NodeID: row.nodeId,
  }
}

function wireLatestDeployment(row: Deployment): Wire {
  return {
    AllAutoPromote: hasAutoPromote(row),
    ID: row.id,
    IsActive: isActive(row),
    JobVersion: row.jobVersion,
    RequiresPromotion: requiresPromotion(row),
    Status: row.status,
    StatusDescription: row.statusDescription,
  }
}
