// Compares an answer with the recorded one: status, blocking, headers, layout, body. Rules: oracle/README-http §4.

import type { Bindings } from './bindings.ts'
import { compareEvents } from './compare-events.ts'
import {
  type Comparing,
  compareIndexes,
  compareTexts,
  compareValues,
  type Mismatch,
  type Path,
} from './compare-values.ts'
import {
  isList,
  isObject,
  keysOf,
  kindOf,
  layoutOf,
  member,
  readTree,
  type Tree,
  type TreeList,
  type TreeObject,
  writeTree,
} from './json-tree.ts'
import type { RawAnswer } from './raw-exchange.ts'
import { headerOf } from './selectors.ts'
import type { RecordedRequest, RecordedResponse, Step } from './story.ts'
import { isUuid } from './texts.ts'

/** A step with what is needed to compare its answer. */
export interface Exchange {
  readonly step: Step
  readonly request: RecordedRequest
  readonly response: RecordedResponse
  readonly answer: RawAnswer
}

/** Every difference between the recorded answer and the one that came. */
export function compareAnswers(exchange: Exchange, bindings: Bindings): readonly Mismatch[] {
  const { step, request, response, answer } = exchange
  const mismatches: Mismatch[] = []
  const on = comparing(request, bindings, (mismatch) => void mismatches.push(mismatch))
  noteFirstWrite(on, response, answer)
  if (response.status !== answer.status)
    return [{ path: ['status'], what: 'status', expected: told(response), got: told(answer) }]
  if (answer.note !== undefined && answer.note !== response.note)
    on.report({ path: ['note'], what: 'note', expected: response.note ?? '', got: answer.note })
  compareBlocking(on, exchange)
  compareHeaders(on, response, answer)
  if (step.compare === 'status') return mismatches
  if (step.stream) compareEvents(on, response.body, answer.body)
  else compareBodies(on, step.compare, response, answer)
  return mismatches
}

function comparing(request: RecordedRequest, bindings: Bindings, report: Comparing['report']): Comparing {
  const [endpoint = '', query = ''] = request.path.split('?')
  const isRead =
    request.method === 'GET' ||
    request.method === 'HEAD' ||
    endpoint.includes('/search') ||
    endpoint.endsWith('/statuses')
  const isPaged = query.includes('per_page=') || query.includes('next_token=')
  return { bindings, endpoint, isWrite: !isRead, isPaged, report }
}

function noteFirstWrite({ bindings, isWrite }: Comparing, response: RecordedResponse, answer: RawAnswer): void {
  if (!isWrite || bindings.firstWrite !== undefined || response.status !== 200 || answer.status !== 200) return
  const recorded = headerOf(response, 'x-nomad-index') ?? '0'
  const actual = headerOf(answer, 'x-nomad-index') ?? '0'
  if (/^[1-9]\d*$/.test(recorded) && /^[1-9]\d*$/.test(actual))
    bindings.firstWrite = { recorded: BigInt(recorded), actual: BigInt(actual) }
}

function told({ status, body }: { readonly status: number; readonly body: string }): string {
  return `${status} ${body.length > 200 ? `${body.slice(0, 200)}…` : body}`
}

function compareBlocking(on: Comparing, { step, request, response, answer }: Exchange): void {
  if (response.blocked === undefined || step.stream || !request.path.includes('index=')) return
  const found = blockingOf(request.path, answer.ms)
  if (found !== response.blocked)
    on.report({
      path: ['blocked'],
      what: 'blocked',
      expected: response.blocked,
      got: `${found} (${Math.round(answer.ms)} ms)`,
    })
}

function blockingOf(path: string, ms: number): string {
  const [, amount, unit] = /[?&]wait=(\d+)(ms|s)(?:&|$)/.exec(path) ?? []
  const waitMs = amount === undefined ? undefined : Number(amount) * (unit === 's' ? 1_000 : 1)
  if (waitMs !== undefined && waitMs > 0 && ms >= 0.97 * waitMs) return 'timed-out'
  return ms < 420 ? 'immediate' : 'waited'
}

/** Transport, or measured. */
const unheard: ReadonlySet<string> = new Set([
  'date',
  'connection',
  'content-length',
  'transfer-encoding',
  'x-nomad-lastcontact',
])

function compareHeaders(on: Comparing, response: RecordedResponse, answer: RawAnswer): void {
  const names = new Set([...response.headers, ...answer.headers].map(([name]) => name.toLowerCase()))
  for (const name of [...names].sort()) {
    const want = headerOf(response, name)
    const got = headerOf(answer, name)
    const isBoth = want !== undefined && got !== undefined
    if (isBoth && unheard.has(name)) continue
    if (isBoth) compareHeader(on, name, want, got)
    else if (!transport.has(name))
      on.report({ path: ['header', name], what: 'header', expected: want ?? 'none', got: got ?? 'none' })
  }
}

