// Job documents with one change each, and what becomes of them: the errors of validation, or what is stored otherwise than
// without the change, and warnings that it would not have without it. A file of such documents is read, played and printed; people read the print.

import type { Json, JsonObject } from '@cutover/core'
import { type JobSpec, safeQuirks, specChanged, tasksUpdated } from '@cutover/core'
import {
  admitJob,
  annotate,
  diffable,
  freshSurroundings,
  type JobRequest,
  jobDiff,
  openNamespace,
  type Surroundings,
  validateRequest,
} from '@cutover/core/job-documents'
import { readDocument } from '@cutover/core/nomad-rows'
import { longer, shorter } from '../languages.ts'
import { hashText } from '../text-digest.ts'

/** The same text with what becomes of each document beneath its line; lines that begin with `>` are kept, and comments. */
export function playDocuments(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.startsWith('>') || line.startsWith('#') || line === '')
    .flatMap((line) => (line.startsWith('>') ? [line, ...outcomeOf(line), ...nearby(line)] : [line]))
    .join('\n')
}

const places: Readonly<Record<string, string>> = {
  job: '',
  group: 'TaskGroups.0.',
  group1: 'TaskGroups.1.',
  task: 'TaskGroups.0.Tasks.0.',
  task1: 'TaskGroups.0.Tasks.1.',
  service: 'TaskGroups.0.Services.0.',
  check: 'TaskGroups.0.Services.0.Checks.0.',
  taskcheck: 'TaskGroups.0.Tasks.0.Services.0.Checks.0.',
}

const port: JsonObject = { DynamicPorts: [{ Label: 'p' }] }
const check: JsonObject = { Name: 'c', Type: 'http', Path: '/', Interval: 2e9, Timeout: 1e9 }

// What has to be there before a part of it can be changed.
function baseFor(line: string): JsonObject {
  const service = { Name: 's', PortLabel: 'p' }
  const withChecks = { ...service, Checks: [check] }
  const task = { Name: 't', Driver: 'exec', ...(line.includes('taskcheck.') ? { Services: [withChecks] } : {}) }
  const ofGroup = line.includes(' check.') ? [withChecks] : [service]
  const hasServices = / (?:service|check|taskcheck)\./.test(line)
  const services = / (?:service|check)\./.test(line) ? { Services: ofGroup } : {}
  const group = { Name: 'g', Tasks: [task], ...services, ...(hasServices ? { Networks: [port] } : {}) }
  return { ID: 'j', TaskGroups: [group] }
}

const fenced = { ...openNamespace, disabledDrivers: ['docker', 'raw_exec'], enabledNetworkModes: ['bridge'] }
const narrow = { ...openNamespace, enabledDrivers: ['exec'], disabledNetworkModes: ['host', 'none'] }
const namespaces = new Map([
  ['default', openNamespace],
  ['fenced', fenced],
  ['narrow', narrow],
])
const around: Surroundings = { ...freshSurroundings, namespace: (name) => namespaces.get(name) }

interface Change {
  readonly path: string
  readonly value: Json
}

interface Submitted {
  readonly request: JobRequest
  readonly cluster: Surroundings
}

function changesOf(line: string): readonly Change[] {
  return line.slice(2).split(' | ').map(changeOf)
}

function submitted(line: string, changes: readonly Change[]): Submitted {
  const cluster = changes.filter(({ path }) => path.startsWith('around.')).reduce(changedCluster, around)
  const ofJob = changes.filter(({ path }) => !path.startsWith('around.'))
  const job = ofJob.reduce<Json>((value, { path, value: to }) => withValue(value, path.split('.'), to), baseFor(line))
  return { request: { body: { json: { Job: job } } }, cluster }
}

// What comes of the same document where one value of the line is a little different.
function nearby(line: string): readonly string[] {
  const changes = changesOf(line)
  const outcomes = changes.flatMap((change) =>
    someOf(nearbyValues(change.value)).map((value) => {
      const { request, cluster } = submitted(
        line,
        changes.map((one) => (one === change ? { ...change, value } : one)),
      )
      const admitted = admitJob(request, cluster)
      return admitted.ok ? `${admitted.warnings} ${JSON.stringify(admitted.document)}` : admitted.text
    }),
  )
  if (outcomes.length === 0) return []
  return [`  ${outcomes.length} values nearby, ${new Set(outcomes).size} outcomes ${hashText(outcomes.join('\n'))}`]
}

// At most a dozen, from first to last.
function someOf<T>(list: readonly T[]): readonly T[] {
  const step = Math.ceil(list.length / 12)
  return list.filter((_, at) => at % step === 0)
}

