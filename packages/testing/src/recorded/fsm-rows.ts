// Writes rows of the state as recordings of the state machine write them (oracle/README-fsm §1.2), and names their tables and keys.

import type { Evaluation, Job, JobSummary, Tables } from '@cutover/core'
import { type ExactRow, pointer, withoutDefaults, withoutZeros } from './exact-row.ts'
import { writeAllocation } from './fsm-allocation-rows.ts'
import { writeNode } from './fsm-node-rows.ts'
import { wireDeployment, wireNanos, wireTime } from './wire-rows.ts'

type Row<T extends keyof Tables> = Tables[T] extends Iterable<infer R> ? R : never

/** The recorded name of a table, and how its rows are named and written. */
export interface RecordedTable<T extends keyof Tables> {
  readonly table: T
  readonly name: string
  readonly key: (row: Row<T>) => string
  readonly write: (row: Row<T>) => ExactRow
}

function recorded<T extends keyof Tables>(
  table: T,
  name: string,
  row: Pick<RecordedTable<T>, 'key' | 'write'>,
): RecordedTable<T> {
  return { table, name, ...row }
}

/** All tables that recordings have rows of. */
export const recordedTables: readonly [
  RecordedTable<'allocations'>,
  RecordedTable<'deployments'>,
  RecordedTable<'evaluations'>,
  RecordedTable<'nodes'>,
  RecordedTable<'jobs'>,
  RecordedTable<'jobVersions'>,
  RecordedTable<'jobSummaries'>,
  RecordedTable<'jobSubmissions'>,
  RecordedTable<'scalingEvents'>,
  RecordedTable<'namespaces'>,
  RecordedTable<'nodePools'>,
] = [
  recorded('allocations', 'allocs', { key: ({ id }) => id, write: writeAllocation }),
  recorded('deployments', 'deployments', { key: ({ id }) => id, write: writeDeployment }),
  recorded('evaluations', 'evals', { key: ({ id }) => id, write: writeEvaluation }),
  recorded('nodes', 'nodes', { key: ({ id }) => id, write: writeNode }),
  recorded('jobs', 'jobs', { key: ({ namespace, id }) => `${namespace}/${id}`, write: writeJob }),
  recorded('jobVersions', 'job_versions', {
    key: (row) => versionName(row.namespace, row.id, row.version),
    write: writeJob,
  }),
  recorded('jobSummaries', 'job_summaries', {
    key: ({ namespace, jobId }) => `${namespace}/${jobId}`,
    write: writeSummary,
  }),
  recorded('jobSubmissions', 'job_submissions', {
    key: (row) => versionName(row.namespace, row.jobId, row.version),
    write: writeSubmission,
  }),
  recorded('scalingEvents', 'scaling_events', {
    key: ({ namespace, jobId }) => `${namespace}/${jobId}`,
    write: writeScaling,
  }),
  recorded('namespaces', 'namespaces', { key: ({ name }) => name, write: writeNamed }),
  recorded('nodePools', 'node_pools', { key: ({ name }) => name, write: writeNamed }),
]

function versionName(namespace: string, id: string, version: number): string {
  return `${namespace}/${id}/${version}`
}

function writeDeployment(row: Row<'deployments'>): ExactRow {
  const { TaskGroups: groups, ...rest } = wireDeployment(row)
  const written = Object.entries(groups ?? {}).map(([name, group]) => [name, withoutZeros(group)])
  return withoutZeros({ ...rest, TaskGroups: Object.fromEntries(written) })
}

