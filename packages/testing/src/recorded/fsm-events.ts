// Writes events of the stream as recordings of the state machine write them (oracle/README-fsm §1.3): identifying fields only.

import type { StreamEvent } from '@cutover/core/stream'
import type { ExactRow } from './exact-row.ts'

/** The recorded form of an event. */
export function recordedEvent(event: StreamEvent): ExactRow {
  return {
    Topic: event.topic,
    Type: event.type,
    Key: event.key,
    ...(event.namespace !== '' && { Namespace: event.namespace }),
    FilterKeys: event.filterKeys ?? null,
    Index: event.index,
    Payload: { [event.topic]: payloadOf(event), ...(event.topic === 'Job' && event.deleted && { Deleted: true }) },
  }
}

function payloadOf(event: StreamEvent): ExactRow {
  const { id: ID, modifyIndex: ModifyIndex } = event.row
  switch (event.topic) {
    case 'Job': {
      const { version, status, stop, stable } = event.row
      return { ID, Version: version, Status: status, Stop: stop, Stable: stable, ModifyIndex }
    }
    case 'Evaluation':
      return { ID, Status: event.row.status, ModifyIndex }
    case 'Allocation': {
      const { clientStatus, desiredStatus, allocationModifyIndex } = event.row
      return {
        ...{ ID, ClientStatus: clientStatus, DesiredStatus: desiredStatus, ModifyIndex },
        AllocModifyIndex: allocationModifyIndex,
      }
    }
    case 'Deployment':
      return { ID, Status: event.row.status, JobVersion: event.row.jobVersion, ModifyIndex }
    case 'Node':
      return { ID, Status: event.row.status, SchedulingEligibility: event.row.schedulingEligibility, ModifyIndex }
    case 'Service':
      return { ID, ModifyIndex }
  }
}
