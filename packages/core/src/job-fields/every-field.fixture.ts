// Every field of a job document, found by walking the description of the fields: with values of its kind, what each of them is refused
// for, stored as, and told as a difference from the one before it; with values of other kinds, what the decoder says.

import { canonicalizeJob } from '../job-canonical/canonicalize.ts'
import { annotate } from '../job-diff/annotate.ts'
import { diffable, jobDiff } from '../job-diff/job-diff.ts'
import { type JobSpec, specChanged } from '../job-diff/spec-changed.ts'
import { tasksUpdated } from '../job-diff/update-kind.ts'
import { validateRequest } from '../job-document/admit.ts'
import { bodyOf } from '../job-document/body.ts'
import { completeDocument } from '../job-document/complete.ts'
import { decodeBody } from '../job-document/decode.ts'
import { serverForm } from '../job-document/server-form.ts'
import { splitJob } from '../job-document/split.ts'
import { freshSurroundings } from '../job-document/surroundings.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { readDocument } from '../nomad-rows/document-rows.ts'
import type { Block, Field } from './field.ts'
import { jobBlock, validateBlock } from './job.ts'

type Path = readonly string[]

/** A field, and where it stands. */
export interface FieldPlace {
  readonly path: Path
  readonly field: Field
}

/** The fields of a block and of all blocks inside it; those of a task's services like those of a group's, without the mesh. */
export function fieldPlaces(of: Block, path: Path = []): readonly FieldPlace[] {
  return Object.entries(of.fields).flatMap(([name, field]) => {
    const here = [...path, name]
    const element = field.element ? [field.kind === 'list' ? '0' : 'k'] : []
    const inner = field.block ?? field.element?.block
    const again = path.includes('Tasks') && name === 'Connect'
    return [{ path: here, field }, ...(inner && !again ? fieldPlaces(inner, [...here, ...element]) : [])]
  })
}

/** What becomes of a field, in one line, with a digest of what would be long. */
export function tellField({ path, field }: FieldPlace, hash: (text: string) => string): string {
  const digest = (value: unknown): string => hash(JSON.stringify(value) ?? '')
  const values = [undefined, ...valuesOf(field)]
  const refused = values.map((value) => errorsOf(documentWith(path, value, false)))
  const stored = values.map((value) => storedOf(documentWith(path, value, true)))
  const pairs = stored.flatMap((spec, n) => [[spec, stored[n + 1] ?? stored[0]] as const])
  const labels = pairs.map(([before, after]) => (before && after ? labelOf(before, after) : 'no'))
  const differences = pairs.map(([before, after]) => [
    differencesOf(before, after, false),
    differencesOf(before, after, true),
  ])
  const misread = others.map((value) => misreading(path, value))
  return [
    `${path.join('.')} ${field.type}:`,
    `${new Set(refused).size} of ${values.length} refusals ${digest(refused)},`,
    `stored ${digest(stored.map((spec) => spec && forms(spec)))},`,
    `differences ${digest(differences)},`,
    `${[...new Set(labels)].join(', ')} ${digest(labels)},`,
    `misread ${digest(misread)}`,
  ].join(' ')
}

function valuesOf(field: Field): readonly Json[] {
  const { kind, element } = field
  if (kind === 'text') return ['', 'a', 'b']
  if (kind === 'integer') return [0, 7, 8, -1]
  if (kind === 'flag') return [false, true]
  if (kind === 'bytes') return ['', 'aGk=']
  if (kind === 'any') return [null, 1.5, { x: [true, 'y'] }]
  const [one = null, two = null] = element ? valuesOf(element).slice(-2) : []
  if (kind === 'list') return [[], [one], [one, two], [two, one], [two, two]]
  if (kind === 'map') return [{}, { k: one }, { k: two }, { l: one, k: two }]
  return [{}, ...(field.block ? [scalarsOf(field.block)] : [])]
}

// A block with something in each of its plain members.
function scalarsOf({ fields }: Block): JsonObject {
  const members = Object.entries(fields).map(([name, { kind }]) => [name, scalarOf(name, kind)] as const)
  return Object.fromEntries(members.filter(([, value]) => value !== null))
}

function scalarOf(name: string, kind: Field['kind']): Json {
  if (kind === 'text') return name.toLowerCase()
  if (kind === 'integer') return 9
  return kind === 'flag' ? true : null
}

const bare: JsonObject = { ID: 'j', TaskGroups: [{ Name: 'g', Tasks: [{ Name: 't', Driver: 'exec' }] }] }

/** A job with a value at a path; the blocks on the way have other members too, or none. */
function documentWith(path: Path, value: Json | undefined, isRich: boolean): JsonObject {
  return placed(bare, path, { value, of: jobBlock, isRich })
}

interface Placing {
  readonly value: Json | undefined
  readonly of: Block | undefined
  readonly isRich: boolean
}

function placed(target: JsonObject, [key = '', ...rest]: Path, { value, of, isRich }: Placing): JsonObject {
  const field = of?.fields[key]
  if (rest.length === 0) return value === undefined ? without(target, key) : { ...target, [key]: value }
  const inner = field?.block ?? field?.element?.block
  const start = isRich && inner ? scalarsOf(inner) : {}
  const there = target[key]
  if (field?.kind !== 'list' && field?.kind !== 'map')
    return { ...target, [key]: placed(isJsonObject(there) ? there : start, rest, { value, of: inner, isRich }) }
  const [place = '', ...below] = rest
  const first = Array.isArray(there) ? there[0] : undefined
  const made = placed(isJsonObject(first) ? first : start, below, { value, of: inner, isRich })
  return { ...target, [key]: field.kind === 'list' ? [made] : { [place]: made } }
}

function without(target: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(target).filter(([name]) => name !== key))
}

function errorsOf(job: JsonObject): string {
  const verdict = validateRequest({ body: { json: { Job: job } } }, freshSurroundings)
  return verdict.ok ? `${verdict.error}; ${verdict.warnings}` : verdict.text
}

// What is stored does not ask whether it is right.
function storedOf(job: JsonObject): JobSpec | undefined {
  const decoded = decodeBody(bodyOf({ Job: job }), validateBlock)
  const sent = decoded.ok ? decoded.value.Job : undefined
  const canonical = isJsonObject(sent) ? canonicalizeJob(sent, { namespace: 'default', region: 'global' }) : undefined
  return canonical?.ok ? splitJob(canonical.job) : undefined
}

function forms({ document, stop, versionTag }: JobSpec): readonly unknown[] {
  return [document, stop, versionTag, completeDocument(document), serverForm(document), readDocument(document)]
}

function labelOf(before: JobSpec, after: JobSpec): string {
  if (!specChanged(before, after)) return 'the same'
  const { changed, label } = tasksUpdated(before.document, after.document, 'g')
  return changed ? label : 'in place'
}

function differencesOf(before: JobSpec | undefined, after: JobSpec | undefined, contextual: boolean): unknown {
  return annotate(jobDiff(before && diffable(before), after && diffable(after), contextual))
}

const others: readonly Json[] = [null, true, 'x', 1.5, 300, [null], [7], [{}], { k: 7 }, { k: null }]

function misreading(path: Path, value: Json): unknown {
  const decoded = decodeBody(bodyOf({ Job: documentWith(path, value, false) }), validateBlock)
  return decoded.ok ? decoded.value : decoded.text
}
