// Reads of recorded endpoint calls: what ours answers, written as the recording writes it.

import {
  type Allocation,
  type Deployment,
  isRefusal,
  type Job,
  type JobName,
  type JsonObject,
  latestDeployment,
  type Refusal,
  type State,
} from '@cutover/core'
import { readFilter } from '@cutover/core/filter'
import { diffable, jobDiff } from '@cutover/core/job-documents'
import {
  allocationsOfDeployment,
  allocationsOfJob,
  deploymentsOfJob,
  evaluationsOfJob,
  findDeployment,
  findJob,
  findSummary,
  findVersions,
  type GroupScale,
  listDeployments,
  type ScaleStatus,
  scaleStatus,
  versionToCompare,
} from '@cutover/core/lists'
import { compilePattern } from '@cutover/http'
import type { ExactRow } from './exact-row.ts'
import { recordedTables } from './fsm-rows.ts'
import { flagAt, numberAt, textAt } from './read.ts'
import { wireDeployment } from './wire-rows.ts'

const [
  { write: writeAllocation },
  { write: writeDeployment },
  { write: writeEvaluation },
  ,
  { write: writeJob },
  ,
  { write: writeSummary },
  ,
  { write: writeScaling },
] = recordedTables

/** The answer of ours to a read, without its index where there is none; undefined for calls that are no reads. */
export function readOf(type: string, state: State, request: JsonObject): ExactRow | Refusal | undefined {
  const answer = reads.get(type)?.(state, request)
  return answer === undefined || isRefused(answer) ? answer : { ...answer, KnownLeader: true }
}

type Read = (state: State, request: JsonObject) => ExactRow | Refusal

const reads: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['Deployment.GetDeployment', getDeployment],
  ['Deployment.List', listAll],
  ['Deployment.Allocations', deploymentAllocations],
  ['Job.GetJob', getJob],
  ['Job.Summary', getSummary],
  ['Job.Deployments', jobDeployments],
  ['Job.LatestDeployment', jobLatest],
  ['Job.Evaluations', jobEvaluations],
  ['Job.Allocations', jobAllocations],
  ['Job.GetJobVersions', jobVersions],
  ['Job.ScaleStatus', jobScale],
])

function isRefused(answer: object): answer is Refusal {
  return isRefusal(answer)
}

function nameOf(request: JsonObject): JobName & { readonly all: boolean } {
  return { namespace: textAt(request, 'Namespace'), jobId: textAt(request, 'JobID'), all: flagAt(request, 'All') }
}

function getDeployment(state: State, request: JsonObject): ExactRow | Refusal {
  const found = findDeployment(state, textAt(request, 'DeploymentID'))
  return isRefusal(found) ? found : { Index: found.index, Deployment: found.value && writeDeployment(found.value) }
}

function listAll(state: State, request: JsonObject): ExactRow | Refusal {
  const filter = readFilter(textAt(request, 'Filter'), compilePattern)
  const found = listDeployments(state, {
    namespace: textAt(request, 'Namespace'),
    prefix: textAt(request, 'Prefix'),
    perPage: numberAt(request, 'PerPage'),
    nextToken: textAt(request, 'NextToken'),
    reverse: flagAt(request, 'Reverse'),
    keeps: (row) => (isRefusal(filter) ? filter : filter(asFiltered(row))),
  })
  if (isRefusal(found)) return found
  if (isRefusal(filter)) return filter
  const { rows, nextToken } = found.value
  return { Index: found.index, NextToken: nextToken, Deployments: rows.map(writeDeployment) }
}

function asFiltered(row: Deployment): JsonObject {
  return JSON.parse(JSON.stringify(wireDeployment(row)))
}

function deploymentAllocations(state: State, request: JsonObject): ExactRow | Refusal {
  const found = allocationsOfDeployment(state, textAt(request, 'DeploymentID'))
  return isRefusal(found) ? found : { Index: found.index, Allocations: found.value.map(writeStub) }
}

