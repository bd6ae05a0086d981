// Which rows and indexes an entry changed, in the form of the recordings: table → key → row, `null` for a deleted row.

import type { JsonObject, State, Tables } from '@cutover/core'
import { type ExactRow, withoutDefaults } from './exact-row.ts'
import { recordedTables } from './fsm-rows.ts'
import { asObject, objectAt } from './read.ts'
import { sameValue } from './same-value.ts'

/** Changed rows by key. */
export type ChangedRows = Map<string, unknown>

/** What differs between two states, by recorded table. Tables without a difference are absent. */
export function changesBetween(before: State, after: State): Map<string, ChangedRows> {
  const changes = new Map<string, ChangedRows>()
  for (const recorded of recordedTables) note(changes, recorded.name, changedIn(recorded, before.tables, after.tables))
  note(changes, 'indexes', changedIndexes(before, after))
  return changes
}

function note(changes: Map<string, ChangedRows>, name: string, rows: ChangedRows): void {
  if (rows.size > 0) changes.set(name, rows)
}

// Each element of the list has a type of its own, so the rows are taken through the table's own functions.
function changedIn(recorded: (typeof recordedTables)[number], before: Tables, after: Tables): ChangedRows {
  switch (recorded.table) {
    case 'allocations':
      return compareRows(recorded, before.allocations, after.allocations)
    case 'deployments':
      return compareRows(recorded, before.deployments, after.deployments)
    case 'evaluations':
      return compareRows(recorded, before.evaluations, after.evaluations)
    case 'nodes':
      return compareRows(recorded, before.nodes, after.nodes)
    case 'jobs':
      return compareRows(recorded, before.jobs, after.jobs)
    case 'jobVersions':
      return compareRows(recorded, before.jobVersions, after.jobVersions)
    case 'jobSummaries':
      return compareRows(recorded, before.jobSummaries, after.jobSummaries)
    case 'jobSubmissions':
      return compareRows(recorded, before.jobSubmissions, after.jobSubmissions)
    case 'scalingEvents':
      return compareRows(recorded, before.scalingEvents, after.scalingEvents)
    case 'namespaces':
      return compareRows(recorded, before.namespaces, after.namespaces)
    case 'nodePools':
      return compareRows(recorded, before.nodePools, after.nodePools)
  }
}

interface Writing<R> {
  readonly key: (row: R) => string
  readonly write: (row: R) => ExactRow
}

// A row written again with the same content has not changed.
function compareRows<R>({ key, write }: Writing<R>, before: Iterable<R>, after: Iterable<R>): ChangedRows {
  const changed: ChangedRows = new Map()
  if (before === after) return changed
  const old = new Map<string, R>()
  for (const row of before) old.set(key(row), row)
  for (const row of after) {
    const name = key(row)
    const previous = old.get(name)
    old.delete(name)
    if (previous === row) continue
    const written = write(row)
    if (previous === undefined || !sameValue(write(previous), written)) changed.set(name, written)
  }
  for (const name of old.keys()) changed.set(name, null)
  return changed
}

function changedIndexes(before: State, after: State): ChangedRows {
  const old = new Map<string, number>(Object.entries(before.indexes))
  return new Map(Object.entries(after.indexes).filter(([name, index]) => old.get(name) !== index))
}

/** The recorded changes in the same form. `=job` stands for the current job's row after the message. */
export function recordedChanges(changed: JsonObject, currentJob: (key: string) => unknown): Map<string, ChangedRows> {
  const changes = new Map<string, ChangedRows>()
  for (const [name, rows] of Object.entries(changed)) {
    const entries = Object.entries(asObject(rows) ?? {})
    changes.set(name, new Map(entries.map(([key, row]) => [key, recordedRow(name, key, row)])))
  }
  return changes

  function recordedRow(name: string, key: string, row: unknown): unknown {
    if (row !== '=job') return name === 'jobs' || name === 'job_versions' ? comparableJob(row) : row
    const jobKey = key.slice(0, key.lastIndexOf('/'))
    const written = objectAt(objectAt(changed, 'jobs') ?? {}, jobKey)
    return written ? comparableJob(written) : currentJob(jobKey)
  }
}

function comparableJob(row: unknown): unknown {
  return row === null ? null : withoutDefaults(row)
}
