// A line of Nomad's event stream: what `GET /v1/event/stream` sends, and what recordings of it hold.

import type { Json, JsonObject } from '@cutover/core'
import { numberAt, objectAt, objectsAt, textAt } from '@cutover/core/nomad-rows'

/** One event: the topic, what brought it about, and the object as it is now. */
export interface ToldEvent {
  readonly topic: string
  /** Nomad's word for what happened: `PlanResult`, `DeploymentStatusUpdate` … */
  readonly type: string
  readonly namespace: string
  readonly object: JsonObject
}

/** What one line tells: events of one index. */
export interface ToldBatch {
  readonly index: number
  readonly events: readonly ToldEvent[]
}

/** What is known of a cluster beside its stream: objects by topic, as they were when its index was this one. */
export interface ToldRows {
  readonly index: number
  readonly rows: readonly ToldEvent[]
}

/** Reads the JSON of objects by topic: `[{ "topic": "Job", "object": { … } }]`. */
export function readToldRows(index: number, json: string): ToldRows {
  const list: Json = JSON.parse(json)
  const rows = (objectsAt({ list }, 'list') ?? []).map((row) => {
    const object = objectAt(row, 'object') ?? {}
    return { topic: textAt(row, 'topic'), type: 'Read', namespace: textAt(object, 'Namespace'), object }
  })
  return { index, rows }
}

/** Reads a line; undefined for a heartbeat. Throws when it is no line of an event stream. */
export function readStreamLine(line: string): ToldBatch | undefined {
  const json: Json = JSON.parse(line)
  if (typeof json !== 'object' || json === null || !isObject(json)) throw new Error('this is no JSON object')
  return readBatch(json)
}

function readBatch(json: JsonObject): ToldBatch | undefined {
  if (Object.keys(json).length === 0) return undefined
  const events = objectsAt(json, 'Events')
  if (textAt(json, 'Error') !== '') throw new Error(`the server ended the stream: ${textAt(json, 'Error')}`)
  if (!events) throw new Error('it holds neither events nor nothing: no line of an event stream')
  return { index: numberAt(json, 'Index'), events: events.map(readEvent) }
}

function readEvent(json: JsonObject): ToldEvent {
  const topic = textAt(json, 'Topic')
  const object = objectAt(objectAt(json, 'Payload') ?? {}, topic) ?? {}
  return { topic, type: textAt(json, 'Type'), namespace: textAt(json, 'Namespace'), object }
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
