// Reads recorded log messages about jobs, their versions and scaling, namespaces and settings as replicated changes.

import type { Change, JsonObject } from '@cutover/core'
import { evaluationAt, jobAt, type RequestReader } from './fsm-request.ts'
import { asObject, flagAt, nanosAt, numberAt, objectAt, objectsAt, restOf, textAt, textsAt } from './read.ts'
import { readDeployment } from './rows.ts'

/** Message type → its reader. */
export const jobRequests: readonly (readonly [string, RequestReader])[] = [
  ['JobRegisterRequestType', readRegistration],
  ['JobDeregisterRequestType', readDeregistration],
  ['JobBatchDeregisterRequestType', readBatchDeregistration],
  ['JobStabilityRequestType', readStability],
  ['JobVersionTagRequestType', readTag],
  ['ScalingEventRegisterRequestType', readScaling],
  ['NamespaceUpsertRequestType', readNamespaces],
  [
    'NamespaceDeleteRequestType',
    (request) => ({ type: 'DeleteNamespaces', names: textsAt(request, 'Namespaces') ?? [] }),
  ],
  ['SchedulerConfigRequestType', readConfiguration],
]

function readRegistration(request: JsonObject): Change {
  const job = jobAt(request, 'Job')
  if (!job) throw new Error('recorded registration without a job')
  const deployment = objectAt(request, 'Deployment')
  const submission = objectAt(request, 'Submission')
  return {
    type: 'RegisterJob',
    job,
    evaluation: evaluationAt(request, 'Eval'),
    submission: submission && readSubmission(submission),
    enforceIndex: flagAt(request, 'EnforceIndex') ? numberAt(request, 'JobModifyIndex') : undefined,
    preserveCounts: flagAt(request, 'PreserveCounts'),
    preserveResources: flagAt(request, 'PreserveResources'),
    deployment: deployment && readDeployment(deployment),
  }
}

/** The source of a job version. */
function readSubmission(json: JsonObject): NonNullable<Extract<Change, { type: 'RegisterJob' }>['submission']> {
  return {
    namespace: textAt(json, 'Namespace'),
    jobId: textAt(json, 'JobID'),
    version: numberAt(json, 'Version'),
    source: textAt(json, 'Source'),
    format: textAt(json, 'Format'),
    variables: textAt(json, 'Variables'),
    variableFlags: undefined,
    jobModifyIndex: numberAt(json, 'JobModifyIndex'),
  }
}

function readDeregistration(request: JsonObject): Change {
  return {
    type: 'DeregisterJob',
    namespace: textAt(request, 'Namespace'),
    jobId: textAt(request, 'JobID'),
    purge: flagAt(request, 'Purge'),
    noShutdownDelay: flagAt(request, 'NoShutdownDelay'),
    submitTime: nanosAt(request, 'SubmitTime'),
    evaluation: evaluationAt(request, 'Eval'),
  }
}

// The original walks an unordered map; the recording went by "namespace/id" as printed.
function readBatchDeregistration(request: JsonObject): Change {
  const jobs = Object.entries(objectAt(request, 'Jobs') ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    type: 'BatchDeregisterJobs',
    jobs: jobs.map(([name, options]) => ({
      namespace: name.slice(0, name.indexOf('/')),
      jobId: name.slice(name.indexOf('/') + 1),
      purge: flagAt(asObject(options) ?? {}, 'Purge'),
    })),
    submitTime: nanosAt(request, 'SubmitTime'),
  }
}

function readStability(request: JsonObject): Change {
  return {
    type: 'MarkJobStable',
    namespace: textAt(request, 'Namespace'),
    jobId: textAt(request, 'JobID'),
    version: numberAt(request, 'JobVersion'),
    stable: flagAt(request, 'Stable'),
  }
}

function readTag(request: JsonObject): Change {
  const tag = objectAt(request, 'Tag')
  return {
    type: 'TagJobVersion',
    namespace: textAt(request, 'Namespace'),
    jobId: textAt(request, 'JobID'),
    version: numberAt(request, 'Version'),
    latest: flagAt(request, 'Latest'),
    tag: tag && {
      name: textAt(tag, 'Name'),
      description: textAt(tag, 'Description'),
      taggedTime: nanosAt(tag, 'TaggedTime'),
    },
    name: textAt(request, 'Name'),
  }
}

function readScaling(request: JsonObject): Change {
  return {
    type: 'RecordScaling',
    namespace: textAt(request, 'Namespace'),
    jobId: textAt(request, 'JobID'),
    group: textAt(request, 'TaskGroup'),
    scaling: readScalingEvent(objectAt(request, 'ScalingEvent') ?? {}),
  }
}

/** One scaling event; its count and evaluation may be meant to be zero or empty. */
function readScalingEvent(json: JsonObject): Extract<Change, { type: 'RecordScaling' }>['scaling'] {
  return {
    time: nanosAt(json, 'Time'),
    previousCount: numberAt(json, 'PreviousCount'),
    count: 'Count' in json ? numberAt(json, 'Count') : undefined,
    message: textAt(json, 'Message'),
    error: flagAt(json, 'Error'),
    meta: objectAt(json, 'Meta'),
    evaluationId: 'EvalID' in json ? textAt(json, 'EvalID') : undefined,
  }
}

function readNamespaces(request: JsonObject): Change {
  const namespaces = (objectsAt(request, 'Namespaces') ?? []).map((json) => {
    const { name, document } = readNamed(json)
    return { name, document }
  })
  return { type: 'UpsertNamespaces', namespaces }
}

const namedFields = new Set(['Name', 'CreateIndex', 'ModifyIndex'])

/** A namespace or a node pool. */
export function readNamed(json: JsonObject): {
  readonly name: string
  readonly document: JsonObject
  readonly createIndex: number
  readonly modifyIndex: number
} {
  return {
    name: textAt(json, 'Name'),
    document: restOf(json, namedFields) ?? {},
    createIndex: numberAt(json, 'CreateIndex'),
    modifyIndex: numberAt(json, 'ModifyIndex'),
  }
}

function readConfiguration(request: JsonObject): Change {
  const configuration = objectAt(request, 'Config') ?? {}
  return {
    type: 'SetSchedulerConfiguration',
    configuration: { pauseEvaluationBroker: flagAt(configuration, 'PauseEvalBroker') },
    expectedIndex: flagAt(request, 'CAS') ? numberAt(configuration, 'ModifyIndex') : undefined,
  }
}
