// From the evaluated blocks of a job file to the job document that clients send: names, labels, durations, and `null` for what is not
// set. The core's description of the document says which fields there are.

import { isJsonObject, type Json, type JsonObject } from '@cutover/core'
import { type Block, type Field, parseDuration } from '@cutover/core/job-documents'
import { Fault } from './fault.ts'
import { number, text } from './functions.ts'
import { fieldNamed, isNullable, labelField } from './names.ts'

/** The object of a block; `label` is what stands between its word and its brace. */
export function shapeOf(block: Block, body: JsonObject, label = ''): JsonObject {
  const fields = Object.entries(block.fields).filter(([, { only }]) => only !== 'stored')
  const shape: Record<string, Json> = Object.fromEntries(
    fields.map(([name, field]) => [name, absent(block, name, field)]),
  )
  if (label !== '') shape[labelField(block.name)] = label
  const names = Object.keys(shape)
  for (const [word, value] of Object.entries(sugarFree(block, body))) {
    const name = fieldNamed(block.name, names, word)
    const field = name === undefined ? undefined : block.fields[name]
    if (name === undefined || !field) throw unsupported(word)
    shape[name] = fieldValue(field, value, word)
  }
  return shape
}

function absent(block: Block, name: string, { kind, zero }: Field): Json {
  const isScalar = kind === 'text' || kind === 'flag' || kind === 'integer'
  return isScalar && !isNullable(block.name, name)
    ? (zero ?? (kind === 'text' ? '' : kind === 'flag' ? false : 0))
    : null
}

function unsupported(word: string): Fault {
  return new Fault(`Unsupported argument; An argument named "${word}" is not expected here.`, word)
}

const operators = [
  'version',
  'semver',
  'regexp',
  'set_contains',
  'set_contains_all',
  'set_contains_any',
  'is_set',
  'is_not_set',
]

/** The body without the short forms that only job files have. */
function sugarFree({ name }: Block, body: JsonObject): JsonObject {
  if (name === 'Constraint' || name === 'Affinity') return plainRule(body)
  if (name === 'NetworkResource') return plainNetwork(body)
  if (name === 'PeriodicConfig') return { spec_type: 'cron', ...body }
  if (name === 'Task') return plainTask(body)
  return body
}

function plainRule(body: JsonObject): JsonObject {
  const { distinct_hosts: hosts, distinct_property: property, ...rest } = body
  if (hosts !== undefined) return hosts === true ? { ...rest, operator: 'distinct_hosts' } : rest
  if (property !== undefined) return { ...rest, attribute: property, operator: 'distinct_property' }
  const operator = operators.find((word) => Object.hasOwn(body, word))
  if (operator === undefined) return { operator: '=', ...body }
  const { [operator]: value = '', ...others } = body
  return { ...others, operator, value }
}

// A port with a number of its own is reserved, the others are handed out.
function plainNetwork(body: JsonObject): JsonObject {
  const { port, ...rest } = body
  if (!isJsonObject(port)) return rest
  const ports = Object.entries(port).flatMap(([label, bodies]) => bodiesOf(bodies).map((one) => ({ label, one })))
  const listed = (reserved: boolean): JsonObject =>
    Object.fromEntries(
      ports
        .filter(({ one }) => (one['static'] !== undefined) === reserved)
        .map(({ label, one: { static: value = 0, ...others } }) => [label, [{ ...others, value }]]),
    )
  return {
    ...rest,
    ...(Object.keys(listed(true)).length > 0 ? { reserved_ports: listed(true) } : {}),
    ...(Object.keys(listed(false)).length > 0 ? { dynamic_ports: listed(false) } : {}),
  }
}

// The identity without a name is the task's own.
function plainTask(body: JsonObject): JsonObject {
  const { identity, ...rest } = body
  if (identity === undefined) return rest
  const named = bodiesOf(identity).filter((one) => one['name'] !== undefined && one['name'] !== 'default')
  const own = bodiesOf(identity).filter((one) => !named.includes(one))
  return { ...rest, ...(own.length > 0 ? { identity: own } : {}), ...(named.length > 0 ? { identities: named } : {}) }
}

function fieldValue(field: Field, value: Json, word: string): Json {
  if (value === null) return null
  switch (field.kind) {
    case 'block':
      return oneBlock(field, value, word)
    case 'list':
      return field.element?.block ? blockList(field.element.block, value) : scalars(field, value, word)
    case 'map':
      return field.element?.block ? blockMap(field.element.block, value) : mapOf(field, value, word)
    default:
      return scalar(field, value, word)
  }
}

function oneBlock({ block }: Field, value: Json, word: string): Json {
  const [body, ...more] = bodiesOf(value)
  if (!body || !block) throw unsupported(word)
  if (more.length > 0) throw new Fault(`Duplicate ${word} block; Only one ${word} block is allowed.`, word)
  return shapeOf(block, body)
}

// Labelled blocks stand below their labels.
function blockList(block: Block, value: Json): Json {
  if (Array.isArray(value)) return bodiesOf(value).map((body) => shapeOf(block, body))
  return Object.entries(isJsonObject(value) ? value : {}).flatMap(([label, bodies]) =>
    bodiesOf(bodies).map((body) => shapeOf(block, body, label)),
  )
}

function blockMap(block: Block, value: Json): Json {
  const entries = Object.entries(isJsonObject(value) ? value : {})
  return Object.fromEntries(
    entries.flatMap(([label, bodies]) => bodiesOf(bodies).map((body) => [label, shapeOf(block, body, label)])),
  )
}

function bodiesOf(value: Json): readonly JsonObject[] {
  const items: readonly Json[] = Array.isArray(value) ? value : [value]
  return items.filter(isJsonObject)
}

function scalars({ element }: Field, value: Json, word: string): Json {
  const items: readonly Json[] = Array.isArray(value) ? value : [value]
  return element ? items.map((item) => scalar(element, item, word)) : items
}

function mapOf({ element }: Field, value: Json, word: string): Json {
  const merged: JsonObject = Object.assign({}, ...bodiesOf(value))
  const entries = Object.entries(merged).map(([key, item]): [string, Json] => {
    if (!element) return [key, item]
    return [key, element.kind === 'list' ? scalars(element, item, word) : scalar(element, item, word)]
  })
  return Object.fromEntries(entries)
}

function scalar(field: Field, value: Json, word: string): Json {
  try {
    if (field.kind === 'text') return text(value)
    if (field.kind === 'flag') return flag(value)
    if (field.kind === 'integer') return field.type === 'time.Duration' ? nanoseconds(value) : number(value)
    return value
  } catch (error) {
    throw new Fault(`Incorrect attribute value type; Inappropriate value for "${word}": ${reason(error)}.`, word)
  }
}

function flag(value: Json): boolean {
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw new Error('a bool is required')
}

function nanoseconds(value: Json): Json {
  if (typeof value === 'number') return value
  const parsed = parseDuration(text(value))
  if (!parsed.ok) throw new Error(`time: invalid duration ${JSON.stringify(value)}`)
  return parsed.nanos
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
