// Reads recorded calls of Nomad's endpoints (oracle/README-fsm §2) as operators' commands.

import type { JsonObject, OperatorCommand, Registration } from '@cutover/core'
import { flagAt, nanosAt, numberAt, objectAt, textAt, textsAt } from './read.ts'
import { readDocument, readJob } from './rows.ts'

type JobSubmission = NonNullable<Registration['submission']>

/** The command that a call amounts to; undefined for reads. */
export function commandOf(type: string, request: JsonObject): OperatorCommand | undefined {
  return commands.get(type)?.(request)
}

const commands: ReadonlyMap<string, (request: JsonObject) => OperatorCommand> = new Map([
  [
    'Deployment.Pause',
    (request) => ({ type: 'PauseDeployment', ...deployment(request), pause: flagAt(request, 'Pause') }),
  ],
  ['Deployment.Promote', promotion],
  ['Deployment.Fail', (request) => ({ type: 'FailDeployment', ...deployment(request) })],
  ['Deployment.SetAllocHealth', marks],
  ['Deployment.Run', (request) => ({ type: 'UnblockDeployment', ...deployment(request), verb: 'run' })],
  ['Deployment.Unblock', (request) => ({ type: 'UnblockDeployment', ...deployment(request), verb: 'unblock' })],
  ['Deployment.Cancel', (request) => ({ type: 'UnblockDeployment', ...deployment(request), verb: 'cancel' })],
  ['Job.Register', submission],
  ['Job.Revert', revert],
  ['Job.Stable', stability],
  ['Job.Scale', scaling],
  ['Job.Evaluate', evaluation],
  ['Job.Deregister', stop],
  ['Job.TagVersion', tag],
  ['Alloc.Stop', stopAllocation],
])

function deployment(request: JsonObject): { readonly deploymentId: string } {
  return { deploymentId: textAt(request, 'DeploymentID') }
}

function job(request: JsonObject): { readonly namespace: string; readonly jobId: string } {
  return { namespace: textAt(request, 'Namespace'), jobId: textAt(request, 'JobID') }
}

function promotion(request: JsonObject): OperatorCommand {
  return {
    type: 'PromoteCanaries',
    ...deployment(request),
    all: flagAt(request, 'All'),
    groups: textsAt(request, 'Groups') ?? [],
    promotedAt: nanosAt(request, 'PromotedAt'),
  }
}

function marks(request: JsonObject): OperatorCommand {
  return {
    type: 'MarkAllocations',
    ...deployment(request),
    healthy: textsAt(request, 'HealthyAllocationIDs') ?? [],
    unhealthy: textsAt(request, 'UnhealthyAllocationIDs') ?? [],
  }
}

function submission(request: JsonObject): OperatorCommand {
  const namespace = textAt(request, 'Namespace')
  const sent = objectAt(request, 'Job')
  if (!sent) return { type: 'SubmitJob', namespace, registration: undefined }
  const { stop, version, versionTag } = readJob(sent)
  const source = objectAt(request, 'Submission')
  return {
    type: 'SubmitJob',
    namespace,
    registration: {
      document: readDocument(withoutServerFields(sent)),
      stop,
      version,
      versionTag,
      submission: source && { namespace, jobId: textAt(sent, 'ID'), ...sourceOf(source) },
      enforceIndex: flagAt(request, 'EnforceIndex') ? numberAt(request, 'JobModifyIndex') : undefined,
      preserveCounts: flagAt(request, 'PreserveCounts'),
      preserveResources: flagAt(request, 'PreserveResources'),
      evaluationPriority: numberAt(request, 'EvalPriority'),
    },
  }
}

function sourceOf(source: JsonObject): Omit<JobSubmission, 'namespace' | 'jobId'> {
  return {
    version: 0,
    source: textAt(source, 'Source'),
    format: textAt(source, 'Format'),
    variables: textAt(source, 'Variables'),
    variableFlags: undefined,
    jobModifyIndex: 0,
  }
}

function withoutServerFields(sent: JsonObject): JsonObject {
  const { document } = readJob(sent)
  return document
}

function revert(request: JsonObject): OperatorCommand {
  return {
    type: 'RevertJob',
    ...job(request),
    version: numberAt(request, 'JobVersion'),
    enforcePriorVersion: 'EnforcePriorVersion' in request ? numberAt(request, 'EnforcePriorVersion') : undefined,
  }
}

function stability(request: JsonObject): OperatorCommand {
  return {
    type: 'DeclareJobStable',
    ...job(request),
    version: numberAt(request, 'JobVersion'),
    stable: flagAt(request, 'Stable'),
  }
}

function scaling(request: JsonObject): OperatorCommand {
  return {
    type: 'ScaleJob',
    ...job(request),
    group: textAt(objectAt(request, 'Target') ?? {}, 'Group'),
    count: 'Count' in request ? numberAt(request, 'Count') : undefined,
    message: textAt(request, 'Message'),
    error: flagAt(request, 'Error'),
    meta: objectAt(request, 'Meta'),
    jobModifyIndex: numberAt(request, 'JobModifyIndex'),
  }
}

function evaluation(request: JsonObject): OperatorCommand {
  const forceReschedule = flagAt(objectAt(request, 'EvalOptions') ?? {}, 'ForceReschedule')
  return { type: 'EvaluateJob', ...job(request), forceReschedule }
}

function stop(request: JsonObject): OperatorCommand {
  return {
    type: 'StopJob',
    ...job(request),
    purge: flagAt(request, 'Purge'),
    noShutdownDelay: flagAt(request, 'NoShutdownDelay'),
    evaluationPriority: numberAt(request, 'EvalPriority'),
  }
}

function tag(request: JsonObject): OperatorCommand {
  const set = objectAt(request, 'Tag')
  return {
    type: 'TagVersion',
    ...job(request),
    version: numberAt(request, 'Version'),
    latest: flagAt(request, 'Latest'),
    tag: set && { name: textAt(set, 'Name'), description: textAt(set, 'Description') },
    name: textAt(request, 'Name'),
  }
}

function stopAllocation(request: JsonObject): OperatorCommand {
  return {
    type: 'StopAllocation',
    allocationId: textAt(request, 'AllocID'),
    noShutdownDelay: flagAt(request, 'NoShutdownDelay'),
    reschedule: flagAt(request, 'Reschedule'),
  }
}
