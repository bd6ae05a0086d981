// Jobs over HTTP: reads. Rules: client-surface §1.2.

import { latestDeployment } from '@cutover/core'
import {
  allocationsOfJob,
  deploymentsOfJob,
  evaluationsOfJob,
  findJob,
  findSummary,
  findVersions,
  listJobs,
  scaleStatus,
} from '@cutover/core/lists'
import { type Handler, read } from '../api.ts'
import { filterOf, jobDatum } from '../filtering.ts'
import { askedOf, pageRequest } from '../paging.ts'
import { goBoolean, type HttpRequest, readOptions } from '../request.ts'
import { metaBody } from '../response.ts'
import { wireAllocationStub } from '../wire/allocation.ts'
import { wireDeployment } from '../wire/deployment.ts'
import { wireEvaluation } from '../wire/evaluation.ts'
import { wireJob, wireJobStub, wireJobSummary } from '../wire/job.ts'
import { wireScaleStatus } from '../wire/scale-status.ts'
import { versionDiffs } from './job-version-diffs.ts'

export const listAll: Handler = (api, request) => {
  const { namespace, prefix } = readOptions(request)
  const page = pageRequest(request)
  const filter = filterOf(request, jobDatum)
  const withMeta = goBoolean(request.query.get('meta') ?? '') ?? false
  return read(api, request, {
    find: (state) => listJobs(state, { namespace, prefix, ...page, ...filter }),
    tables: ['jobs', 'jobSummaries'],
    keep: { tables: ['jobs', 'jobSummaries'], indexes: ['jobs', 'job_summary'], asked: askedOf(request) },
    body: ({ rows }) => rows.map(({ job, summary }) => wireJobStub(job, summary, withMeta)),
    nextToken: ({ nextToken }) => nextToken,
  })
}

export const getOne: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => findJob(state, jobName(request, id)),
    tables: ['jobs'],
    body: (job) => job && wireJob(job),
    missing: 'job not found',
  })

export const getVersions: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => {
      const found = findVersions(state, jobName(request, id))
      return { ...found, value: found.value.length > 0 ? found : undefined }
    },
    tables: ['jobVersions'],
    body: (found) =>
      found && {
        Diffs: versionDiffs(found.value, request.query),
        Versions: found.value.map(wireJob),
        ...metaBody(found.index, true),
      },
    missing: 'job versions not found',
  })

export const getDeployments: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => deploymentsOfJob(state, { ...jobName(request, id), all: allIncarnations(request) }),
    tables: ['deployments', 'jobs'],
    body: (deployments) => deployments.map(wireDeployment),
  })

export const getLatestDeployment: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => {
      const { namespace, jobId } = jobName(request, id)
      return { value: latestDeployment(state, namespace, jobId), index: state.indexes.deployment }
    },
    tables: ['deployments'],
    body: (deployment) => (deployment ? wireDeployment(deployment) : null),
  })

export const getAllocations: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => allocationsOfJob(state, { ...jobName(request, id), all: allIncarnations(request) }),
    tables: ['allocations', 'jobs'],
    body: (allocations) => allocations.map((row) => wireAllocationStub(row, { resources: false, taskStates: true })),
  })

export const getEvaluations: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => evaluationsOfJob(state, jobName(request, id)),
    tables: ['evaluations'],
    body: (evaluations) => evaluations.map(wireEvaluation),
  })

export const getSummary: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => findSummary(state, jobName(request, id)),
    tables: ['jobSummaries'],
    body: (summary) => summary && wireJobSummary(summary),
    missing: 'job not found',
  })

export const getScale: Handler = (api, request, [id = '']) =>
  read(api, request, {
    find: (state) => scaleStatus(state, jobName(request, id)),
    tables: ['jobs', 'scalingEvents', 'allocations'],
    body: (status) => status && wireScaleStatus(status),
    missing: 'job not found',
  })

/** The job that a path and its request name. */
export function jobName(request: HttpRequest, jobId: string): { readonly namespace: string; readonly jobId: string } {
  return { namespace: readOptions(request).namespace, jobId }
}

function allIncarnations({ query }: HttpRequest): boolean {
  return goBoolean(query.get('all') ?? '') ?? false
}
