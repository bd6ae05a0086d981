// What a group places, replaces and moves, and whether it is done (semantics/2 §2.12b to §2.16).

import type { Allocation, DeploymentGroup } from '@cutover/core'
import { type GroupWork, texts, without } from './group-work.ts'
import { countersLine, type Placed, placeLine } from './lines.ts'
import { indexOf, isOfJob, ownType } from './rows.ts'

/** What a group comes to. */
export interface GroupAnswer {
  readonly lines: readonly string[]
  readonly isComplete: boolean
  /** The part that a new deployment must have. */
  readonly part: DeploymentGroup | undefined
}

type Candidate = readonly [index: number, fields: Partial<Placed>]

// §2.12b
export function update(work: GroupWork): void {
  for (const row of work.untainted) {
    const { kind } = work.input.decideUpdate(row, work.job, work.group)
    if (kind === 'destructive') work.destructive.push(row)
    if (kind === 'inplace') work.inplace.push(row)
    if (kind === 'ignore') work.count('ignore', 1)
  }
  work.lines.push(...work.inplace.map(({ id }) => `update ${id}`))
  work.count('inPlaceUpdate', work.inplace.length)
  work.want(work.destructive.length + work.inplace.length)
  if (work.isCanarying) work.untainted = without(work.untainted, work.canaries)
}

// §2.12d
export function createCanaries(work: GroupWork): void {
  const wanted = work.group.Update?.Canary ?? 0
  const missing = wanted - work.canaries.length
  work.needsCanaries = work.destructive.length > 0 && missing > 0 && !work.part.promoted
  if (!work.needsCanaries) return
  work.part = { ...work.part, desiredCanaries: wanted }
  if (work.isPaused || work.isFailed) return
  work.count('canary', missing)
  const drawn = work.names.canaries(missing, work.canaries.map(indexOf), work.destructive.map(indexOf))
  for (const index of drawn) work.place(index, { canary: true })
}

// §2.13, the table
export function limit(work: GroupWork): number {
  const { current } = work.governed
  const { Count, Update } = work.group
  if (work.isEmptyUpdate || !Update || work.destructive.length + work.migrate.length === 0) return Count
  if (!current) return Update.MaxParallel
  if (!work.isOpen) return 0
  const own = work.untainted.filter(({ deploymentId }) => deploymentId === current.id)
  if (own.some(({ health }) => health?.healthy === false)) return 0
  return Math.max(0, Update.MaxParallel - own.filter(({ health }) => health?.healthy !== true).length)
}

// §2.13; answers what is left of the limit.
export function fill(work: GroupWork, limit: number): number {
  const wanted = work.isDelayed ? [] : candidatesOf(work)
  if (!work.isDelayed) work.want(wanted.length)
  const unseen = [...work.disconnecting, ...work.migrate]
  if (!work.isOpen) {
    fillGated(work, wanted)
    return limit
  }
  for (const [index, fields] of wanted) work.place(index, fields)
  work.count('place', wanted.length)
  const failed = without(work.now, unseen).filter(({ clientStatus }) => clientStatus !== 'unknown')
  for (const row of failed) work.stop(row, texts.rescheduled)
  work.count('stop', failed.length)
  return limit - Math.min(wanted.length, limit)
}

function candidatesOf(work: GroupWork): readonly Candidate[] {
  const after = (row: Allocation, fields: Partial<Placed>): readonly [number, Partial<Placed>] => {
    const canary = row.health?.canary === true
    return [indexOf(row), { ...fields, previous: row.id, canary, downgrade: work.isCanarying && !canary }]
  }
  const due = work.now.map((row) => after(row, { reschedule: true }))
  const there = work.untainted.length + work.migrate.length + work.now.length
  const room = Math.max(0, work.group.Count - there)
  const lost = work.lost.slice(0, room).map((row) => after(row, { lost: true }))
  const fresh = work.names.next(Math.max(0, room - lost.length))
  return [...due, ...lost, ...fresh.map((index) => [index, { downgrade: work.isCanarying }] as const)]
}

// Of lost ones the first candidates are placed, whichever they are (Q5).
function fillGated(work: GroupWork, candidates: readonly Candidate[]): void {
  const first = candidates.slice(0, work.lost.length)
  for (const [index, fields] of first) work.place(index, fields)
  work.count('place', first.length)
  const { current } = work.governed
  for (const [index, fields] of candidates) {
    const row = work.now.find(({ id }) => id === fields.previous)
    if (!fields.reschedule || !row || (work.isFailed && row.deploymentId === current?.id)) continue
    work.place(index, fields)
    work.count('place', 1)
    if (work.disconnecting.includes(row)) continue
    work.stop(row, texts.rescheduled)
    work.count('stop', 1)
  }
}

// §2.14
export function replace(work: GroupWork, limit: number): void {
  const replaced = work.isOpen ? work.destructive.slice(0, limit) : []
  work.lines.push(...replaced.map(({ id }) => `replace ${id}`))
  work.count('destructiveUpdate', replaced.length)
  work.count('ignore', work.destructive.length - replaced.length)
}

// §2.15
export function moveMigrating(work: GroupWork): void {
  work.count('migrate', work.migrate.length)
  for (const row of work.migrate) {
    work.stop(row, texts.migrating)
    const { reschedule, migrateDisablePlacement } = row.desiredTransition
    if (ownType(row) === 'batch' && (reschedule || migrateDisablePlacement)) continue
    const canary = row.health?.canary === true
    work.place(indexOf(row), { previous: row.id, canary, downgrade: work.isCanarying && !canary })
  }
}

// §2.16
export function end(work: GroupWork): GroupAnswer {
  const { Count, Name } = work.group
  const places = work.places.slice(0, Count)
  if (work.places.length > Count) work.counts.place = Count
  const changes = work.destructive.length + work.inplace.length
  const isSettled = changes === 0 && work.all.some((row) => isOfJob(row, work.job))
  const isNew = !work.isExisting && !work.isEmptyUpdate && work.part.desiredTotal !== 0 && !isSettled
  const waiting = changes + places.length + work.migrate.length + work.now.length + work.later.length
  const part = work.isExisting || isNew ? work.part : undefined
  return {
    lines: [...work.lines, ...places.map(placeLine), countersLine(Name, work.counts)],
    isComplete: waiting === 0 && !work.needsCanaries && isHealthy(part),
    part: isNew ? work.part : undefined,
  }
}

function isHealthy(part: DeploymentGroup | undefined): boolean {
  if (!part) return true
  const { desiredTotal, desiredCanaries, healthy, promoted } = part
  return healthy >= Math.max(desiredTotal, desiredCanaries) && (desiredCanaries === 0 || promoted)
}
