// Nomad's job file in HCL as the job document that clients send, or a text that says what is wrong where.

import { parse } from '@cdktn/hcl2json'
import { fieldOf, isJsonObject, type Json, type JsonObject } from '@cutover/core'
import { jobBlock } from '@cutover/core/job-documents'
import { evaluate, type Scope } from './expression.ts'
import { Fault, placed } from './fault.ts'
import { shapeOf } from './job-shape.ts'

/** A job file and the values of its variables. */
export interface JobFile {
  readonly source: string
  /** Assignments of variables, in HCL too; empty: the defaults. */
  readonly variables?: string
}

/** The job document, with `null` for what the file does not set; or why there is none, with line and column. */
export type ParsedJobFile =
  | { readonly ok: true; readonly job: JsonObject }
  | { readonly ok: false; readonly text: string }

/** How errors call the file, as Nomad has it. */
const fileName = 'input.hcl'

/** Reads a job file. Never rejects: what cannot be read or evaluated is told. */
export async function parseJobFile({ source, variables = '' }: JobFile): Promise<ParsedJobFile> {
  try {
    const file = await read(fileName, source)
    const given = await read('input.vars', variables)
    return { ok: true, job: await jobOf(inSourceOrder(file, source), given) }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, text: placed(error, fileName, source) }
    throw error
  }
}

async function read(name: string, source: string): Promise<JsonObject> {
  if (source.trim() === '') return {}
  try {
    const parsed: Json = JSON.parse(JSON.stringify(await parse(name, source)))
    return isJsonObject(parsed) ? parsed : {}
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Fault(message.replace(/^parse config: \[(.*)\]$/s, '$1'))
  }
}

async function jobOf(file: JsonObject, given: JsonObject): Promise<JsonObject> {
  const { job, variable, locals, variables, ...others } = file
  const [stray] = Object.keys(others)
  if (stray !== undefined)
    throw new Fault(`Unsupported block type; Blocks of type "${stray}" are not expected here.`, stray)
  const jobs = isJsonObject(job)
    ? Object.entries(job).flatMap(([id, bodies]) => bodiesOf(bodies).map((body) => ({ id, body })))
    : []
  const [only, ...more] = jobs
  if (!only) throw new Fault(`${fileName}: Missing job block; A "job" block is required.`)
  if (more.length > 0) throw new Fault('Duplicate job block; Only one job block is allowed.', 'job')
  const values = await evaluate(given, nodeOnly)
  const scope = scopeOf(
    { ...declared(variable), ...shortForms(variables) },
    isJsonObject(values) ? values : {},
    merged(locals),
  )
  const body = await evaluate(only.body, scope)
  const shape = shapeOf(jobBlock, withoutDynamic(isJsonObject(body) ? body : {}), only.id)
  return { ...shape, ID: fieldOf(body, 'id') ?? only.id, Name: fieldOf(body, 'name') ?? only.id }
}

// `variables { a = 1 }` is the short form of several `variable` blocks with a default.
function shortForms(variables: Json | undefined): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(Object.entries(merged(variables)).map(([name, value]) => [name, { default: value }]))
}

function declared(variable: Json | undefined): Readonly<Record<string, JsonObject>> {
  const entries = Object.entries(isJsonObject(variable) ? variable : {})
  return Object.fromEntries(entries.map(([name, bodies]) => [name, bodiesOf(bodies)[0] ?? {}]))
}

const nodeOnly: Scope = () => Promise.resolve(undefined)

function scopeOf(declarations: Readonly<Record<string, JsonObject>>, given: JsonObject, locals: JsonObject): Scope {
  const open = new Set<string>()
  const scope: Scope = async (root, name, near) => {
    if (name === undefined || (root !== 'var' && root !== 'local')) return undefined
    return root === 'var' ? variable(name, near) : local(name, near)
  }
  async function variable(name: string, near: string): Promise<Json> {
    if (given[name] !== undefined) return given[name]
    const declaration = declarations[name]
    if (!declaration) throw new Fault(`Unknown variable; There is no variable named "${name}".`, near)
    if (declaration['default'] === undefined)
      throw new Fault(`Unset variable "${name}"; A used variable must be set or have a default value.`, near)
    return evaluate(declaration['default'], nodeOnly)
  }
  async function local(name: string, near: string): Promise<Json> {
    const value = locals[name]
    if (value === undefined) throw new Fault(`Unknown variable; There is no local named "${name}".`, near)
    if (open.has(name)) throw new Fault(`Cycle in locals; "${name}" refers to itself.`, near)
    open.add(name)
    const found = await evaluate(value, scope)
    open.delete(name)
    return found
  }
  return scope
}

function withoutDynamic(body: JsonObject): JsonObject {
  const found = JSON.stringify(body).includes('"dynamic":')
  if (found) throw new Fault('Dynamic blocks are not evaluated here.', 'dynamic')
  return body
}

function bodiesOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

function merged(value: Json | undefined): JsonObject {
  return Object.assign({}, ...bodiesOf(value))
}

// The parser sorts labelled blocks by label; a job's groups and tasks have the order of the file.
function inSourceOrder(tree: JsonObject, source: string): JsonObject {
  const entries = Object.entries(tree).map(([word, value]): [string, Json] => [word, ordered(value, word, source)])
  return Object.fromEntries(entries)
}

function ordered(value: Json, word: string, source: string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => (isJsonObject(item) ? inSourceOrder(item, source) : item))
  if (!isJsonObject(value)) return value
  const isLabelled = Object.values(value).every((bodies) => Array.isArray(bodies) && bodies.every(isJsonObject))
  if (!isLabelled) return value
  const entries = Object.entries(value).map(([label, bodies]): [string, Json] => [
    label,
    ordered(bodies, label, source),
  ])
  return Object.fromEntries(entries.sort(([a], [b]) => placeOf(word, a, source) - placeOf(word, b, source)))
}

function placeOf(word: string, label: string, source: string): number {
  const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const at = new RegExp(`\\b${word}\\s+"?${escaped}"?\\s*\\{`).exec(source)?.index
  return at ?? source.length
}
