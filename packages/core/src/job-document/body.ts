// A request body as it was sent: numbers keep their spelling, objects every one of their members in order, repeated
// ones too. The decoder needs both, because `5e1` is no integer and the last spelling of a key counts. Rules:
// semantics/4 §1.2.

import { isJsonList, type Json } from '../json.ts'

export type Body = null | boolean | string | BodyNumber | BodyList | BodyObject

export interface BodyNumber {
  readonly kind: 'number'
  readonly literal: string
}

export interface BodyList {
  readonly kind: 'list'
  readonly items: readonly Body[]
}

export interface BodyObject {
  readonly kind: 'object'
  readonly members: readonly (readonly [string, Body])[]
}

/** A body of a value that was parsed elsewhere: how its numbers were spelled is lost, and which keys were repeated. */
export function bodyOf(json: Json): Body {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json
  if (typeof json !== 'object') return { kind: 'number', literal: String(json) }
  if (isJsonList(json)) return { kind: 'list', items: json.map(bodyOf) }
  return { kind: 'object', members: Object.entries(json).map(([key, value]) => [key, bodyOf(value)]) }
}

/**
 * The plain value of a body, for fields that are carried as they are: every number is a double, the last of equal keys
 * counts.
 */
export function jsonOf(body: Body): Json {
  if (body === null || typeof body === 'boolean' || typeof body === 'string') return body
  switch (body.kind) {
    case 'number':
      return Number(body.literal)
    case 'list':
      return body.items.map(jsonOf)
    case 'object':
      return Object.fromEntries(body.members.map(([key, value]) => [key, jsonOf(value)]))
  }
}

/** What a value is called in the decoder's texts. */
export function kindOf(body: Body): string {
  if (body === null) return 'null'
  if (typeof body === 'boolean') return 'bool'
  if (typeof body === 'string') return 'string'
  return body.kind === 'list' ? 'array' : body.kind
}
