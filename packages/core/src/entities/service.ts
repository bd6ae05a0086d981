// A service that a running allocation offers, registered with the servers themselves. Rules: semantics/1 §6, client-surface §1.4.

import type { Json } from '../json.ts'

/** A registration. Its id is the node's choice and tells where the instance runs. */
export interface ServiceRegistration {
  readonly id: string
  readonly namespace: string
  readonly serviceName: string
  readonly nodeId: string
  readonly datacenter: string
  readonly jobId: string
  readonly allocationId: string
  readonly tags: Json
  readonly address: string
  /** Zero: the service has no port. */
  readonly port: number
  readonly createIndex: number
  readonly modifyIndex: number
}
