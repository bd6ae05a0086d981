// Replays recorded calls of Nomad's endpoints (oracle/README-fsm §2): calls become commands and reads, injected log messages
// become changes; error, answer, entries, rows and events are compared. A trace ends at its first difference.

import {
  isRefusal,
  type JsonObject,
  type Refusal,
  type Reply,
  replay,
  type State,
  type Transition,
  transition,
} from '@cutover/core'
import { admitCommand } from '@cutover/core/job-documents'
import { streamEvents } from '@cutover/core/stream'
import { answerOf, errorOf, recordedAnswer, refusalIn } from './endpoint-answers.ts'
import { commandOf } from './endpoint-commands.ts'
import { readOf } from './endpoint-reads.ts'
import { firstDifference } from './first-difference.ts'
import { type Parted, rowDifferences } from './fsm.ts'
import { recordedEvent } from './fsm-events.ts'
import { changeOf } from './fsm-requests.ts'
import { traceStart } from './fsm-trace.ts'
import { invariantFindings } from './invariant-findings.ts'
import { nanosAt, numberAt, objectAt, objectsAt, textAt, textsAt } from './read.ts'
import type { Finding } from './replay.ts'
import type { Difference, ReplayReport } from './report.ts'
import { trimmed } from './trimmed.ts'
import { wholeMicros } from './whole-micros.ts'

/** Replays one trace a line. Every call is a case. */
export function replayEndpoints(lines: Iterable<string>): ReplayReport {
  const differences: Difference[] = []
  let cases = 0
  let divergences = 0
  for (const line of lines) {
    if (line === '') continue
    const trace: JsonObject = JSON.parse(wholeMicros(line))
    for (const { call, outcome } of runTrace(trace)) {
      cases += 1
      const found = differencesOf(call, outcome)
      if (found.length === 0) continue
      divergences += 1
      for (const finding of found) differences.push({ caseId: textAt(trace, 'trace'), ...finding })
      break
    }
  }
  return { set: 'endpoints', cases, divergences, excused: 0, differences }
}

interface Run {
  readonly call: JsonObject
  readonly outcome: Outcome
}

function* runTrace(trace: JsonObject): Generator<Run, void, undefined> {
  let state = traceStart(trace)
  for (const call of objectsAt(trace, 'commands') ?? []) {
    const outcome = take(state, call)
    state = outcome.after
    yield { call, outcome }
  }
}

/** What a call did here, written as the recording writes it. */
interface Outcome {
  readonly before: State
  readonly after: State
  readonly error: string | null
  readonly response: unknown
  /** The type of each message that was written, with its index. */
  readonly entries: readonly (readonly [index: number, type: string])[]
  readonly events: readonly unknown[]
  /** Of the invariants. */
  readonly broken: readonly Parted[]
}

function take(state: State, call: JsonObject): Outcome {
  const type = textAt(call, 'type')
  const request = objectAt(call, 'request') ?? {}
  const [entry] = objectsAt(call, 'entries') ?? []
  const before = entry ? { ...state, lastIndex: numberAt(entry, 'index') - 1 } : state
  const inject = textAt(call, 'kind') === 'inject'
  const command = inject ? changeOf(type, request) : commandOf(type, request)
  if (!command) return readOutcome(before, readOf(type, before, request))
  const at = nanosAt(call, 'now')
  const admitted = admitCommand(before, command)
  if (isRefusal(admitted)) return commandOutcome(before, admitted, () => null)
  const { warnings } = admitted
  const taken = transition(before, admitted.command, { at, term: 1, by: 'operator', ids: textsAt(call, 'ids') ?? [] })
  return commandOutcome(before, taken, (reply) => (inject ? null : answerOf(type, request, { reply, warnings, at })))
}

function readOutcome(before: State, answer: object | undefined): Outcome {
  const nothing = { before, after: before, entries: [], events: [], broken: [] }
  if (!answer) return { ...nothing, error: 'not a call that is known', response: null }
  if (isRefusal(answer)) return { ...nothing, error: errorOf(answer), response: null }
  return { ...nothing, error: null, response: answer }
}

function commandOutcome(before: State, taken: Transition | Refusal, answer: (reply: Reply) => unknown): Outcome {
  const refusal = refusalIn(taken)
  const error = refusal ? errorOf(refusal) : null
  if (isRefusal(taken)) return { before, after: before, error, response: null, entries: [], events: [], broken: [] }
  return {
    before,
    after: taken.state,
    error,
    response: refusal ? null : answer(taken.reply),
    entries: taken.entries.map(({ index, cause }) => [index, messageTypes.get(cause.change) ?? cause.change]),
    events: eventsOf(before, taken),
    broken: invariantFindings(before, taken.entries, taken.state),
  }
}

// Each entry is told with the state before it.
function eventsOf(before: State, { entries }: Transition): readonly unknown[] {
  let state = before
  return entries.flatMap((entry) => {
    const events = streamEvents(state, entry).map(recordedEvent)
    state = replay(state, entry)
    return events
  })
}

function differencesOf(call: JsonObject, outcome: Outcome): readonly Finding[] {
  const recorded = objectAt(call, 'response')
  const inject = textAt(call, 'kind') === 'inject'
  const entries = (objectsAt(call, 'entries') ?? []).map((entry) => [numberAt(entry, 'index'), textAt(entry, 'type')])
  const parted = [
    ...part('error', call.error ?? null, outcome.error),
    ...part(
      'response',
      recorded ? trimmed(recordedAnswer(recorded)) : null,
      outcome.response && trimmed(outcome.response),
    ),
    ...part('entries', inject ? [] : entries, inject ? [] : outcome.entries),
    ...rowDifferences({ command: call, before: outcome.before, after: outcome.after }),
    ...part('events', call.events ?? [], outcome.events),
    ...outcome.broken,
  ]
  const at = `command ${numberAt(call, 'i')}`
  return parted.map(({ field, place, expected, got }) => ({
    rule: textAt(call, 'type'),
    field,
    expected: { at: `${at}${place}`, value: expected },
    got: { value: got },
  }))
}

function part(field: string, recorded: unknown, ours: unknown): readonly Parted[] {
  const parting = firstDifference(recorded, ours)
  return parting ? [{ field: field + parting.path, place: '', expected: parting.expected, got: parting.got }] : []
}

const messageTypes: ReadonlyMap<string, string> = new Map([
  ['RegisterJob', 'JobRegisterRequestType'],
  ['DeregisterJob', 'JobDeregisterRequestType'],
  ['UpdateEvaluations', 'EvalUpdateRequestType'],
  ['RecordScaling', 'ScalingEventRegisterRequestType'],
  ['MarkJobStable', 'JobStabilityRequestType'],
  ['TagJobVersion', 'JobVersionTagRequestType'],
  ['TransitionAllocations', 'AllocUpdateDesiredTransitionRequestType'],
  ['UpdateDeploymentStatus', 'DeploymentStatusUpdateRequestType'],
  ['PromoteDeployment', 'DeploymentPromoteRequestType'],
  ['SetAllocationHealth', 'DeploymentAllocHealthRequestType'],
])
