// Reads allocations (Nomad's field names, absent = Go's zero value) into rows of the state.

import type { Allocation } from '../entities/allocation.ts'
import type { Job } from '../entities/job.ts'
import type { JsonObject } from '../json.ts'
import {
  asObject,
  choiceAt,
  flagAt,
  instantAt,
  nanosAt,
  numberAt,
  objectAt,
  objectsAt,
  optionalFlagAt,
  restOf,
  textAt,
  textsAt,
} from './fields.ts'
import { readJob } from './job-rows.ts'

/** An allocation. Where its job is kept elsewhere, the caller looks it up and hands it in. */
export function readAllocation(json: JsonObject, job: Job | undefined = embeddedJob(json)): Allocation {
  const rest = restOf(json, allocationFields)
  return {
    id: textAt(json, 'ID'),
    namespace: textAt(json, 'Namespace'),
    evaluationId: textAt(json, 'EvalID'),
    name: textAt(json, 'Name'),
    nodeId: textAt(json, 'NodeID'),
    nodeName: textAt(json, 'NodeName'),
    jobId: textAt(json, 'JobID'),
    job,
    group: textAt(json, 'TaskGroup'),
    resources: json.AllocatedResources ?? null,
    metrics: json.Metrics ?? null,
    desiredStatus: choiceAt(json, 'DesiredStatus', ['run', 'stop', 'evict'], 'run'),
    desiredDescription: textAt(json, 'DesiredDescription'),
    desiredTransition: readTransition(objectAt(json, 'DesiredTransition') ?? {}),
    clientStatus: choiceAt(json, 'ClientStatus', clientStatuses, 'pending'),
    clientDescription: textAt(json, 'ClientDescription'),
    taskStates: readTaskStates(objectAt(json, 'TaskStates')),
    networkStatus: json.NetworkStatus ?? null,
    deploymentId: textAt(json, 'DeploymentID'),
    health: readHealth(objectAt(json, 'DeploymentStatus')),
    states: objectsAt(json, 'AllocStates')?.map((entry) => ({
      field: numberAt(entry, 'Field'),
      value: textAt(entry, 'Value'),
      time: instantAt(entry, 'Time'),
    })),
    previousAllocation: textAt(json, 'PreviousAllocation'),
    nextAllocation: textAt(json, 'NextAllocation'),
    followupEvaluationId: textAt(json, 'FollowupEvalID'),
    rescheduleTracker: readTracker(objectAt(json, 'RescheduleTracker')),
    preemptedAllocations: textsAt(json, 'PreemptedAllocations'),
    preemptedByAllocation: textAt(json, 'PreemptedByAllocation'),
    createIndex: numberAt(json, 'CreateIndex'),
    modifyIndex: numberAt(json, 'ModifyIndex'),
    allocationModifyIndex: numberAt(json, 'AllocModifyIndex'),
    createTime: nanosAt(json, 'CreateTime'),
    modifyTime: nanosAt(json, 'ModifyTime'),
    ...(rest && { rest }),
  }
}

const clientStatuses: readonly Allocation['clientStatus'][] = [
  'pending',
  'running',
  'complete',
  'failed',
  'lost',
  'unknown',
]

const allocationFields = new Set([
  ...['ID', 'Namespace', 'EvalID', 'Name', 'NodeID', 'NodeName', 'JobID', 'Job', 'TaskGroup', 'AllocatedResources'],
  ...['Metrics', 'DesiredStatus', 'DesiredDescription', 'DesiredTransition', 'ClientStatus', 'ClientDescription'],
  ...['TaskStates', 'NetworkStatus', 'DeploymentID', 'DeploymentStatus', 'AllocStates', 'PreviousAllocation'],
  ...['NextAllocation', 'FollowupEvalID', 'RescheduleTracker', 'PreemptedAllocations', 'PreemptedByAllocation'],
  ...['CreateIndex', 'ModifyIndex', 'AllocModifyIndex', 'CreateTime', 'ModifyTime'],
])

function embeddedJob(json: JsonObject): Job | undefined {
  const job = objectAt(json, 'Job')
  return job && readJob(job)
}

function readTransition(json: JsonObject): Allocation['desiredTransition'] {
  const migrate = optionalFlagAt(json, 'Migrate')
  const reschedule = optionalFlagAt(json, 'Reschedule')
  const forceReschedule = optionalFlagAt(json, 'ForceReschedule')
  const noShutdownDelay = optionalFlagAt(json, 'NoShutdownDelay')
  const migrateDisablePlacement = optionalFlagAt(json, 'MigrateDisablePlacement')
  return {
    ...(migrate !== undefined && { migrate }),
    ...(reschedule !== undefined && { reschedule }),
    ...(forceReschedule !== undefined && { forceReschedule }),
    ...(noShutdownDelay !== undefined && { noShutdownDelay }),
    ...(migrateDisablePlacement !== undefined && { migrateDisablePlacement }),
  }
}

function readHealth(json: JsonObject | undefined): Allocation['health'] {
  if (!json) return undefined
  return {
    healthy: optionalFlagAt(json, 'Healthy'),
    timestamp: instantAt(json, 'Timestamp'),
    canary: flagAt(json, 'Canary'),
    modifyIndex: numberAt(json, 'ModifyIndex'),
  }
}

const taskStateFields = new Set(['State', 'Failed', 'Restarts', 'LastRestart', 'StartedAt', 'FinishedAt', 'Events'])

function readTaskStates(json: JsonObject | undefined): Allocation['taskStates'] {
  return json && Object.entries(json).map(([task, state]) => readTaskState(task, asObject(state) ?? {}))
}

function readTaskState(task: string, json: JsonObject): NonNullable<Allocation['taskStates']>[number] {
  const rest = restOf(json, taskStateFields)
  return {
    task,
    state: textAt(json, 'State'),
    failed: flagAt(json, 'Failed'),
    restarts: numberAt(json, 'Restarts'),
    lastRestart: instantAt(json, 'LastRestart'),
    startedAt: instantAt(json, 'StartedAt'),
    finishedAt: instantAt(json, 'FinishedAt'),
    events: objectsAt(json, 'Events'),
    ...(rest && { rest }),
  }
}

function readTracker(json: JsonObject | undefined): Allocation['rescheduleTracker'] {
  if (!json) return undefined
  return {
    lastReschedule: textAt(json, 'LastReschedule'),
    events: (objectsAt(json, 'Events') ?? []).map((event) => ({
      rescheduleTime: nanosAt(event, 'RescheduleTime'),
      previousAllocationId: textAt(event, 'PrevAllocID'),
      previousNodeId: textAt(event, 'PrevNodeID'),
      delay: nanosAt(event, 'Delay'),
    })),
  }
}
