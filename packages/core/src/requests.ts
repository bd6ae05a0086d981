// Requests with a key: the answer to one that was asked before, and the record that makes the next answer durable. The record
// lies in the first entry that the request brought about, so that whoever has the entries has the answers.

import { canonicalText } from './canonical.ts'
import type { Command } from './command.ts'
import { type AnsweredRequest, foldRequest, type RequestRecord } from './entities/answered-request.ts'
import { hashText, printHash } from './hash.ts'
import type { Json } from './json.ts'
import type { Step } from './machine.ts'
import type { Refusal } from './refusal.ts'
import { refuseAtDoor } from './refusals/doors.ts'
import type { State } from './state.ts'
import type { Micros } from './time.ts'

/** How many answers are kept, and for how long at most. */
export interface RequestBounds {
  readonly keysMax: number
  readonly keyAgeMax: Micros
}

/** A request as its door knows it. */
export interface KeyedRequest {
  readonly key: string
  readonly fingerprint: string
  readonly note: Json | undefined
}

/** More than this many keys are never given up at once: the rest waits for the next request. */
const forgottenMax = 64

/** What was answered under a key; undefined when nothing was, or when that is too long ago at the instant `at`. */
export function answeredRequest(
  state: State,
  key: string,
  { at, keyAgeMax }: Pick<RequestBounds, 'keyAgeMax'> & { readonly at: Micros },
): AnsweredRequest | undefined {
  const found = state.tables.requests.get(key)
  return found && at - found.at <= keyAgeMax ? found : undefined
}

/** The answer to a request under a key that another request was answered under. */
export function keyReused(): Refusal {
  return refuseAtDoor('idempotency-key-reused')
}

/** What tells a command from another one, for callers who have nothing better. */
export function fingerprintOf(command: Command): string {
  return printHash(hashText(canonicalText(command)))
}

/** The same step with its answer kept in its first entry. A step without entries left nothing that an answer could be kept in. */
export function rememberRequest(step: Step, request: KeyedRequest, bounds: RequestBounds): Step {
  const [first, ...rest] = step.entries
  if (first === undefined) return step
  const { key, fingerprint, note } = request
  const { requests } = step.state.tables
  const answered: AnsweredRequest = {
    key,
    fingerprint,
    at: first.at,
    first: first.index,
    last: rest.at(-1)?.index ?? first.index,
    reply: step.reply,
    ...(step.refusal ? { refusal: step.refusal } : {}),
    ...(note === undefined ? {} : { note }),
  }
  const record: RequestRecord = { answered, forgotten: keysToForget(step.state, answered, bounds) }
  const tables = { ...step.state.tables, requests: foldRequest(requests, record) }
  return {
    entries: [{ ...first, request: record }, ...rest],
    state: { ...step.state, tables },
    reply: step.reply,
    refusal: step.refusal,
  }
}

// The oldest first: those past their age, and as many as are over the bound.
function keysToForget(
  { tables: { requests } }: State,
  { key, at }: AnsweredRequest,
  { keysMax, keyAgeMax }: RequestBounds,
): readonly string[] {
  let over = requests.size + (requests.has(key) ? 0 : 1) - keysMax
  const forgotten: string[] = []
  for (const row of requests.byDue()) {
    if (forgotten.length === forgottenMax || (over <= 0 && at - row.at <= keyAgeMax)) break
    if (row.key === key) continue
    forgotten.push(row.key)
    over -= 1
  }
  return forgotten
}
