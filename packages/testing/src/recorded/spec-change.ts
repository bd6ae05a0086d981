// Replays recorded pairs of job documents: spec changed, the labels of what forces a replacement, and both diffs
// (oracle/README-reconciler §3).

import { type Job, type JsonObject, specChanged, tasksUpdated } from '@cutover/core'
import { annotate, diffable, jobDiff } from '@cutover/core/job-documents'
import { firstDifference } from './first-difference.ts'
import { objectAt, textAt } from './read.ts'
import { type Finding, replayLines } from './replay.ts'
import type { ReplayReport } from './report.ts'
import { readJob } from './rows.ts'
import { trimmed } from './trimmed.ts'

/** Replays lines of `spec-change.*.jsonl`. */
export function replaySpecChange(lines: Iterable<string>): ReplayReport {
  return replayLines('spec-change', lines, replayCase)
}

function replayCase(record: JsonObject): readonly Finding[] {
  const before = objectAt(record, 'old')
  const old = before && readJob(before)
  const job = readJob(objectAt(record, 'new') ?? {})
  return [
    ...compareFlag(record, old, job),
    ...compareLabels(record, old, job),
    ...['diff', 'diffContextual'].flatMap((field) => compareDiff(record, field, { old, job })),
  ]
}

function compareFlag(record: JsonObject, old: Job | undefined, job: Job): readonly Finding[] {
  const expected = record.specChanged === true
  const got = specChanged(old, job)
  return expected === got ? [] : [{ rule: 'semantics/1 §5.4', field: 'specChanged', expected, got }]
}

function compareLabels(record: JsonObject, old: Job | undefined, job: Job): readonly Finding[] {
  const labels = objectAt(record, 'tasksUpdated') ?? {}
  const findings: Finding[] = []
  for (const group of Object.keys(labels)) {
    const expected = textAt(labels, group)
    const got = old && tasksUpdated(old.document, job.document, group)
    if (got?.label === expected && got.changed === (expected !== '')) continue
    findings.push({ rule: 'semantics/2 §3.2', field: `tasksUpdated/${group}`, expected, got: got?.label })
  }
  return findings
}

interface Jobs {
  readonly old: Job | undefined
  readonly job: Job
}

function compareDiff(record: JsonObject, field: string, { old, job }: Jobs): readonly Finding[] {
  const recorded = objectAt(record, field)
  if (!recorded) return []
  const diff = annotate(jobDiff(old && diffable(old), diffable(job), field === 'diffContextual'))
  const parting = firstDifference(ordered(trimmed(recorded)), ordered(trimmed(diff)))
  if (!parting) return []
  const { path, expected, got } = parting
  return [{ rule: 'semantics/4 §4.3, §4.4', field: field + path, expected, got }]
}

/** Puts neighbouring objects of the same type and name into the order of the recordings: that of their text. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, member]) => {
    const inner = ordered(member)
    return [key, key === 'Objects' && Array.isArray(inner) ? orderedRuns(inner) : inner]
  })
  return Object.fromEntries(members)
}

function orderedRuns(objects: readonly unknown[]): readonly unknown[] {
  const runs: { readonly kind: string; readonly members: unknown[] }[] = []
  for (const object of objects) {
    const kind = kindOf(object)
    const run = runs.at(-1)
    if (run?.kind === kind) run.members.push(object)
    else runs.push({ kind, members: [object] })
  }
  return runs.flatMap(({ members }) => members.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)))
}

function kindOf(object: unknown): string {
  if (typeof object !== 'object' || object === null) return ''
  return JSON.stringify(['Type' in object && object.Type, 'Name' in object && object.Name])
}