const transport: ReadonlySet<string> = new Set(['date', 'connection', 'content-length', 'transfer-encoding'])

function compareHeader(on: Comparing, name: string, want: string, got: string): void {
  const path: Path = ['header', name]
  if (name === 'x-nomad-index' && /^\d+$/.test(got))
    compareIndexes(on, { path, key: 'X-Nomad-Index', want, got }, on.isWrite && !on.endpoint.endsWith('/scale'))
  else if (name === 'x-nomad-nexttoken') compareTokens(on, path, want, got)
  else if (name === 'location') compareTexts(on, path, want, got)
  else if (withoutAge(name, want) !== withoutAge(name, got)) on.report({ path, what: 'header', expected: want, got })
}

// How long keys may be kept follows from their rotation.
function withoutAge(name: string, value: string): string {
  return name === 'cache-control' ? value.replace(/max-age=\d+/, 'max-age') : value
}

function compareTokens(on: Comparing, path: Path, want: string, got: string): void {
  const recorded = indexedToken(want)
  const actual = indexedToken(got)
  if (recorded && actual) {
    compareIndexes(on, { path, key: 'next token', want: recorded.index, got: actual.index }, false)
    compareTexts(on, path, recorded.id, actual.id)
  } else if (recorded || actual) on.report({ path, what: 'header', expected: want, got })
  else if (!/^\d+$/.test(want) || !/^\d+$/.test(got)) compareTexts(on, path, want, got)
}

function indexedToken(text: string): { readonly index: string; readonly id: string } | undefined {
  const at = text.indexOf('.')
  const index = text.slice(0, Math.max(0, at))
  const id = text.slice(at + 1)
  return /^\d+$/.test(index) && isUuid(id) ? { index, id } : undefined
}

function compareBodies(on: Comparing, mode: Step['compare'], response: RecordedResponse, answer: RawAnswer): void {
  const isText = headerOf(response, 'content-type')?.includes('text/plain') === true
  const want = isText ? undefined : readTree(response.body)
  const got = readTree(answer.body)
  if (want === undefined) compareTexts(on, ['body'], inOrder(response.body), inOrder(answer.body))
  else if (got === undefined) on.report({ path: ['body'], what: 'JSON', expected: told(response), got: told(answer) })
  else {
    compareLayouts(on, layoutOf(response.body, want), layoutOf(answer.body, got))
    if (mode === 'len') compareLengths(on, want, got)
    else if (mode === 'shape' || mode === 'keys') compareShapes(on, want, got, [])
    else compareValues(on, { want, got, path: [], key: '' })
  }
}

// Error lists made from a map have no order.
function inOrder(text: string): string {
  const isUnordered = text.includes('errors occurred:') && text.includes('healthy allocations')
  return isUnordered ? text.split('\n').sort().join('\n') : text
}

function compareLayouts({ report }: Comparing, want: string, got: string): void {
  if (want !== 'other' && want !== got) report({ path: ['body'], what: 'layout', expected: want, got })
}

function compareLengths(on: Comparing, want: Tree, got: Tree): void {
  if (!isList(want) || !isList(got)) compareShapes(on, want, got, [])
  else if (want.items.length === got.items.length) compareFirst(on, want, got, [])
  else on.report({ path: [], what: 'length', expected: String(want.items.length), got: String(got.items.length) })
}

function compareFirst(on: Comparing, want: TreeList, got: TreeList, path: Path): void {
  const [first] = want.items
  const [other] = got.items
  if (first !== undefined && other !== undefined) compareShapes(on, first, other, [...path, 0])
}

// Types all the way down, keys on the two outer levels.
function compareShapes(on: Comparing, want: Tree, got: Tree, path: Path): void {
  if (kindOf(want) !== kindOf(got)) on.report({ path, what: 'type', expected: brief(want), got: brief(got) })
  else if (isObject(want) && isObject(got) && path.length < 2) compareOuterKeys(on, want, got, path)
  else if (isList(want) && isList(got)) compareFirst(on, want, got, path)
}

function compareOuterKeys(on: Comparing, want: TreeObject, got: TreeObject, path: Path): void {
  const wanted = keysOf(want)
  const found = keysOf(got)
  const missing = wanted.filter((key) => !found.includes(key))
  const extra = found.filter((key) => !wanted.includes(key))
  if (missing.length + extra.length > 0)
    on.report({ path, what: 'keys', expected: missing.join(' '), got: extra.join(' ') })
  for (const [key, value] of want.members) {
    const other = member(got, key)
    if (other !== undefined) compareShapes(on, value, other, [...path, key])
  }
}

function brief(value: Tree): string {
  const text = writeTree(value)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
