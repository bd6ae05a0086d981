// Ways to spoil an entry of the play: rows before or after it, its facts, its cause.

import {
  type Allocation,
  type Deployment,
  type DeploymentGroup,
  type Evaluation,
  type Event,
  type EventType,
  type Job,
  type JobSummary,
  type Node,
  type State,
  zero,
} from '@cutover/core'
import { type EntryStep, entryStep, type Touched } from '@cutover/invariants'
import { type PlainStep, playedSteps } from './played-steps.ts'

/** The entries of the play. */
export const steps: readonly PlainStep[] = playedSteps()

export type Spoil = (step: PlainStep) => PlainStep

/** The first entry with this fact; of one writer, if given. */
export function stepWith(type: EventType, by?: string): PlainStep {
  const found = steps.find(
    ({ entry }) => entry.events.some((event) => event.type === type) && (by === undefined || entry.cause.by === by),
  )
  if (!found) throw new Error(`the play has no ${type} by ${by ?? 'anybody'}`)
  return found
}

/** Spoils every row of one table that the entry touched, in the state after it or in the one before. */
function rowsOf<R extends object>(
  touchedIn: (step: EntryStep) => readonly Touched<R>[],
  put: (state: State, row: R) => State,
): Rows<R> {
  const spoil =
    (side: 'state' | 'previous'): Fields<R> =>
    (fields) =>
    (step) => {
      const rows = touchedIn(entryStep(step.previous, step.entry, step.state))
      const spoilt = rows.reduce((into, touched) => {
        const row = side === 'state' ? touched.after : touched.before
        return row ? put(into, { ...row, ...fields(row) }) : into
      }, step[side])
      return { ...step, [side]: spoilt }
    }
  return { after: spoil('state'), before: spoil('previous'), put }
}

/** Spoils the rows of one table. */
export interface Rows<R> {
  readonly after: Fields<R>
  readonly before: Fields<R>
  readonly put: (state: State, row: R) => State
}

export type Fields<R> = (fields: (row: R) => Partial<R>) => Spoil

const inTables = (state: State, tables: Partial<State['tables']>): State => ({
  ...state,
  tables: { ...state.tables, ...tables },
})

export const allocations: Rows<Allocation> = rowsOf(
  (step) => step.allocations,
  (state, row) => inTables(state, { allocations: state.tables.allocations.set(row) }),
)
export const deployments: Rows<Deployment> = rowsOf(
  (step) => step.deployments,
  (state, row) => inTables(state, { deployments: state.tables.deployments.set(row) }),
)
export const evaluations: Rows<Evaluation> = rowsOf(
  (step) => step.evaluations,
  (state, row) => inTables(state, { evaluations: state.tables.evaluations.set(row) }),
)
export const jobs: Rows<Job> = rowsOf(
  (step) => step.jobs,
  (state, row) => inTables(state, { jobs: state.tables.jobs.set(row) }),
)
export const jobVersions: Rows<Job> = rowsOf(
  (step) => step.versions,
  (state, row) => inTables(state, { jobVersions: state.tables.jobVersions.set(row) }),
)
export const jobSummaries: Rows<JobSummary> = rowsOf(
  (step) => step.summaries,
  (state, row) => inTables(state, { jobSummaries: state.tables.jobSummaries.set(row) }),
)
export const nodes: Rows<Node> = rowsOf(
  (step) => step.nodes,
  (state, row) => inTables(state, { nodes: state.tables.nodes.set(row) }),
)

/** Spoils every group of the deployments touched. */
export const groups = (fields: (group: DeploymentGroup) => Partial<DeploymentGroup>): Spoil =>
  deployments.after((row) => ({ groups: row.groups.map((group) => ({ ...group, ...fields(group) })) }))

export const groupsBefore = (fields: (group: DeploymentGroup) => Partial<DeploymentGroup>): Spoil =>
  deployments.before((row) => ({ groups: row.groups.map((group) => ({ ...group, ...fields(group) })) }))

export const events =
  (change: (events: readonly Event[]) => readonly Event[]): Spoil =>
  (step) => ({
    ...step,
    entry: { ...step.entry, events: change(step.entry.events) },
  })

export const cause =
  (fields: object): Spoil =>
  (step) => ({
    ...step,
    entry: { ...step.entry, cause: { ...step.entry.cause, ...fields } },
  })

export const both =
  (...spoils: readonly Spoil[]): Spoil =>
  (step) =>
    spoils.reduce((into, spoil) => spoil(into), step)

export const kept = (...types: readonly EventType[]): Spoil =>
  events((all) => all.filter(({ type }) => types.includes(type)))

/** The name of an invariant, an entry, and what makes it break the invariant. */
export type SpoiltCase = readonly [invariant: string, at: PlainStep, spoil: Spoil]

type Health = NonNullable<Allocation['health']>

/** An allocation's health with some fields changed. */
export function healthOf({ health }: Allocation, fields: Partial<Health>): Health {
  return { healthy: undefined, timestamp: zero, canary: false, modifyIndex: 1, ...health, ...fields }
}
