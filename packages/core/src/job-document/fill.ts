// Makes whole documents of partial ones by the description of their fields: every key there, absent ones with their
// default or with zero. Rules: semantics/4 §1.2 "`[]` / `{}`", §1.5.

import type { Block, Field } from '../job-fields/field.ts'
import { isJsonList, type Json, type JsonObject } from '../json.ts'

/** Every stored field: those that were sent, the others with their defaults; empty lists and maps become `null`. */
export function fillBlock<T>(of: Block<T>, sent: JsonObject): T {
  // What the description says is what the view spells out: this is where decoded JSON becomes typed.
  return fill(of, sent, 'initial') as T
}

/** Every stored field: absent ones are zero, what is there stays, unknown fields too. */
export function completeBlock<T>(of: Block<T>, partial: JsonObject): T {
  return { ...partial, ...fill(of, partial, 'zero') } as T
}

type Absent = 'initial' | 'zero'

function fill(of: Block, sent: JsonObject, absent: Absent): JsonObject {
  const filled: Record<string, Json> = {}
  for (const { name, key, field } of storedFields(of)) {
    const value = fillField(field, presentIn(sent, absent === 'zero' ? key : name, field, absent), absent)
    if (of.omitsEmpty !== true || !isEmpty(value)) filled[key] = value
  }
  return filled
}

interface StoredField {
  readonly name: string
  /** The key under which it is stored. */
  readonly key: string
  readonly field: Field
}

const storedByFields = new WeakMap<Block['fields'], readonly StoredField[]>()

function storedFields({ fields }: Block): readonly StoredField[] {
  const stored = storedByFields.get(fields) ?? storedOf(fields)
  storedByFields.set(fields, stored)
  return stored
}

function storedOf(fields: Block['fields']): readonly StoredField[] {
  return Object.entries(fields)
    .filter(([, field]) => field.only !== 'sent')
    .map(([name, field]) => ({ name, key: field.storedAs ?? name, field }))
}

function presentIn(sent: JsonObject, key: string, field: Field, absent: Absent): Json {
  if (field.only === 'reset' && absent === 'initial') return field.zero
  const value = sent[key] ?? null
  const isAbsent = value === null || (absent === 'initial' && field.emptyIsAbsent === true && isEmpty(value))
  return isAbsent ? field[absent] : value
}

function fillField(field: Field, value: Json, absent: Absent): Json {
  if (typeof value !== 'object' || value === null || field.kind === 'any') return value
  if (isJsonList(value)) {
    if (value.length === 0 && absent === 'initial' && field.keepsEmpty !== true) return null
    return value.map((item) => fillElement(field.element, item, absent))
  }
  if (field.block) return fillInner(field, field.block, { value, absent })
  if (field.kind !== 'map') return value
  const entries = Object.entries(value)
  if (entries.length === 0 && absent === 'initial' && field.keepsEmpty !== true) return null
  return Object.fromEntries(entries.map(([key, item]) => [key, fillElement(field.element, item, absent)]))
}

function fillInner(
  field: Field,
  of: Block,
  { value, absent }: { readonly value: JsonObject; readonly absent: Absent },
): Json {
  if (value !== field[absent]) return presentBlock(of, value, absent)
  // Whoever leaves a block out is given the same one: most blocks of most documents are left out.
  const made = absentBlocks[absent].get(field) ?? presentBlock(of, value, absent)
  absentBlocks[absent].set(field, made)
  return made
}

const absentBlocks = { initial: new WeakMap<Field, Json>(), zero: new WeakMap<Field, Json>() } as const

function presentBlock(of: Block, value: JsonObject, absent: Absent): JsonObject {
  const filled = fill(of, value, absent)
  return absent === 'zero' ? { ...value, ...filled } : filled
}

function fillElement(element: Field | undefined, value: Json, absent: Absent): Json {
  return element ? fillField(element, value, absent) : value
}

function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true
  return isJsonList(value) && value.length === 0
}
