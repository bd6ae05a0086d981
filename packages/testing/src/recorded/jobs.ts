// Replays recorded job documents: what registering and validating them answered, what was stored, and whether sending
// the stored job back changed anything. Where the server crashed and gave no answer, ours must be a refusal
// (oracle/README-jobs §1).

import type { Json, JsonObject } from '@cutover/core'
import {
  type AdmittedJob,
  admitJob,
  freshSurroundings,
  openNamespace,
  type RefusedJob,
  type Surroundings,
  type ValidatedJob,
  validateRequest,
} from '@cutover/core/job-documents'
import { readBody } from './bodies.ts'
import { firstDifference } from './first-difference.ts'
import { nanosAt, numberAt, objectAt, objectsAt, textAt } from './read.ts'
import { type Finding, replayLines } from './replay.ts'
import type { ReplayReport } from './report.ts'

/** Replays lines of `jobs.*.jsonl`. */
export function replayJobs(lines: Iterable<string>): ReplayReport {
  return replayLines('jobs', lines, replayCase, isUnanswered)
}

const restricted = { ...openNamespace, disabledDrivers: ['docker', 'exec'], disabledNetworkModes: ['host'] }
const namespaces = new Map([
  ['default', openNamespace],
  ['team', openNamespace],
  ['restricted', restricted],
])

/** The server that was recorded (oracle/README-jobs §1). */
const around: Surroundings = {
  ...freshSurroundings,
  namespace: (name) => namespaces.get(name),
  hasNodePool: (name) => ['default', 'all', 'gpu'].includes(name),
}

function replayCase(record: JsonObject): readonly Finding[] {
  const query = new URLSearchParams(textAt(record, 'query'))
  const place = { namespace: query.get('namespace') ?? '', region: query.get('region') ?? '' }
  const request = { ...place, body: textAt(record, 'request') }
  const admitted = admitJob(request, around)
  return [
    ...answered(record, 'register', (answer) => compareRegistered(answer, admitted)),
    ...answered(record, 'validate', (answer) => compareValidated(answer, validateRequest(request, around))),
    ...answered(record, 'job', (answer) => (admitted.ok ? compareStored(answer, admitted) : [])),
    ...compareAgain(record, admitted),
    ...(isUnanswered(record) && admitted.ok
      ? [{ rule: 'refused', field: 'register', expected: 'a refusal', got: 'accepted' }]
      : []),
  ]
}

/** The original crashed on this document. */
function isUnanswered(record: JsonObject): boolean {
  return ['register', 'validate'].some((call) => {
    const answer = objectAt(record, call)
    return answer !== undefined && numberAt(answer, 'status') === 0
  })
}

function answered(
  record: JsonObject,
  call: string,
  compare: (answer: JsonObject) => readonly Finding[],
): readonly Finding[] {
  const answer = objectAt(record, call)
  return answer && numberAt(answer, 'status') !== 0 ? compare(answer) : []
}

function compareRegistered(answer: JsonObject, admitted: AdmittedJob | RefusedJob): readonly Finding[] {
  const rule = 'semantics/4 §2.1'
  if (!admitted.ok) return compareRefused(rule, 'register', { answer, refused: admitted })
  const wrong = numberAt(answer, 'status') !== 200
  if (wrong) return [{ rule, field: 'register', expected: answer.body, got: 'accepted' }]
  return compare('semantics/4 §1.9', 'register/Warnings', readBody(answer).Warnings, admitted.warnings)
}

function compareValidated(answer: JsonObject, verdict: ValidatedJob | RefusedJob): readonly Finding[] {
  const rule = 'semantics/4 §1.7, §1.8'
  if (!verdict.ok) return compareRefused(rule, 'validate', { answer, refused: verdict })
  const errors = verdict.errors.length === 0 ? null : [...verdict.errors]
  const got = { Error: verdict.error, ValidationErrors: errors, Warnings: verdict.warnings }
  const { DriverConfigValidated: _, ...expected } = numberAt(answer, 'status') === 200 ? readBody(answer) : {}
  return compare(rule, 'validate', expected, got)
}

function compareRefused(
  rule: string,
  field: string,
  { answer, refused }: { readonly answer: JsonObject; readonly refused: RefusedJob },
): readonly Finding[] {
  const { status, text } = refused
  return compare(rule, field, { status: answer.status, text: answer.body }, { status, text })
}

const unsettled = [
  'Status',
  'StatusDescription',
  'Stable',
  'SubmitTime',
  'CreateIndex',
  'ModifyIndex',
  'JobModifyIndex',
]

function compareStored(answer: JsonObject, admitted: AdmittedJob): readonly Finding[] {
  const stored = readBody(answer)
  const tagged = objectAt(stored, 'VersionTag')
  const entries = Object.entries(stored).filter(([key]) => !unsettled.includes(key))
  const expected = {
    ...Object.fromEntries(entries),
    // The engine keeps whole microseconds; a client's own time of a tag may have a rest below.
    VersionTag: tagged ? { ...tagged, TaggedTime: nanosAt(tagged, 'TaggedTime') * 1_000 } : null,
    TaskGroups: (objectsAt(stored, 'TaskGroups') ?? []).map(maskScaling),
  }
  const { stop, version, versionTag: tag } = admitted
  const shown = tag && { Name: tag.name, Description: tag.description, TaggedTime: tag.taggedTime * 1_000 }
  const got = { ...admitted.document, Stop: stop, Version: version, VersionTag: shown ?? null }
  return compare('semantics/4 §1.3 to §1.6', 'job', expected, got)
}

/** A policy's id is random, its indexes are the job's. */
function maskScaling(group: JsonObject): JsonObject {
  const scaling = objectAt(group, 'Scaling')
  return scaling ? { ...group, Scaling: { ...scaling, ID: '', CreateIndex: 0, ModifyIndex: 0 } } : group
}

/**
 * The stored job is sent back: another version unless it says the same; a scaling policy always counts as changed once.
 */
function compareAgain(record: JsonObject, first: AdmittedJob | RefusedJob): readonly Finding[] {
  const answer = objectAt(record, 'job')
  const again = objectAt(record, 'again')
  if (!first.ok || !answer || !again) return []
  const stored: Json = readBody(answer)
  const second = admitJob({ body: { json: { Job: stored } } }, around)
  if (!second.ok) return compareRefused('semantics/4 §1.2', 'again', { answer: again, refused: second })
  const scales = objectsAt(stored, 'TaskGroups')?.some((group) => objectAt(group, 'Scaling')) === true
  const same = !scales && firstDifference(first.document, second.document) === undefined
  const version = first.version + (same ? 0 : 1)
  return compare('semantics/4 §2.4', 'again', again, { status: 200, version })
}

function compare(rule: string, field: string, expected: unknown, got: unknown): readonly Finding[] {
  const parting = firstDifference(expected, got, field)
  return parting ? [{ rule, field: parting.path, expected: parting.expected, got: parting.got }] : []
}