function writeEvaluation(row: Evaluation): ExactRow {
  return {
    ...row.rest,
    ...withoutZeros({
      ID: row.id,
      Namespace: row.namespace,
      Priority: row.priority,
      Type: row.type,
      TriggeredBy: row.triggeredBy,
      JobID: row.jobId,
      JobModifyIndex: row.jobModifyIndex,
      NodeID: row.nodeId,
      NodeModifyIndex: row.nodeModifyIndex,
      DeploymentID: row.deploymentId,
      Status: row.status,
      StatusDescription: row.statusDescription,
      Wait: wireNanos(row.wait),
      WaitUntil: wireTime(row.waitUntil),
      NextEval: row.nextEvaluation,
      PreviousEval: row.previousEvaluation,
      BlockedEval: row.blockedEvaluation,
      FailedTGAllocs:
        row.failedGroups && Object.fromEntries(row.failedGroups.map(({ group, metric }) => [group, metric])),
      PlanAnnotations: row.planAnnotations,
      ClassEligibility: row.classEligibility,
      EscapedComputedClass: row.escapedComputedClass,
      QuotaLimitReached: row.quotaLimitReached,
      AnnotatePlan: row.annotatePlan,
      QueuedAllocations:
        row.queuedAllocations && Object.fromEntries(row.queuedAllocations.map(({ group, count }) => [group, count])),
      SnapshotIndex: row.snapshotIndex,
      CreateIndex: row.createIndex,
      ModifyIndex: row.modifyIndex,
      CreateTime: wireNanos(row.createTime),
      ModifyTime: wireNanos(row.modifyTime),
    }),
  }
}

/** A job version; its document is compared without zero values, which readers fill in. */
function writeJob(row: Job): ExactRow {
  const document = withoutDefaults(row.document)
  const { versionTag: tag } = row
  return {
    ...(typeof document === 'object' && document !== null ? document : {}),
    ...withoutZeros({
      Stop: row.stop,
      Stable: row.stable,
      Version: row.version,
      Status: row.status,
      StatusDescription: row.statusDescription,
      VersionTag:
        tag && withoutZeros({ Name: tag.name, Description: tag.description, TaggedTime: wireNanos(tag.taggedTime) }),
      SubmitTime: wireNanos(row.submitTime),
      CreateIndex: row.createIndex,
      ModifyIndex: row.modifyIndex,
      JobModifyIndex: row.jobModifyIndex,
    }),
  }
}

function writeSummary(row: JobSummary): ExactRow {
  const groups = row.groups.map(({ group, ...counts }) => [
    group,
    withoutZeros({
      Queued: counts.queued,
      Complete: counts.complete,
      Failed: counts.failed,
      Running: counts.running,
      Starting: counts.starting,
      Lost: counts.lost,
      Unknown: counts.unknown,
    }),
  ])
  const { children } = row
  return withoutZeros({
    JobID: row.jobId,
    Namespace: row.namespace,
    Summary: Object.fromEntries(groups),
    Children: children && withoutZeros({ Pending: children.pending, Running: children.running, Dead: children.dead }),
    CreateIndex: row.createIndex,
    ModifyIndex: row.modifyIndex,
  })
}

function writeSubmission(row: Row<'jobSubmissions'>): ExactRow {
  return withoutZeros({
    Namespace: row.namespace,
    JobID: row.jobId,
    Version: row.version,
    Source: row.source,
    Format: row.format,
    Variables: row.variables,
    JobModifyIndex: row.jobModifyIndex,
  })
}

function writeScaling(row: Row<'scalingEvents'>): ExactRow {
  const groups = row.groups.map(({ group, events }) => [group, events.map(writeScalingEvent)])
  return withoutZeros({
    Namespace: row.namespace,
    JobID: row.jobId,
    ScalingEvents: Object.fromEntries(groups),
    ModifyIndex: row.modifyIndex,
  })
}

function writeScalingEvent(event: Row<'scalingEvents'>['groups'][number]['events'][number]): ExactRow {
  return {
    ...pointer('Count', event.count),
    ...pointer('EvalID', event.evaluationId),
    ...withoutZeros({
      Time: wireNanos(event.time),
      PreviousCount: event.previousCount,
      Message: event.message,
      Error: event.error,
      Meta: event.meta,
      CreateIndex: event.createIndex,
    }),
  }
}

function writeNamed({ name, document, createIndex, modifyIndex }: Row<'namespaces'>): ExactRow {
  return { ...document, ...withoutZeros({ Name: name, CreateIndex: createIndex, ModifyIndex: modifyIndex }) }
}
