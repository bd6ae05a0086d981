// Namespaces and node pools: names that jobs and nodes refer to. Rules: semantics/1 §3.15.

import type { JsonObject } from '../json.ts'

/** One namespace; `document` holds Nomad's other fields as they were sent. */
export interface Namespace {
  readonly name: string
  readonly document: JsonObject
  readonly createIndex: number
  readonly modifyIndex: number
}

/** One node pool; `document` holds Nomad's other fields. */
export interface NodePool {
  readonly name: string
  readonly document: JsonObject
  readonly createIndex: number
  readonly modifyIndex: number
}
