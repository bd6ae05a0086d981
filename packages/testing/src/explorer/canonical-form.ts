// What of a state decides about everything that can still happen, in one text: ids become ordinals, instants become distances from
// now, indexes become the comparisons that are made with them, and what is over is left out. Two states with one form have the
// same moves before them; the test of the search tries that out.

import { type Allocation, type Deployment, type Evaluation, isActive, type Job, type State } from '@cutover/core'

interface Names {
  readonly now: number
  readonly horizon: number
  readonly deployments: ReadonlyMap<string, number>
  readonly allocations: ReadonlyMap<string, number>
}

/** The form of a state with one job, at an instant. */
export function canonicalForm(state: State, now: number): string {
  const allocations = [...state.tables.allocations].filter(isOfConcern).sort(byName)
  const deployments = [...state.tables.deployments].sort((a, b) => a.createIndex - b.createIndex)
  const concerning = deployments.filter(
    (row) =>
      isActive(row) || row === deployments.at(-1) || allocations.some(({ deploymentId }) => deploymentId === row.id),
  )
  const names: Names = {
    now,
    horizon: horizonOf(state),
    deployments: ordinals(concerning),
    allocations: ordinals(allocations),
  }
  return JSON.stringify([
    [...state.tables.jobs].map((row) => jobForm(row)),
    [...state.tables.jobVersions].map((row) => jobForm(row)),
    concerning.map((row) => deploymentForm(state, row, names)),
    allocations.map((row) => allocationForm(row, names)),
    [...state.tables.evaluations]
      .filter(isOpen)
      .map((row) => evaluationForm(row, names))
      .sort(),
  ])
}

/** An allocation that neither its node nor the servers have anything left to do for is history. */
function isOfConcern({ desiredStatus, clientStatus }: Allocation): boolean {
  return desiredStatus === 'run' || clientStatus === 'pending' || clientStatus === 'running'
}

function isOpen({ status }: Evaluation): boolean {
  return status === 'pending' || status === 'blocked'
}

function byName(a: Allocation, b: Allocation): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.createIndex - b.createIndex
}

function ordinals(rows: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ id }, ordinal) => [id, ordinal]))
}

function jobForm({ version, stable, stop, status, document }: Job): unknown {
  return [version, stable, stop, status, revisionOf(document)]
}

function revisionOf(document: Pick<Job['document'], 'TaskGroups'>): unknown {
  return document.TaskGroups.map(({ Tasks }) => Tasks.map(({ Env }) => Env))
}

function deploymentForm(state: State, row: Deployment, names: Names): unknown {
  if (!isActive(row)) return [row.jobVersion, row.status]
  const job = [...state.tables.jobs][0]
  const { watch } = row
  return [
    row.jobVersion,
    row.status,
    row.statusDescription,
    row.jobModifyIndex === job?.modifyIndex,
    row.jobSpecModifyIndex === job?.jobModifyIndex,
    row.groups.map((group) => groupForm(group, names)),
    watch && [
      watch.job?.version,
      watch.deadlineHit,
      distance(watch.deadlineSkipped, names),
      distance(watch.windowDue, names),
      watch.windowEvaluation,
      watch.windowGrants.map((id) => names.allocations.get(id)).sort(),
    ],
  ]
}

function groupForm(group: Deployment['groups'][number], names: Names): unknown {
  const { name, promoted, desiredCanaries, desiredTotal, placed, healthy, unhealthy } = group
  const canaries = group.placedCanaries?.map((id) => names.allocations.get(id) ?? -1).sort()
  const due = distance(group.requireProgressBy, names)
  return [name, promoted, canaries, desiredCanaries, desiredTotal, placed, healthy, unhealthy, due]
}

function allocationForm(row: Allocation, names: Names): unknown {
  const { health, rescheduleTracker } = row
  return [
    row.name,
    row.job?.version,
    revisionOf(row.job?.document ?? noDocument),
    row.desiredStatus,
    row.clientStatus,
    row.desiredTransition,
    names.deployments.get(row.deploymentId),
    health && [health.healthy, health.canary, health.modifyIndex > names.horizon],
    row.nextAllocation === '' ? 0 : (names.allocations.get(row.nextAllocation) ?? -1),
    row.followupEvaluationId !== '',
    rescheduleTracker?.events.map((event) => [distance(event.rescheduleTime, names), event.delay]),
    row.clientStatus === 'failed' ? distance(row.modifyTime, names) : 0,
  ]
}

const noDocument = { TaskGroups: [] } as const

function evaluationForm(row: Evaluation, names: Names): string {
  const { status, triggeredBy, waitUntil, deploymentId } = row
  return JSON.stringify([status, triggeredBy, distance(waitUntil, names), names.deployments.get(deploymentId)])
}

// Zero is "not set"; anything else is told from now.
function distance(instant: number, { now }: Names): number | null {
  return instant === 0 ? null : instant - now
}

function horizonOf(state: State): number {
  let horizon = 0
  for (const { status, snapshotIndex, createIndex } of state.tables.evaluations)
    if (status !== 'canceled') horizon = Math.max(horizon, snapshotIndex || createIndex)
  return horizon
}
