// Brings a reconciliation into the canonical form of the recordings, to be compared as JSON (oracle/README-reconciler §2.2,
// §2.3). Zero values are left out.

import { type Allocation, duplicateIndexes, type ReconcileInput, type Reconciliation } from '@cutover/core'
import { nameFollowups } from './reconciler-followups.ts'
import { wireDeployment, wireTime } from './wire-rows.ts'

type Row = Readonly<Record<string, unknown>>

/** The answer as the recording writes it. */
export function canonicalReconciliation(input: ReconcileInput, answer: Reconciliation): Row {
  const before = new Map(input.allocations.map((allocation) => [allocation.id, allocation]))
  const followups = nameFollowups(before, answer)
  const stored = { before, names: followups }
  const created = answer.newDeployment
  const isStored = created !== undefined && created.id === input.deployment?.id
  return {
    Place: sorted(answer.place.map(placement), placementKey),
    Destructive: destructive(answer),
    Inplace: answer.inplace.map((allocation) => allocation.id).sort(),
    Stop: stopped(answer, stored),
    Attribute: changes(answer.attributeUpdates, stored),
    Disconnect: changes(answer.disconnectUpdates, stored),
    Reconnect: changes(answer.reconnectUpdates, stored),
    Deployment: created && { ...wireDeployment(created), ID: isStored ? created.id : 'new-deployment' },
    DeploymentUpdates: answer.deploymentUpdates.map((update) => ({
      DeploymentID: update.deploymentId === input.deployment?.id ? update.deploymentId : 'new-deployment',
      Status: update.status,
      StatusDescription: update.description,
    })),
    DesiredTGUpdates: byGroup(answer.desired.map((counters) => [counters.group, desired(counters)])),
    DesiredFollowupEvals: followupsByGroup(answer, followups),
    DuplicateIndexes: duplicates(answer),
  }
}

interface Stored {
  readonly before: ReadonlyMap<string, Allocation>
  readonly names: ReadonlyMap<string, string>
}

function destructive(answer: Reconciliation): readonly Row[] {
  const rows = answer.destructive.map((update) => ({
    TaskGroup: update.group,
    Name: update.name,
    Previous: update.stop.id,
    StatusDescription: update.description,
  }))
  return sorted(rows, (row) => [row.TaskGroup, row.Name, row.Previous])
}

function stopped(answer: Reconciliation, stored: Stored): readonly Row[] {
  const rows = answer.stop.map((stop) => ({
    Alloc: stop.allocation.id,
    StatusDescription: stop.description,
    ClientStatus: stop.clientStatus,
    FollowupEvalID: followupName(stop.followupEvaluationId, stored.names),
    AllocFollowupEvalID: changedFollowup(stop.allocation, stored),
  }))
  return sorted(rows, (row) => [row.Alloc, row.StatusDescription, row.ClientStatus, row.FollowupEvalID])
}

function placement(one: Reconciliation['place'][number]): Row {
  return {
    TaskGroup: one.group,
    Name: one.name,
    Canary: one.canary,
    Previous: one.previous?.id,
    Reschedule: one.reschedule,
    Lost: one.lost,
    DowngradeNonCanary: one.downgrade,
    MinJobVersion: one.minJobVersion,
  }
}

function placementKey(row: Row): readonly unknown[] {
  const flags = `${row.Canary}${row.Reschedule}${row.Lost}${row.DowngradeNonCanary}`
  return [row.TaskGroup, row.Name, row.Previous ?? '', flags, row.MinJobVersion]
}

function desired(counters: Reconciliation['desired'][number]): Row {
  return {
    Ignore: counters.ignore,
    Place: counters.place,
    Migrate: counters.migrate,
    Stop: counters.stop,
    InPlaceUpdate: counters.inPlaceUpdate,
    DestructiveUpdate: counters.destructiveUpdate,
    Canary: counters.canary,
    Disconnect: counters.disconnect,
    Reconnect: counters.reconnect,
    RescheduleNow: counters.rescheduleNow,
    RescheduleLater: counters.rescheduleLater,
  }
}

/** Updated records as differences from the input. */
function changes(updates: readonly Allocation[], stored: Stored): readonly Row[] {
  const rows = updates.map((after) => {
    const before = stored.before.get(after.id)
    return {
      Alloc: after.id,
      ClientStatus: after.clientStatus === before?.clientStatus ? '' : after.clientStatus,
      ClientDescription: after.clientDescription === before?.clientDescription ? '' : after.clientDescription,
      FollowupEvalID: changedFollowup(after, stored),
      AppendedStates: (after.states ?? [])
        .slice(before?.states?.length ?? 0)
        .map((entry) => ({ Field: entry.field, Value: entry.value, Time: wireTime(entry.time) })),
    }
  })
  return sorted(rows, (row) => [row.Alloc])
}

function changedFollowup(after: Allocation, { before, names }: Stored): string {
  const id = after.followupEvaluationId
  if (id === before.get(after.id)?.followupEvaluationId) return ''
  return id === '' ? '(cleared)' : followupName(id, names)
}

function followupName(id: string, names: ReadonlyMap<string, string>): string {
  return names.get(id) ?? id
}

function followupsByGroup(answer: Reconciliation, names: ReadonlyMap<string, string>): Row | undefined {
  return byGroup(
    answer.followups.map(({ group, evaluations }) => [
      group,
      evaluations
        .map((evaluation) => ({
          ID: followupName(evaluation.id, names),
          TriggeredBy: evaluation.triggeredBy,
          Status: evaluation.status,
          StatusDescription: evaluation.statusDescription,
          Priority: evaluation.priority,
          Type: evaluation.type,
          Namespace: evaluation.namespace,
          JobID: evaluation.jobId,
          JobModifyIndex: evaluation.jobModifyIndex,
          WaitUntil: wireTime(evaluation.waitUntil),
        }))
        .sort((a, b) => followupNumber(a.ID) - followupNumber(b.ID)),
    ]),
  )
}

function followupNumber(name: string): number {
  return Number(name.slice('followup-'.length))
}

function duplicates(answer: Reconciliation): Row | undefined {
  return byGroup(
    [...answer.nameIndexes]
      .map(([group, names]): [string, readonly number[]] => [
        group,
        duplicateIndexes(names).filter((index) => index < 64),
      ])
      .filter(([, indexes]) => indexes.length > 0),
  )
}

/** A map by group; no map at all when it would be empty. */
function byGroup(entries: readonly (readonly [string, unknown])[]): Row | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** Sorts by the keys' strings, one key after the other; recorded names and ids are ASCII. */
function sorted<T>(rows: readonly T[], keys: (row: T) => readonly unknown[]): readonly T[] {
  return rows
    .map((row) => ({ row, key: keys(row).map(String) }))
    .sort((a, b) => compareKeys(a.key, b.key))
    .map(({ row }) => row)
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [i, key] of a.entries()) {
    const other = b[i] ?? ''
    if (key !== other) return key < other ? -1 : 1
  }
  return 0
}
