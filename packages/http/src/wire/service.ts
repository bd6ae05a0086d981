// A service registration on the wire. Rules: client-surface §1.4.

import type { JsonObject, ServiceRegistration } from '@cutover/core'

/** A registration. */
export function wireService(row: ServiceRegistration): JsonObject {
  return {
    Address: row.address,
    AllocID: row.allocationId,
    CreateIndex: row.createIndex,
    Datacenter: row.datacenter,
    ID: row.id,
    JobID: row.jobId,
    ModifyIndex: row.modifyIndex,
    Namespace: row.namespace,
    NodeID: row.nodeId,
    Port: row.port,
    ServiceName: row.serviceName,
    Tags: row.tags,
  }
}
