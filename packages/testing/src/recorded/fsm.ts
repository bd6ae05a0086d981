// Replays recorded traces of Nomad's state machine: every message as a replicated change, compared by error text, changed rows,
// table indexes and published events. Rules: oracle/README-fsm §1.

import { isRefusal, type JsonObject, streamEvents } from '@cutover/core'
import { firstDifference } from './first-difference.ts'
import { type ChangedRows, changesBetween, recordedChanges } from './fsm-changes.ts'
import { recordedEvent } from './fsm-events.ts'
import { recordedTables } from './fsm-rows.ts'
import { type CommandRun, runTrace } from './fsm-trace.ts'
import { numberAt, objectAt, objectsAt, textAt } from './read.ts'
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
      const caseId = `${textAt(record, 'trace')}/${numberAt(run.command, 'i')}`
      for (const finding of found) differences.push({ caseId, rule: textAt(run.command, 'type'), ...finding })
      break
    }
  }
  return { set: 'fsm', cases, divergences, excused: 0, differences }
}

type Finding = Pick<Difference, 'field' | 'expected' | 'got'>

function differencesOf(run: CommandRun): readonly Finding[] {
  if (!run.outcome) return [{ field: 'not implemented', expected: textAt(run.command, 'type'), got: undefined }]
  return [...errorDifference(run), ...rowDifferences(run), ...eventDifference(run)]
}

function errorDifference({ command, outcome }: CommandRun): readonly Finding[] {
  const refusal = outcome && (isRefusal(outcome) ? outcome : outcome.refusal)
  const got = refusal?.text ?? null
  const expected = command['error'] ?? null
  return got === expected ? [] : [{ field: 'error', expected, got }]
}

function rowDifferences({ command, before, after }: CommandRun): readonly Finding[] {
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
): readonly Finding[] {
  const findings: Finding[] = []
  for (const key of new Set([...expected.keys(), ...got.keys()])) {
    if (sameValue(expected.get(key), got.get(key))) continue
    const parting = firstDifference(expected.get(key), got.get(key))
    findings.push({ field: `${name} ${key}${parting?.path ?? ''}`, expected: parting?.expected, got: parting?.got })
  }
  return findings
}

function eventDifference({ command, before, outcome }: CommandRun): readonly Finding[] {
  const entries = !outcome || isRefusal(outcome) ? [] : outcome.entries
  const got = entries.flatMap((entry) => streamEvents(before, entry)).map(recordedEvent)
  const expected = objectsAt(command, 'events') ?? []
  if (sameValue(expected, got)) return []
  return [{ field: 'events', expected: expected.map(shortEvent), got: got.map(shortEvent) }]
}

function shortEvent({ Topic, Key, Payload }: Readonly<Record<string, unknown>>): string {
  return `${String(Topic)} ${String(Key)} ${JSON.stringify(Payload)}`
}
