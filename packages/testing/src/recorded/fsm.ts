// Replays recorded traces of Nomad's state machine: every message as a replicated change, compared by error text, changed rows,
// table indexes and published events. Rules: oracle/README-fsm §1.

import { isRefusal, type JsonObject } from '@cutover/core'
import { streamEvents } from '@cutover/core/stream'
import { firstDifference } from './first-difference.ts'
import { type ChangedRows, changesBetween, recordedChanges } from './fsm-changes.ts'
import { recordedEvent } from './fsm-events.ts'
import { recordedTables } from './fsm-rows.ts'
import { type CommandRun, runTrace } from './fsm-trace.ts'
import { invariantFindings } from './invariant-findings.ts'
import { numberAt, objectAt, objectsAt, textAt } from './read.ts'
import type { Finding } from './replay.ts'
import type { Difference, ReplayReport } from './report.ts'
import { sameValue } from './same-value.ts'

/** Replays lines of `fsm.*.jsonl`. A case is one message; a trace ends at its first difference, because what follows differs too. */
export function replayFsm(lines: Iterable<string>): ReplayReport {
  const differences: Difference[] = []
  let cases = 0
  let divergences = 0
  for (const line of lines) {
    if (line === '') continue
    const record: JsonObject = JSON.parse(line)
    for (const run of runTrace(record)) {
      cases += 1
      const found = differencesOf(run)
      if (found.length === 0) continue
      divergences += 1
      for (const finding of found) differences.push({ caseId: textAt(record, 'trace'), ...finding })
      break
    }
  }
  return { set: 'fsm', cases, divergences, excused: 0, differences }
}

function differencesOf(run: CommandRun): readonly Finding[] {
  const { command, outcome } = run
  const rule = textAt(command, 'type')
  const found = outcome
    ? [...errorDifference(run), ...rowDifferences(run), ...eventDifference(run), ...brokenInvariants(run)]
    : [{ field: 'not implemented', place: '', expected: rule, got: undefined }]
  const at = `command ${numberAt(command, 'i')}`
  return found.map(({ field, place, expected, got }) => ({
    rule,
    field,
    expected: { at: `${at}${place}`, value: expected },
    got: { value: got },
  }))
}

function brokenInvariants({ before, outcome, after }: CommandRun): readonly Parted[] {
  return outcome && !isRefusal(outcome) ? invariantFindings(before, outcome.entries, after) : []
}

/** One difference of a message. */
export interface Parted {
  /** What differs, without the ids, so that reports can group by it. */
  readonly field: string
  /** Which row it is. */
  readonly place: string
  readonly expected: unknown
  readonly got: unknown
}

function errorDifference({ command, outcome }: CommandRun): readonly Parted[] {
  const refusal = outcome && (isRefusal(outcome) ? outcome : outcome.refusal)
  const got = refusal?.text ?? null
  const expected = command.error ?? null
  return got === expected ? [] : [{ field: 'error', place: '', expected, got }]
}

/** How the changed rows and indexes differ from the recorded ones. */
export function rowDifferences({ command, before, after }: Omit<CommandRun, 'outcome'>): readonly Parted[] {
  const expected = recordedChanges(objectAt(command, 'changed') ?? {}, currentJob)
  const got = changesBetween(before, after)
  const names = new Set([...expected.keys(), ...got.keys()])
  return [...names].flatMap((name) => tableDifferences(name, expected.get(name), got.get(name)))

  function currentJob(key: string): unknown {
    const { key: keyOf, write } = recordedTables[4]
    for (const job of after.tables.jobs) if (keyOf(job) === key) return write(job)
    return undefined
  }
}

function tableDifferences(
  name: string,
  expected: ChangedRows = new Map<string, unknown>(),
  got: ChangedRows = new Map<string, unknown>(),
): readonly Parted[] {
  const parted: Parted[] = []
  for (const key of new Set([...expected.keys(), ...got.keys()])) {
    if (sameValue(expected.get(key), got.get(key))) continue
    const parting = firstDifference(expected.get(key), got.get(key))
    if (!parting) continue
    const field = name === 'indexes' ? `indexes/${key}` : `${name}${parting.path}`
    parted.push({ field, place: ` row ${key}`, expected: parting.expected, got: parting.got })
  }
  return parted
}

function eventDifference({ command, before, outcome }: CommandRun): readonly Parted[] {
  const entries = !outcome || isRefusal(outcome) ? [] : outcome.entries
  const got = entries.flatMap((entry) => streamEvents(before, entry)).map(recordedEvent)
  const expected = objectsAt(command, 'events') ?? []
  if (sameValue(expected, got)) return []
  return [{ field: 'events', place: '', expected: expected.map(shortEvent), got: got.map(shortEvent) }]
}

function shortEvent({ Topic, Key, Payload }: Readonly<Record<string, unknown>>): string {
  return `${String(Topic)} ${String(Key)} ${JSON.stringify(Payload)}`
}
