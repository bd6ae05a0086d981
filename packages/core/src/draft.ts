// One entry while it is being decided: its events so far, and the state as they leave it. Deciders read through it, so that
// they see their own writes; nothing of it is visible until `transition` turns it into an entry.

import type { Stamp } from './entry.ts'
import type { Event } from './event.ts'
import { evolve } from './evolve.ts'
import type { Mutable } from './mutable.ts'
import type { SchedulerConfiguration, State, TableIndexes, Tables } from './state.ts'
import type { Edit } from './table.ts'
import type { Micros } from './time.ts'

/** An entry in the making. `base` is the last committed state: the few reads that must not see own writes use it. */
export interface Draft {
  readonly base: State
  readonly index: number
  readonly at: Micros
  readonly stamp: Stamp
  edit: Edit
  tables: Mutable<Tables>
  indexes: Mutable<TableIndexes>
  schedulerConfiguration: SchedulerConfiguration | undefined
  events: Event[]
  /** What `rollback` goes back to. */
  kept: Kept
  keptEvents: number
  /** How many events there were at the end of each transaction so far. */
  batches: readonly number[]
}

type Kept = Pick<State, 'tables' | 'indexes' | 'schedulerConfiguration'>

const noBatches: readonly number[] = []

/** A draft of the entry that comes after `state`. */
export function beginDraft(state: State, stamp: Stamp): Draft {
  return {
    base: state,
    index: state.lastIndex + 1,
    at: stamp.at,
    stamp,
    edit: {},
    tables: copyTables(state.tables),
    indexes: copyIndexes(state.indexes),
    schedulerConfiguration: state.schedulerConfiguration,
    events: [],
    batches: noBatches,
    kept: state,
    keptEvents: 0,
  }
}

/** Goes on to the entry after this one without making the state between them. Not for deciding: `base` and `kept` stay behind. */
export function proceed(draft: Mutable<Draft>, stamp: Stamp): void {
  draft.index += 1
  draft.at = stamp.at
  draft.stamp = stamp
}

/** Adds a fact and folds it at once. The only way a decider changes anything. */
export function record(draft: Draft, event: Event): void {
  // Most entries have one event: a list made with it takes a tenth of the room that one grown from nothing takes.
  if (draft.events.length === 0) draft.events = [event]
  else draft.events.push(event)
  evolve(draft, event)
}

/** Ends a transaction inside the entry: a later `rollback` keeps what was recorded so far. Nomad publishes one batch for each. */
export function keep(draft: Draft): void {
  draft.batches = [...draft.batches, draft.events.length]
  draft.keptEvents = draft.events.length
  draft.kept = {
    tables: copyTables(draft.tables),
    indexes: copyIndexes(draft.indexes),
    schedulerConfiguration: draft.schedulerConfiguration,
  }
  draft.edit = {}
}

/** Drops everything recorded since the last `keep`. */
export function rollback(draft: Draft): void {
  draft.tables = copyTables(draft.kept.tables)
  draft.indexes = copyIndexes(draft.kept.indexes)
  draft.schedulerConfiguration = draft.kept.schedulerConfiguration
  draft.events.length = draft.keptEvents
  draft.edit = {}
}

// Field by field: every entry makes these two copies, and a spread takes several times as long.

function copyTables(tables: Tables): Mutable<Tables> {
  return {
    jobs: tables.jobs,
    jobVersions: tables.jobVersions,
    jobSummaries: tables.jobSummaries,
    jobSubmissions: tables.jobSubmissions,
    scalingEvents: tables.scalingEvents,
    deployments: tables.deployments,
    evaluations: tables.evaluations,
    allocations: tables.allocations,
    nodes: tables.nodes,
    nodePools: tables.nodePools,
    namespaces: tables.namespaces,
    services: tables.services,
    timers: tables.timers,
    aclPolicies: tables.aclPolicies,
    aclRoles: tables.aclRoles,
    aclTokens: tables.aclTokens,
    requests: tables.requests,
    variables: tables.variables,
  }
}

function copyIndexes(indexes: TableIndexes): Mutable<TableIndexes> {
  return {
    jobs: indexes.jobs,
    job_version: indexes.job_version,
    job_summary: indexes.job_summary,
    job_submission: indexes.job_submission,
    scaling_event: indexes.scaling_event,
    scaling_policy: indexes.scaling_policy,
    deployment: indexes.deployment,
    evals: indexes.evals,
    allocs: indexes.allocs,
    nodes: indexes.nodes,
    node_pools: indexes.node_pools,
    namespaces: indexes.namespaces,
    service_registrations: indexes.service_registrations,
    csi_plugins: indexes.csi_plugins,
    acl_policy: indexes.acl_policy,
    acl_roles: indexes.acl_roles,
    acl_token: indexes.acl_token,
    acl_token_bootstrap: indexes.acl_token_bootstrap,
    variables: indexes.variables,
  }
}
