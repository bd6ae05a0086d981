// Writes allocations as recordings of the state machine write them (oracle/README-fsm §1.2).

import type { Allocation } from '@cutover/core'
import { type ExactRow, pointer, withoutZeros } from './exact-row.ts'
import { wireNanos, wireTime } from './wire-rows.ts'

/** The job is cut down to what tells its version and incarnation; `Resources` is always computed, and empty here. */
export function writeAllocation(row: Allocation): ExactRow {
  return {
    ...row.rest,
    ...withoutZeros({
      ID: row.id,
      Namespace: row.namespace,
      EvalID: row.evaluationId,
      Name: row.name,
      NodeID: row.nodeId,
      NodeName: row.nodeName,
      JobID: row.jobId,
      Job: row.job && { ID: row.job.id, Version: row.job.version, CreateIndex: row.job.createIndex },
      TaskGroup: row.group,
      Resources: {},
      AllocatedResources: row.resources,
      Metrics: row.metrics,
      DesiredStatus: row.desiredStatus,
      DesiredDescription: row.desiredDescription,
      DesiredTransition: writeTransition(row.desiredTransition),
      ClientStatus: row.clientStatus,
      ClientDescription: row.clientDescription,
      TaskStates: writeTaskStates(row.taskStates),
      NetworkStatus: row.networkStatus,
      DeploymentID: row.deploymentId,
      DeploymentStatus: writeHealth(row.health),
      AllocStates: row.states?.map(({ field, value, time }) =>
        withoutZeros({ Field: field, Value: value, Time: wireTime(time) }),
      ),
      PreviousAllocation: row.previousAllocation,
      NextAllocation: row.nextAllocation,
      FollowupEvalID: row.followupEvaluationId,
      RescheduleTracker: writeTracker(row.rescheduleTracker),
      PreemptedAllocations: row.preemptedAllocations,
      PreemptedByAllocation: row.preemptedByAllocation,
      CreateIndex: row.createIndex,
      ModifyIndex: row.modifyIndex,
      AllocModifyIndex: row.allocationModifyIndex,
      CreateTime: wireNanos(row.createTime),
      ModifyTime: wireNanos(row.modifyTime),
    }),
  }
}

function writeTransition(transition: Allocation['desiredTransition']): ExactRow | undefined {
  const row = {
    ...pointer('Migrate', transition.migrate),
    ...pointer('Reschedule', transition.reschedule),
    ...pointer('ForceReschedule', transition.forceReschedule),
    ...pointer('NoShutdownDelay', transition.noShutdownDelay),
    ...pointer('MigrateDisablePlacement', transition.migrateDisablePlacement),
  }
  return Object.keys(row).length === 0 ? undefined : row
}

function writeTaskStates(states: Allocation['taskStates']): ExactRow | undefined {
  return (
    states &&
    Object.fromEntries(
      states.map((state) => [
        state.task,
        {
          ...state.rest,
          ...withoutZeros({
            State: state.state,
            Failed: state.failed,
            Restarts: state.restarts,
            LastRestart: wireTime(state.lastRestart),
            StartedAt: wireTime(state.startedAt),
            FinishedAt: wireTime(state.finishedAt),
            Events: state.events,
          }),
        },
      ]),
    )
  )
}

function writeHealth(health: Allocation['health']): ExactRow | undefined {
  if (!health) return undefined
  const { healthy, timestamp, canary, modifyIndex } = health
  const fields = { Timestamp: wireTime(timestamp), Canary: canary, ModifyIndex: modifyIndex }
  return { ...pointer('Healthy', healthy), ...withoutZeros(fields) }
}

function writeTracker(tracker: Allocation['rescheduleTracker']): ExactRow | undefined {
  if (!tracker) return undefined
  const events = tracker.events.map((event) =>
    withoutZeros({
      RescheduleTime: wireNanos(event.rescheduleTime),
      PrevAllocID: event.previousAllocationId,
      PrevNodeID: event.previousNodeId,
      Delay: wireNanos(event.delay),
    }),
  )
  return withoutZeros({ Events: events, LastReschedule: tracker.lastReschedule })
}
