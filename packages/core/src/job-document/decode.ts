// Decodes a body by the description of its fields: keys whatever their case, the last spelling of a key counts, unknown
// keys and `null` as if absent, everything else of the right type or the decoder's error text. Rules: semantics/4 §1.2.

import type { Block, Field } from '../job-fields/field.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { type Body, type BodyNumber, jsonOf, kindOf } from './body.ts'

/** What a client sent: only fields that Nomad knows, spelled its way, none of them `null`. */
export type Decoded = { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly text: string }

/** Where the decoder is, and the first error it met. */
interface Decoding {
  /** The block that holds the field, and the keys that lead to it. */
  block: string
  path: readonly string[]
  error: string | undefined
  holdsNull: boolean
}

/** Nomad ends the connection without an answer when a list of blocks holds a `null`. */
export const nullElement = 'a list of the job holds null where an object is expected'

/** Decodes a request body, or the text of the first error. */
export function decodeBody(body: Body, of: Block): Decoded {
  const decoding: Decoding = { block: '', path: [], error: undefined, holdsNull: false }
  const value = body === null ? {} : decodeBlock(decoding, body, of, undefined)
  if (decoding.error !== undefined) return { ok: false, text: decoding.error }
  if (decoding.holdsNull) return { ok: false, text: nullElement }
  return { ok: true, value: value ?? {} }
}

function decodeBlock(
  decoding: Decoding,
  body: Body,
  of: Block,
  before: JsonObject | undefined,
): JsonObject | undefined {
  if (typeof body !== 'object' || body?.kind !== 'object') return mismatch(decoding, body, `api.${of.name}`)
  const found: Record<string, Json> = { ...before }
  const { block, path } = decoding
  for (const [key, member] of body.members) {
    const name = nameOf(of, key)
    const field = name === undefined ? undefined : of.fields[name]
    if (name === undefined || field === undefined || field.only === 'stored') continue
    if (member === null) {
      delete found[name]
      continue
    }
    decoding.block = of.name
    decoding.path = [...path, name]
    const value = decodeField(decoding, member, field, found[name])
    if (value !== undefined) found[name] = value
  }
  decoding.block = block
  decoding.path = path
  return found
}

const namesByBlock = new WeakMap<Block, ReadonlyMap<string, string>>()

function nameOf(of: Block, key: string): string | undefined {
  if (Object.hasOwn(of.fields, key)) return key
  const names = namesByBlock.get(of) ?? new Map(Object.keys(of.fields).map((name) => [name.toLowerCase(), name]))
  namesByBlock.set(of, names)
  return names.get(key.toLowerCase())
}

function decodeField(decoding: Decoding, body: Body, field: Field, before: Json | undefined): Json | undefined {
  switch (field.kind) {
    case 'text':
      return typeof body === 'string' ? body : mismatch(decoding, body, field.type)
    case 'flag':
      return typeof body === 'boolean' ? body : mismatch(decoding, body, field.type)
    case 'integer':
      return decodeInteger(decoding, body, field.type)
    case 'any':
      return jsonOf(body)
    case 'bytes':
      return decodeBytes(decoding, body)
    case 'list':
      return decodeList(decoding, body, field)
    case 'map':
      return decodeMap(decoding, body, field, objectOf(before))
    case 'block':
      return field.block && decodeBlock(decoding, body, field.block, objectOf(before))
  }
}

function decodeList(decoding: Decoding, body: Body, field: Field): Json | undefined {
  if (typeof body !== 'object' || body?.kind !== 'list') return mismatch(decoding, body, field.type)
  const items: Json[] = []
  for (const item of body.items) items.push(decodeElement(decoding, item, field.element))
  return items
}

function decodeMap(decoding: Decoding, body: Body, field: Field, before: JsonObject | undefined): Json | undefined {
  if (typeof body !== 'object' || body?.kind !== 'object') return mismatch(decoding, body, field.type)
  const entries = Object.entries(before ?? {})
  for (const [key, member] of body.members) entries.push([key, decodeElement(decoding, member, field.element)])
  return Object.fromEntries(entries)
}

/** An element that could not be decoded stands as empty: the body is refused anyway. */
function decodeElement(decoding: Decoding, body: Body, element: Field | undefined): Json {
  if (!element) return null
  if (body !== null) return decodeField(decoding, body, element, undefined) ?? element.zero
  if (element.kind === 'block' && element.pointer) decoding.holdsNull = true
  return element.kind === 'block' ? {} : element.zero
}

const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int8: [-128n, 127n],
  uint8: [0n, 255n],
  uint16: [0n, 65_535n],
  uint64: [0n, 18_446_744_073_709_551_615n],
}
const signed: readonly [bigint, bigint] = [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n]

function decodeInteger(decoding: Decoding, body: Body, type: string): Json | undefined {
  if (typeof body !== 'object' || body?.kind !== 'number') return mismatch(decoding, body, type)
  const value = /^-?\d{1,20}$/.test(body.literal) ? BigInt(body.literal) : undefined
  const [least, most] = ranges[type] ?? signed
  if (value === undefined || value < least || value > most) return wrongNumber(decoding, body, type)
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/** Bytes are base64 text, or a list of numbers, which becomes base64 text. */
function decodeBytes(decoding: Decoding, body: Body): Json | undefined {
  if (typeof body === 'string') return checkBase64(decoding, body)
  if (typeof body !== 'object' || body?.kind !== 'list') return mismatch(decoding, body, '[]uint8')
  const octets = body.items.map((item) => Number(item === null ? 0 : (decodeInteger(decoding, item, 'uint8') ?? 0)))
  return base64(octets)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function checkBase64(decoding: Decoding, text: string): string | undefined {
  const sent = text.replace(/[\r\n]/g, '')
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(sent)) return sent
  const bad = [...sent].findIndex((letter) => !alphabet.includes(letter))
  decoding.error ??= `illegal base64 data at input byte ${bad < 0 ? sent.length - (sent.length % 4) : bad}`
  return undefined
}

function base64(octets: readonly number[]): string {
  let text = ''
  for (let i = 0; i < octets.length; i += 3) {
    const [first = 0, second, third] = octets.slice(i, i + 3)
    const bits = first * 65_536 + (second ?? 0) * 256 + (third ?? 0)
    const letters = [18, 12, 6, 0].map((shift) => alphabet.charAt((bits >> shift) & 63))
    text +=
      letters.slice(0, 2).join('') +
      (second === undefined ? '=' : letters[2]) +
      (third === undefined ? '=' : letters[3])
  }
  return text
}

function wrongNumber(decoding: Decoding, body: BodyNumber, type: string): undefined {
  return report(decoding, `number ${body.literal}`, type)
}

function mismatch(decoding: Decoding, body: Body, type: string): undefined {
  return report(decoding, kindOf(body), type)
}

function report(decoding: Decoding, what: string, type: string): undefined {
  const { block, path } = decoding
  const where = block === '' ? 'Go value' : `Go struct field ${[block, ...path].join('.')}`
  decoding.error ??= `json: cannot unmarshal ${what} into ${where} of type ${type}`
  return undefined
}

function objectOf(json: Json | undefined): JsonObject | undefined {
  return isJsonObject(json) ? json : undefined
}