function jobAllocations(state: State, request: JsonObject): ExactRow {
  const found = allocationsOfJob(state, nameOf(request))
  return { Index: found.index, Allocations: found.value.map(writeStub) }
}

const hiddenInStubs = new Set([
  ...['Job', 'Resources', 'AllocatedResources', 'Metrics', 'NetworkStatus', 'DeploymentID', 'AllocStates'],
  ...['PreviousAllocation', 'AllocModifyIndex'],
])

/** A stub leaves out much of an allocation and shows two fields of its job. */
function writeStub(row: Allocation): ExactRow {
  const shown = Object.entries(writeAllocation(row)).filter(([key]) => !hiddenInStubs.has(key))
  return { ...Object.fromEntries(shown), JobVersion: row.job?.version, JobType: row.job?.document.Type }
}

function getJob(state: State, request: JsonObject): ExactRow {
  const found = findJob(state, nameOf(request))
  return { Index: found.index, Job: found.value && writeJob(found.value) }
}

function getSummary(state: State, request: JsonObject): ExactRow {
  const found = findSummary(state, nameOf(request))
  return { Index: found.index, JobSummary: found.value && writeSummary(found.value) }
}

function jobDeployments(state: State, request: JsonObject): ExactRow {
  const found = deploymentsOfJob(state, nameOf(request))
  return { Index: found.index, Deployments: found.value.map(writeDeployment) }
}

function jobLatest(state: State, request: JsonObject): ExactRow {
  const { namespace, jobId } = nameOf(request)
  const row = latestDeployment(state, namespace, jobId)
  return { Index: state.indexes.deployment, Deployment: row && writeDeployment(row) }
}

function jobEvaluations(state: State, request: JsonObject): ExactRow {
  const found = evaluationsOfJob(state, nameOf(request))
  return { Index: found.index, Evaluations: found.value.map(writeEvaluation) }
}

function jobVersions(state: State, request: JsonObject): ExactRow | Refusal {
  const found = findVersions(state, nameOf(request))
  const answer = { Index: found.index, Versions: found.value.map(writeJob) }
  if (!flagAt(request, 'Diffs') || found.value.length === 0) return answer
  const version = 'DiffVersion' in request ? numberAt(request, 'DiffVersion') : undefined
  const base = versionToCompare(found.value, { tag: textAt(request, 'DiffTagName'), version })
  return base && isRefusal(base) ? base : { ...answer, Diffs: diffs(found.value, base) }
}

function diffs(rows: readonly Job[], base: Job | undefined): readonly unknown[] {
  if (base) return rows.map((row) => jobDiff(diffable(base), diffable(row), true))
  return rows.slice(1).map((older, at) => jobDiff(diffable(older), diffable(rows[at] ?? older), true))
}

function jobScale(state: State, request: JsonObject): ExactRow {
  const found = scaleStatus(state, nameOf(request))
  return { Index: found.index, JobScaleStatus: found.value && writeScaleStatus(found.value) }
}

function writeScaleStatus({ job, groups }: ScaleStatus): ExactRow {
  return {
    JobID: job.id,
    Namespace: job.namespace,
    JobCreateIndex: job.createIndex,
    JobModifyIndex: job.modifyIndex,
    JobStopped: job.stop,
    TaskGroups: Object.fromEntries(groups.map((group) => [group.group, writeGroupScale(group)])),
  }
}

function writeGroupScale({ group, desired, placed, running, healthy, unhealthy, events }: GroupScale): ExactRow {
  const history = writeScaling({ namespace: '', jobId: '', groups: [{ group, events }], modifyIndex: 0 })
  const written = new Map<string, unknown>(Object.entries(history.ScalingEvents ?? {}))
  return {
    Desired: desired,
    Placed: placed,
    Running: running,
    Healthy: healthy,
    Unhealthy: unhealthy,
    Events: written.get(group),
  }
}
