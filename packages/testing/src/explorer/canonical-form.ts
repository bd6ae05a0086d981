// What of a state decides about everything that can still happen, in one text: ids become ordinals, instants become distances from
// now, indexes become the comparisons that are made with them, and what is over is left out. Two states with one form have the
// same moves before them; the test of the search tries that out. What a row says by itself is written once for as long as it lives.

import { type Allocation, type Deployment, type Evaluation, isActive, type Job, type State } from '@cutover/core'

interface Names {
  readonly now: number
  readonly horizon: number
  readonly deployments: ReadonlyMap<string, number>
  readonly allocations: ReadonlyMap<string, number>
}

/** The form of a state with one job, at an instant. */
export function canonicalForm({ tables }: State, now: number): string {
  const allocations = [...tables.allocations].filter(isOfConcern).sort(byName)
  const deployments = concerning(tables, allocations)
  const names: Names = {
    now,
    horizon: horizonOf(tables),
    deployments: ordinals(deployments),
    allocations: ordinals(allocations),
  }
  const [job] = tables.jobs
  let text = ''
  for (const row of tables.jobs) text += jobText(row)
  text += '\nversions'
  for (const row of tables.jobVersions) text += jobText(row)
  text += '\ndeployments'
  for (const row of deployments) text += deploymentForm(row, job, names)
  text += '\nallocations'
  for (const row of allocations) text += allocationForm(row, names)
  const evaluations = [...tables.evaluations.by('openOfJob', jobKey)].map((row) => evaluationForm(row, names))
  return `${text}\nevaluations${evaluations.sort().join('')}`
}

/** The one job of a small world, as its rows are found by it. */
const jobKey = 'default\u0000web'

function concerning({ deployments }: State['tables'], allocations: readonly Allocation[]): readonly Deployment[] {
  const rows = [...deployments].sort((a, b) => a.createIndex - b.createIndex)
  const held = new Set(allocations.map(({ deploymentId }) => deploymentId))
  return rows.filter((row) => isActive(row) || row === rows.at(-1) || held.has(row.id))
}

/** An allocation that neither its node nor the servers have anything left to do for is history. */
function isOfConcern({ desiredStatus, clientStatus }: Allocation): boolean {
  return desiredStatus === 'run' || clientStatus === 'pending' || clientStatus === 'running'
}

function byName(a: Allocation, b: Allocation): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.createIndex - b.createIndex
}

function ordinals(rows: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ id }, ordinal) => [id, ordinal]))
}

/** Writes a text once for each row. */
function once<R extends object>(write: (row: R) => string): (row: R) => string {
  const texts = new WeakMap<R, string>()
  return (row) => {
    const known = texts.get(row)
    if (known !== undefined) return known
    const text = write(row)
    texts.set(row, text)
    return text
  }
}

const revisionText = once(({ TaskGroups }: Job['document']): string =>
  JSON.stringify(TaskGroups.map(({ Tasks }) => Tasks.map(({ Env }) => Env))),
)

const jobText = once(
  ({ version, stable, stop, status, document }: Job): string =>
    `\n${version} ${stable} ${stop} ${status} ${revisionText(document)}`,
)

const deploymentText = once(({ jobVersion, status, statusDescription, groups, watch }: Deployment): string =>
  JSON.stringify([
    jobVersion,
    status,
    statusDescription,
    groups.map(({ name, promoted, placedCanaries, desiredCanaries, desiredTotal, placed, healthy, unhealthy }) => {
      const canaries = placedCanaries !== undefined
      return [name, promoted, canaries, desiredCanaries, desiredTotal, placed, healthy, unhealthy]
    }),
    watch && [watch.job?.version, watch.deadlineHit, watch.windowEvaluation],
  ]),
)

function deploymentForm(row: Deployment, job: Job | undefined, names: Names): string {
  if (!isActive(row)) return `\n${row.jobVersion} ${row.status}`
  const current = `${row.jobModifyIndex === job?.modifyIndex} ${row.jobSpecModifyIndex === job?.jobModifyIndex}`
  let text = `\n${deploymentText(row)} ${current}`
  for (const { placedCanaries = [], requireProgressBy } of row.groups)
    text += ` ${ordinalsOf(placedCanaries, names)} ${distance(requireProgressBy, names)}`
  if (!row.watch) return text
  const { deadlineSkipped, windowDue, windowGrants } = row.watch
  return `${text} ${distance(deadlineSkipped, names)} ${distance(windowDue, names)} ${ordinalsOf(windowGrants, names)}`
}

function ordinalsOf(ids: readonly string[], { allocations }: Names): string {
  return ids.length === 0
    ? '.'
    : ids
        .map((id) => allocations.get(id) ?? -1)
        .sort((a, b) => a - b)
        .join()
}

const allocationText = once((row: Allocation): string => {
  const { name, job, desiredStatus, clientStatus, desiredTransition, health } = row
  const wishes = JSON.stringify(desiredTransition)
  const judged = health ? `${health.healthy} ${health.canary}` : ''
  const isFollowed = row.followupEvaluationId !== ''
  return `\n${name} ${job?.version} ${job ? revisionText(job.document) : ''} ${desiredStatus} ${clientStatus} ${wishes} ${judged} ${isFollowed}`
})

function allocationForm(row: Allocation, names: Names): string {
  const { health, rescheduleTracker, nextAllocation } = row
  const next = nextAllocation === '' ? '.' : (names.allocations.get(nextAllocation) ?? -1)
  const isNews = health !== undefined && health.modifyIndex > names.horizon
  let text = `${allocationText(row)} ${names.deployments.get(row.deploymentId)} ${isNews} ${next}`
  if (row.clientStatus === 'failed') text += ` failed ${distance(row.modifyTime, names)}`
  if (!rescheduleTracker) return text
  for (const event of rescheduleTracker.events) text += ` after ${distance(event.rescheduleTime, names)} ${event.delay}`
  return `${text} tracked`
}

function evaluationForm({ status, triggeredBy, waitUntil, deploymentId }: Evaluation, names: Names): string {
  return `\n${status} ${triggeredBy} ${distance(waitUntil, names)} ${names.deployments.get(deploymentId)}`
}

// Zero is "not set"; anything else is told from now.
function distance(instant: number, { now }: Names): string {
  return instant === 0 ? '.' : String(instant - now)
}

function horizonOf({ evaluations }: State['tables']): number {
  let horizon = 0
  for (const { status, snapshotIndex, createIndex } of evaluations)
    if (status !== 'canceled') horizon = Math.max(horizon, snapshotIndex || createIndex)
  return horizon
}
