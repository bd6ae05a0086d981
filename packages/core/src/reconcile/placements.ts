// What is placed: replacements of rescheduled and lost allocations, fresh names up to the count, migrations.
// Rules: semantics/2 §2.13, §2.15, §2.16.

import type { Allocation } from '../entities/allocation.ts'
import { byRank, byTie, type Found } from './found.ts'
import { nextNames } from './name-index.ts'
import { type Candidate, freshPlacement, type GroupPass, isCanarying, isOpen, raiseDesiredTotal, stop } from './pass.ts'
import { allocationText, type Placement } from './reconciliation.ts'
import { isNotMovedByMigration } from './replacements.ts'

/** Lists what the group could place: rescheduled ones, lost ones while there is room, then fresh names. */
export function computeCandidates(group: GroupPass): void {
  if (group.lossDelayed) return
  const { count, candidates } = group
  group.now.sort(byTie(group.pass.input.ties))
  for (const found of group.now) candidates.push(replacing(group, found, 'reschedule'))
  let placed = group.untainted.length + group.migrate.length + group.now.length
  for (const found of group.lost) {
    if (placed >= count) break
    placed += 1
    candidates.push(replacing(group, found, 'lost'))
  }
  const downgrade = isCanarying(group)
  for (const name of nextNames(group.names, count - placed)) {
    candidates.push({
      placement: freshPlacement(group.name, name, { canary: false, downgrade }),
      replaces: undefined,
    })
  }
  raiseDesiredTotal(group, candidates.length)
}

function replacing(group: GroupPass, found: Found, reason: 'reschedule' | 'lost' | 'migrate'): Candidate {
  const previous: Allocation = found.disconnected ?? found.allocation
  const canary = previous.health?.canary === true
  const placement = {
    group: group.name,
    name: previous.name,
    canary,
    previous,
    reschedule: reason === 'reschedule',
    lost: reason === 'lost',
    downgrade: isCanarying(group) && !canary,
    minJobVersion: previous.job?.version ?? 0,
  }
  return { placement, replaces: found }
}

/** Places what the group's deployment lets it place; answers what remains of the limit. */
export function placeCandidates(group: GroupPass, limit: number): number {
  if (!isOpen(group)) {
    placeReplacementsOnly(group)
    return limit
  }
  for (const { placement } of group.candidates) group.place.push(placement)
  group.counters.place += group.candidates.length
  for (const found of group.now) {
    if (found.disconnected || found.migrating || found.allocation.clientStatus === 'unknown') continue
    stop(group.pass, found, allocationText.rescheduled)
    group.counters.stop += 1
  }
  return Math.max(0, limit - group.candidates.length)
}

/** A gated group replaces what was lost or is rescheduled, but not what a failed deployment placed itself. */
function placeReplacementsOnly(group: GroupPass): void {
  for (const { placement } of replacementsOfLost(group)) {
    group.place.push(placement)
    group.counters.place += 1
  }
  for (const { placement, replaces } of group.candidates) {
    if (!placement.reschedule || replaces === undefined || isOwnFailure(group, replaces)) continue
    group.place.push(placement)
    group.counters.place += 1
    if (replaces.disconnected) continue
    stop(group.pass, replaces, allocationText.rescheduled)
    group.counters.stop += 1
  }
}

/** Nomad takes as many candidates as were lost from the front, where the rescheduled ones are (Q5). */
function replacementsOfLost(group: GroupPass): readonly Candidate[] {
  const { candidates } = group
  if (group.pass.quirks.placesRescheduledTwice) return candidates.slice(0, group.lost.length)
  return candidates.filter(({ placement }) => placement.lost)
}

function isOwnFailure(group: GroupPass, found: Found): boolean {
  const { current, failed } = group.pass
  return failed && found.allocation.deploymentId === current?.id
}

/** Stops and places what its node drains; never gated. */
export function migrate(group: GroupPass): void {
  group.counters.migrate += group.migrate.length
  group.migrate.sort(byRank)
  for (const found of group.migrate) {
    stop(group.pass, found, allocationText.migrating)
    if (!isNotMovedByMigration(found)) group.place.push(replacing(group, found, 'migrate').placement)
  }
}

/** Cuts the group's placements at its count. */
export function truncatePlacements(group: GroupPass): void {
  const { count, pass } = group
  const spared = pass.quirks.cutsCanariesAtCount ? 0 : countFreshCanaries(group.place)
  if (group.place.length - spared > count) {
    group.place = group.place.slice(0, spared + count)
    group.counters.place = pass.quirks.cutsCanariesAtCount ? count : Math.min(group.counters.place, count)
  }
  for (const placement of group.place) pass.place.push(placement)
}

/** New canaries come first of all placements. */
function countFreshCanaries(place: readonly Placement[]): number {
  const end = place.findIndex((placement) => !placement.canary || placement.previous !== undefined)
  return end === -1 ? place.length : end
}
