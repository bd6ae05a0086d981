// What stops: everything of a group that is no longer wanted, lost allocations, and what exceeds the count.
// Rules: semantics/2 §2.2, §2.3, §2.12a.

import { isServerTerminal } from '../entities/allocation.ts'
import { byRemoval, byTie, type Found } from './found.ts'
import { emptyNameIndex, freeIndex, highestNames, takeIndex } from './name-index.ts'
import { classOf } from './partition.ts'
import { type GroupPass, isCanarying, type Pass, stop } from './pass.ts'
import { allocationText } from './reconciliation.ts'

/** Stops every allocation of a set; answers how many the counters show, which may be more than were listed (Q1). */
export function stopAll(pass: Pass, set: readonly Found[]): number {
  let listed = 0
  for (const found of set) {
    const kind = classOf(found.allocation, pass.input)
    if (kind === 'ignore' || kind === 'expiring') {
      if (found.allocation.clientStatus !== 'unknown') continue
    }
    listed += 1
    if (kind === 'lost') stop(pass, found, allocationText.lost, 'lost')
    else stop(pass, found, allocationText.notNeeded)
  }
  return pass.quirks.countsUnlistedStops ? set.length : listed
}

/** Notes the names of everything that stays, or whose name its replacement takes over. */
export function seedNames(group: GroupPass): void {
  const { names, now } = group
  for (const found of group.untainted) takeIndex(names, found.nameIndex)
  for (const found of group.lost) takeIndex(names, found.nameIndex)
  for (const found of group.migrate) takeIndex(names, found.nameIndex)
  for (const found of now) if (!found.migrating) takeIndex(names, found.nameIndex)
  group.pass.nameIndexes.set(group.name, names)
}

/** Stops what is lost, with the follow-up that it may wait for. */
export function stopLost(group: GroupPass): void {
  for (const found of group.lost) stop(group.pass, found, allocationText.lost, 'lost')
  group.counters.stop += group.lost.length
}

/** Stops what exceeds the count, in the order of §2.12a; canaries that wait for promotion are exempt. */
export function stopExcess(group: GroupPass): void {
  const exempt = isCanarying(group)
  const work = exempt ? group.untainted.filter((found) => !found.canary) : group.untainted
  let known = group.migrate.length
  for (const found of work) if (found.allocation.clientStatus !== 'unknown') known += 1
  const excess = known - group.count
  if (excess <= 0) return
  const candidates = work.filter((found) => !isServerTerminal(found.allocation))
  let left = exempt ? excess : removeCanaryTwins(group, candidates, excess)
  left = removeMigrating(group, left)
  left = removeHighest(group, candidates.sort(byRemoval), left)
  left = remove(group, candidates, left)
  group.counters.stop += excess - left
  leaveSets(group)
}

/** After promotion the canaries take over their names. */
function removeCanaryTwins(group: GroupPass, candidates: readonly Found[], excess: number): number {
  const names = new Set(group.canaries.map((found) => found.allocation.name))
  const twins = candidates.filter((found) => !found.canary && names.has(found.allocation.name))
  return remove(group, twins.sort(byTie(group.pass.input.ties)), excess)
}

function removeMigrating(group: GroupPass, excess: number): number {
  const own = emptyNameIndex(group.names.prefix, group.count, true)
  for (const found of group.migrate) takeIndex(own, found.nameIndex)
  const names = highestNames(own, excess)
  const matching = group.migrate.filter((found) => names.has(found.allocation.name)).sort(byRemoval)
  const left = remove(group, matching, excess)
  for (const found of matching) if (found.gone) freeIndex(group.names, found.nameIndex)
  return left
}

function removeHighest(group: GroupPass, candidates: readonly Found[], excess: number): number {
  const names = highestNames(group.names, excess)
  return remove(
    group,
    candidates.filter((found) => names.has(found.allocation.name)),
    excess,
  )
}

/** Stops allocations from the front of a list until no excess is left; answers what is left. */
function remove(group: GroupPass, from: readonly Found[], excess: number): number {
  let left = excess
  for (const found of from) {
    if (left === 0) break
    if (found.gone) continue
    found.gone = true
    stop(group.pass, found, allocationText.notNeeded)
    left -= 1
  }
  return left
}

/** What was stopped leaves the sets; the set that is rescheduled keeps it, which is an oddity (Q21). */
function leaveSets(group: GroupPass): void {
  for (const found of group.migrate) if (found.gone) found.migrating = false
  group.untainted = group.untainted.filter(stays)
  group.migrate = group.migrate.filter(stays)
  if (!group.pass.quirks.stopsTrimmedTwice) group.now = group.now.filter(stays)
}

function stays(found: Found): boolean {
  return !found.gone
}
