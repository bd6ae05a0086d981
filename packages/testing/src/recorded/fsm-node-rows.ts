// Writes nodes as recordings of the state machine write them (oracle/README-fsm §1.2).

import type { Node } from '@cutover/core'
import { type ExactRow, withoutZeros } from './exact-row.ts'
import { wireNanos, wireTime } from './wire-rows.ts'

/** A node. */
export function writeNode(row: Node): ExactRow {
  const { drain, lastDrain } = row
  return {
    ...row.document,
    ...withoutZeros({
      ID: row.id,
      SecretID: row.secretId,
      Name: row.name,
      Datacenter: row.datacenter,
      NodeClass: row.nodeClass,
      NodePool: row.nodePool,
      ComputedClass: row.computedClass,
      Status: row.status,
      StatusDescription: row.statusDescription,
      StatusUpdatedAt: row.statusUpdatedAt,
      SchedulingEligibility: row.schedulingEligibility,
      DrainStrategy: drain && writeDrain(drain),
      LastDrain: lastDrain && writeLastDrain(lastDrain),
      Events: row.events.map(writeNodeEvent),
      LastMissedHeartbeatIndex: row.lastMissedHeartbeatIndex,
      LastAllocUpdateIndex: row.lastAllocationUpdateIndex,
      CreateIndex: row.createIndex,
      ModifyIndex: row.modifyIndex,
    }),
  }
}

function writeDrain({ deadline, ignoreSystemJobs, forceDeadline, startedAt }: NonNullable<Node['drain']>): ExactRow {
  return withoutZeros({
    Deadline: wireNanos(deadline),
    IgnoreSystemJobs: ignoreSystemJobs,
    ForceDeadline: wireTime(forceDeadline),
    StartedAt: wireTime(startedAt),
  })
}

function writeLastDrain({ startedAt, updatedAt, status, accessorId, meta }: NonNullable<Node['lastDrain']>): ExactRow {
  return withoutZeros({
    StartedAt: wireTime(startedAt),
    UpdatedAt: wireTime(updatedAt),
    Status: status,
    AccessorID: accessorId,
    Meta: meta,
  })
}

// The original reads its clock for this one event: any time is right (oracle/README-fsm §1.4).
function writeNodeEvent({ message, subsystem, details, timestamp, createIndex }: Node['events'][number]): ExactRow {
  const masked = message.startsWith('Node marked as ineligible for scheduling due to multiple plan rejections')
  return withoutZeros({
    Message: message,
    Subsystem: subsystem,
    Details: details,
    Timestamp: masked ? '<now>' : wireTime(timestamp),
    CreateIndex: createIndex,
  })
}
