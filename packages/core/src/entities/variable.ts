// Variables: a few texts by name, kept under a path of a namespace. Rules: client-surface §1.4.

import type { JsonObject } from '../json.ts'
import type { Micros } from '../time.ts'

/** One variable. */
export interface Variable {
  readonly namespace: string
  readonly path: string
  /** Texts by name. They are kept as they are, in the log and in snapshots too: nothing encrypts them. */
  readonly items: JsonObject
  readonly createIndex: number
  readonly modifyIndex: number
  readonly createTime: Micros
  readonly modifyTime: Micros
}
