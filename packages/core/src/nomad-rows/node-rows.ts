// Reads nodes (Nomad's field names, absent = Go's zero value) into rows of the state.

import type { Node } from '../entities/node.ts'
import type { JsonObject } from '../json.ts'
import { choiceAt, flagAt, instantAt, nanosAt, numberAt, objectAt, objectsAt, restOf, textAt } from './fields.ts'

/** A node. A drain is read with its specification beside its instants or nested, as either is told. */
export function readNode(json: JsonObject): Node {
  return {
    id: textAt(json, 'ID'),
    secretId: textAt(json, 'SecretID'),
    name: textAt(json, 'Name'),
    datacenter: textAt(json, 'Datacenter'),
    nodeClass: textAt(json, 'NodeClass'),
    nodePool: textAt(json, 'NodePool'),
    computedClass: textAt(json, 'ComputedClass'),
    document: restOf(json, nodeFields) ?? {},
    status: choiceAt(json, 'Status', ['initializing', 'ready', 'down', 'disconnected'], 'initializing'),
    statusDescription: textAt(json, 'StatusDescription'),
    statusUpdatedAt: numberAt(json, 'StatusUpdatedAt'),
    schedulingEligibility: choiceAt(json, 'SchedulingEligibility', ['eligible', 'ineligible'], 'eligible'),
    drain: readDrain(objectAt(json, 'DrainStrategy')),
    lastDrain: readLastDrain(objectAt(json, 'LastDrain')),
    events: (objectsAt(json, 'Events') ?? []).map((event) => ({
      message: textAt(event, 'Message'),
      subsystem: textAt(event, 'Subsystem'),
      details: objectAt(event, 'Details'),
      timestamp: instantAt(event, 'Timestamp'),
      createIndex: numberAt(event, 'CreateIndex'),
    })),
    lastMissedHeartbeatIndex: numberAt(json, 'LastMissedHeartbeatIndex'),
    lastAllocationUpdateIndex: numberAt(json, 'LastAllocUpdateIndex'),
    createIndex: numberAt(json, 'CreateIndex'),
    modifyIndex: numberAt(json, 'ModifyIndex'),
  }
}

const nodeFields = new Set([
  ...['ID', 'SecretID', 'Name', 'Datacenter', 'NodeClass', 'NodePool', 'ComputedClass', 'Status', 'StatusDescription'],
  ...['StatusUpdatedAt', 'SchedulingEligibility', 'DrainStrategy', 'LastDrain', 'Events', 'LastMissedHeartbeatIndex'],
  ...['LastAllocUpdateIndex', 'CreateIndex', 'ModifyIndex'],
])

function readDrain(json: JsonObject | undefined): Node['drain'] {
  if (!json) return undefined
  const specification = objectAt(json, 'DrainSpec') ?? json
  return {
    deadline: nanosAt(specification, 'Deadline'),
    ignoreSystemJobs: flagAt(specification, 'IgnoreSystemJobs'),
    forceDeadline: instantAt(json, 'ForceDeadline'),
    startedAt: instantAt(json, 'StartedAt'),
  }
}

function readLastDrain(json: JsonObject | undefined): Node['lastDrain'] {
  if (!json) return undefined
  return {
    startedAt: instantAt(json, 'StartedAt'),
    updatedAt: instantAt(json, 'UpdatedAt'),
    status: choiceAt(json, 'Status', ['draining', 'complete', 'canceled'], 'draining'),
    accessorId: textAt(json, 'AccessorID'),
    meta: objectAt(json, 'Meta'),
  }
}