// Texts with a letter less or more, numbers beside a number, lists and objects with a member less, or with a member that is a little different.
function nearbyValues(value: Json): readonly Json[] {
  if (typeof value === 'string') return value.length < 16 ? [...shorter(value), ...longer(value)] : []
  if (typeof value === 'number') return [value - 1, value + 1, -value, 2 * value]
  if (typeof value !== 'object' || value === null) return [value !== true]
  if (Array.isArray(value)) {
    const items: readonly Json[] = value
    const changed = items.flatMap((item, at) => nearbyValues(item).map((near) => items.with(at, near)))
    return [...items.map((_, at) => items.toSpliced(at, 1)), [...items, ...items.slice(0, 1)], ...changed]
  }
  const entries = Object.entries(value)
  const less = entries.map(([key]) => Object.fromEntries(entries.filter(([other]) => other !== key)))
  return [
    ...less,
    ...entries.flatMap(([key, member]) => nearbyValues(member).map((near) => ({ ...value, [key]: near }))),
  ]
}

function outcomeOf(line: string): readonly string[] {
  const { request, cluster } = submitted(line, changesOf(line))
  const verdict = validateRequest(request, cluster)
  const admitted = admitJob(request, cluster)
  if (!verdict.ok) return [`  refused with ${verdict.status}: ${verdict.text}`]
  const plain = validateRequest({ body: { json: { Job: baseFor(line) } } }, around)
  const warned = plain.ok && plain.warnings === verdict.warnings ? [] : lines('warned: ', verdict.warnings)
  if (verdict.errors.length > 0) return [...verdict.errors.flatMap((error) => lines('', error)), ...warned]
  if (!admitted.ok) return [...lines(`not registered with ${admitted.status}: `, admitted.text), ...warned]
  const before = admitJob({ body: { json: { Job: baseFor(line) } } }, around)
  if (!before.ok) return [`  the plain document is refused: ${before.text}`]
  const document = { ...admitted.document }
  const again = differences(document, { ...readDocument(document) }, '').map((text) => `  read back otherwise:${text}`)
  return [...differences({ ...before.document }, document, ''), ...again, ...difference(before, admitted), ...warned]
}

// What the new version would be replaced for, and a digest of the differences as Nomad tells them, there and back.
function difference(before: JobSpec, after: JobSpec): readonly string[] {
  if (!specChanged(before, after)) return ['  the same']
  const { changed, label } = tasksUpdated(before.document, after.document, 'g')
  const pairs = [
    [before, after],
    [after, before],
    [undefined, after],
  ] as const
  const diffs = pairs.flatMap(([old, job]) =>
    [false, true].map((contextual) => annotate(jobDiff(old && diffable(old), diffable(job), contextual))),
  )
  return [`  ${changed ? `replaced for ${label}` : 'in place'}, differences ${hashText(JSON.stringify(diffs))}`]
}

function changeOf(text: string): Change {
  const at = text.indexOf(' ')
  const [place = '', ...rest] = text.slice(0, at).split('.')
  const inside = place === 'around' ? 'around.' : (places[place] ?? '')
  const path = `${inside}${rest.join('.')}`.replace(/\.$/, '')
  return { path, value: JSON.parse(grown(text.slice(at + 1))) }
}

// REPEAT and a number stand for a text of that many letters; another letter than `a`, or a text and a dot, may stand before the number.
function grown(json: string): string {
  return json.replaceAll(/REPEAT(?:([a-zA-Z]+)\.|([^\d"]))?(\d+)/gu, (_, many: string, one: string, count: string) =>
    (many ?? one ?? 'a').repeat(Number(count)),
  )
}

function changedCluster(before: Surroundings, { path, value }: Change): Surroundings {
  return path === 'around.safe'
    ? { ...before, quirks: safeQuirks }
    : { ...before, [path.slice('around.'.length)]: value }
}

function withValue(target: Json | undefined, [key = '', ...rest]: readonly string[], value: Json): Json {
  const inner = (child: Json | undefined): Json => (rest.length === 0 ? value : withValue(child, rest, value))
  if (Array.isArray(target)) {
    const place = Number(key)
    return target.length > place ? target.map((one, n) => (n === place ? inner(one) : one)) : [...target, inner({})]
  }
  const object = isObject(target) ? target : {}
  return { ...object, [key]: inner(object[key]) }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function lines(prefix: string, text: string): readonly string[] {
  if (text === '') return []
  return `${prefix}${text}`
    .split('\n')
    .map((line) => short(line.replaceAll('\t', '  ').replaceAll(/\p{Cc}/gu, '·')))
    .filter((line) => line.trim() !== '')
    .map((line) => `  ${line}`)
}

// Long runs of one letter are told by their length.
function short(text: string): string {
  return text.replaceAll(/(.)\1{39,}/gu, (run: string, letter: string) => `${letter}×${[...run].length}`)
}

function differences(before: Json | undefined, after: Json | undefined, path: string): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return keys.flatMap((key) => differences(before[key], after[key], path === '' ? key : `${path}.${key}`))
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return after.flatMap((one, n) => differences(before[n], one, `${path}.${n}`))
  return [`  stored ${path} ${brief(after)}`]
}

// Long values are told without what is empty in them, and by how much of that there is.
function brief(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'absent'
  if (text.length < 400) return short(text)
  const told = JSON.stringify(value, (_key, inner: unknown) => (isEmpty(inner) ? undefined : inner))
  return `${short(told)} of ${text.length} characters`
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || value === 0 || value === false
}
