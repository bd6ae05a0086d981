// What a job document would come to, before it is registered: the validator's verdict, what differs from the version that runs, and
// what the scheduler would do.

import { fieldOf, isJsonObject, type Json, jobKey, type State } from '@cutover/core'
import {
  diffable,
  type FieldDiff,
  type JobDiff,
  jobDiff,
  type ObjectDiff,
  planJob,
  planOf,
} from '@cutover/core/job-documents'

/** The answer about a document. */
export interface JobPlan {
  /** Why the validator refuses it; empty when it does not. */
  readonly problem: string
  readonly warnings: string
  /** One line for each field that differs: where, before, after. */
  readonly differences: readonly (readonly [where: string, before: string, after: string])[]
  /** One line for each group: what would be done to its allocations. */
  readonly updates: readonly string[]
  /** Groups that would find no room. */
  readonly withoutRoom: readonly string[]
}

/** Plans a job document, which is a JSON text, in a state. */
export function planDocument(state: State, text: string): JobPlan {
  const read = planOf(state, { body: `{"Job":${text},"Diff":true}` }, 'global')
  if (!read.ok) return { problem: read.text.trim(), warnings: '', differences: [], updates: [], withoutRoom: [] }
  const { annotations, failedGroups, current, document } = planJob(state, read, state.at)
  const before = current && diffable(current)
  const diff = jobDiff(before, diffable({ document, stop: read.stop, versionTag: undefined }), true)
  const known = state.tables.jobs.has(jobKey(document.Namespace, document.ID))
  return {
    problem: '',
    warnings: read.warnings.trim(),
    differences: known ? [...jobDifferences(diff)] : [],
    updates: updateLines(fieldOf(annotations, 'DesiredTGUpdates')),
    withoutRoom: (failedGroups ?? []).map(({ group }) => group),
  }
}

type Difference = readonly [where: string, before: string, after: string]

function* jobDifferences({ Fields, Objects, TaskGroups }: JobDiff): Generator<Difference> {
  yield* partDifferences('', { Fields, Objects })
  for (const group of TaskGroups ?? []) {
    yield* partDifferences(group.Name, group)
    for (const task of group.Tasks ?? []) yield* partDifferences(`${group.Name} · ${task.Name}`, task)
  }
}

interface Part {
  readonly Fields: readonly (FieldDiff | null)[] | null
  readonly Objects: readonly (ObjectDiff | null)[] | null
}

function* partDifferences(where: string, { Fields, Objects }: Part): Generator<Difference> {
  for (const field of Fields ?? [])
    if (field && field.Type !== 'None') yield [`${where} ${field.Name}`.trim(), field.Old, field.New]
  for (const object of Objects ?? [])
    if (object && object.Type !== 'None') yield* partDifferences(`${where} · ${object.Name}`, object)
}

function updateLines(updates: Json | undefined): readonly string[] {
  if (updates === undefined || !isJsonObject(updates)) return []
  return Object.entries(updates).map(([group, counters]) => {
    const told = isJsonObject(counters) ? Object.entries(counters).filter(([, count]) => Number(count) > 0) : []
    const words = told.map(([name, count]) => `${String(count)} ${wordsOf[name] ?? name}`)
    return `${group}: ${words.length > 0 ? words.join(', ') : 'nothing to do'}`
  })
}

const wordsOf: { readonly [counter: string]: string } = {
  Canary: 'as canaries',
  DestructiveUpdate: 'replaced',
  Ignore: 'left alone',
  InPlaceUpdate: 'updated in place',
  Migrate: 'moved',
  Place: 'placed',
  Stop: 'stopped',
}
