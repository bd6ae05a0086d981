// One entry with the states on both sides of it, and the rows that it touched: what invariants are formulas over.

import type {
  Allocation,
  Deployment,
  Entry,
  Evaluation,
  Event,
  EventType,
  Job,
  JobSummary,
  Micros,
  Node,
  State,
  Table,
} from '@cutover/core'

/** A row that an entry touched; `after` is undefined when it is gone, `before` when it is new. */
export interface Touched<R> {
  readonly key: string
  readonly before: R | undefined
  readonly after: R | undefined
}

/** A row that is there after the entry. */
export interface Written<R> extends Touched<R> {
  readonly after: R
}

/** An entry, the states before and after it, and what it touched. */
export interface EntryStep {
  readonly previous: State
  readonly entry: Entry
  readonly state: State
  readonly allocations: readonly Touched<Allocation>[]
  readonly deployments: readonly Touched<Deployment>[]
  readonly evaluations: readonly Touched<Evaluation>[]
  readonly jobs: readonly Touched<Job>[]
  readonly versions: readonly Touched<Job>[]
  readonly summaries: readonly Touched<JobSummary>[]
  readonly nodes: readonly Touched<Node>[]
  /**
   * Whether the health of an allocation, or what is said of it, may be something else than its node's word on its present deployment:
   * somebody else's, or older than its move there. One entry cannot tell: by default it is not.
   */
  readonly judged?: (row: Allocation, said: { readonly timestamp: Micros }) => boolean
}

/** The tables whose touched rows a step holds. */
export type TouchedTable = (typeof touchedTables)[number]

const touchedTables = ['allocations', 'deployments', 'evaluations', 'jobs', 'versions', 'summaries', 'nodes'] as const

/** What the entry has something of: tables with touched rows, types of facts. */
export function subjectsOf(step: EntryStep): ReadonlySet<TouchedTable | EventType> {
  const subjects = new Set<TouchedTable | EventType>()
  for (const table of touchedTables) if (step[table].length > 0) subjects.add(table)
  for (const { type } of step.entry.events) subjects.add(type)
  return subjects
}

/** Looks up what the entry touched: rows with its index, and rows that its facts name. */
export function entryStep(previous: State, entry: Entry, state: State): EntryStep {
  const named = namedIn(entry)
  const before = previous.tables
  const { allocations, deployments, evaluations, jobs, jobVersions, jobSummaries, nodes } = state.tables
  const since = entry.index - 1
  return {
    previous,
    entry,
    state,
    allocations: touched(before.allocations, allocations, { since, named: named.allocations, keyOf: idOf }),
    deployments: touched(before.deployments, deployments, { since, named: named.deployments, keyOf: idOf }),
    evaluations: touched(before.evaluations, evaluations, { since, named: named.evaluations, keyOf: idOf }),
    jobs: touched(before.jobs, jobs, { since, named: named.jobs, keyOf: keyOfJob }),
    versions: touched(before.jobVersions, jobVersions, { since, named: none, keyOf: versionKeyOf }),
    summaries: touched(before.jobSummaries, jobSummaries, { since, named: named.jobs, keyOf: keyOfSummary }),
    nodes: touched(before.nodes, nodes, { since, named: named.nodes, keyOf: idOf }),
  }
}

const none: readonly never[] = []

interface Touching<R> {
  readonly since: number
  /** Keys that facts name. */
  readonly named: Iterable<string>
  readonly keyOf: (row: R) => string
}

function touched<R>(before: Table<R>, after: Table<R>, { since, named, keyOf }: Touching<R>): readonly Touched<R>[] {
  if (before === after) return none
  const keys = new Set(named)
  for (const row of after.changedSince(since)) keys.add(keyOf(row))
  const rows: Touched<R>[] = []
  for (const key of keys) rows.push({ key, before: before.get(key), after: after.get(key) })
  return rows
}

function idOf({ id }: { readonly id: string }): string {
  return id
}

function keyOfJob({ namespace, id }: Job): string {
  return jobKeyOf(namespace, id)
}

function keyOfSummary({ namespace, jobId }: JobSummary): string {
  return jobKeyOf(namespace, jobId)
}

/** The key of a job in its tables. */
export function jobKeyOf(namespace: string, id: string): string {
  return `${namespace}\u0000${id}`
}

function versionKeyOf({ namespace, id, version }: Job): string {
  return `${jobKeyOf(namespace, id.toLowerCase())}\u0000${String(version).padStart(20, '0')}`
}

interface Named {
  readonly allocations: Set<string>
  readonly deployments: Set<string>
  readonly evaluations: Set<string>
  readonly jobs: Set<string>
  readonly nodes: Set<string>
}

function namedIn({ events }: Entry): Named {
  const named: Named = {
    allocations: new Set(),
    deployments: new Set(),
    evaluations: new Set(),
    jobs: new Set(),
    nodes: new Set(),
  }
  for (const event of events) noteNames(event, named)
  return named
}

function noteNames(event: Event, named: Named): void {
  if ('allocationId' in event) named.allocations.add(event.allocationId)
  if ('allocation' in event) named.allocations.add(event.allocation.id)
  if ('deploymentId' in event) named.deployments.add(event.deploymentId)
  if ('deployment' in event) named.deployments.add(event.deployment.id)
  if ('count' in event && event.count) named.deployments.add(event.count.deploymentId)
  if ('evaluationId' in event) named.evaluations.add(event.evaluationId)
  if ('evaluation' in event && typeof event.evaluation === 'object') named.evaluations.add(event.evaluation.id)
  if ('nodeId' in event) named.nodes.add(event.nodeId)
  if ('jobId' in event) named.jobs.add(jobKeyOf(event.namespace, event.jobId))
}

/** The rows that are there after the entry. */
export function written<R>(rows: readonly Touched<R>[]): readonly Written<R>[] {
  return rows.filter(isWritten)
}

function isWritten<R>(row: Touched<R>): row is Written<R> {
  return row.after !== undefined
}

/** The entry's facts of one type, in order. */
export function factsOf<T extends EventType>(
  { entry }: EntryStep,
  type: T,
): readonly Extract<Event, { readonly type: T }>[] {
  return entry.events.filter((event): event is Extract<Event, { readonly type: T }> => event.type === type)
}

/** Whether the entry has a fact of one of the types. */
export function hasFact({ entry }: EntryStep, ...types: readonly EventType[]): boolean {
  return entry.events.some(({ type }) => types.includes(type))
}

/** The keys of the rows that break a rule. */
export function keysOf<R>(rows: readonly Written<R>[], breaks: (row: Written<R>) => boolean): readonly string[] {
  const keys: string[] = []
  for (const row of rows) if (breaks(row)) keys.push(row.key)
  return keys
}

/** As `keysOf`, for rows that were there before. */
export function changedKeys<R>(
  rows: readonly Touched<R>[],
  breaks: (before: R, after: R) => boolean,
): readonly string[] {
  const keys: string[] = []
  for (const { key, before, after } of rows)
    if (before !== undefined && after !== undefined && breaks(before, after)) keys.push(key)
  return keys
}
