// An event of the stream on the wire, with the object it is about. Rules: client-surface §2.11, semantics/1 §6.

import type { StreamEvent } from '@cutover/core/stream'
import { allocationObject } from './allocation.ts'
import { wireDeployment } from './deployment.ts'
import type { Wire } from './encode.ts'
import { wireEvaluation } from './evaluation.ts'
import { wireJob } from './job.ts'
import { wireNode } from './node.ts'
import { wireService } from './service.ts'

/** One event of a batch. `keyId` is of the key that signs allocations' identities. */
export function wireStreamEvent(event: StreamEvent, keyId: string): Wire {
  return {
    FilterKeys: event.filterKeys ?? null,
    Index: event.index,
    Key: event.key,
    Namespace: event.namespace,
    Payload: payload(event, keyId),
    Topic: event.topic,
    Type: event.type,
  }
}

// An allocation's job is left out: followers of allocations would drown in it.
function payload(event: StreamEvent, keyId: string): Wire {
  switch (event.topic) {
    case 'Job':
      return { ...(event.deleted ? { Deleted: true } : {}), Job: wireJob(event.row) }
    case 'Evaluation':
      return { Evaluation: wireEvaluation(event.row) }
    case 'Allocation':
      return { Allocation: allocationObject(event.row, { withJob: false, keyId }) }
    case 'Deployment':
      return { Deployment: wireDeployment(event.row) }
    case 'Node':
      return { Node: wireNode(event.row) }
    case 'Service':
      return { Service: wireService(event.row) }
  }
}
