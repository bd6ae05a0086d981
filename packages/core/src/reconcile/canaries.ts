// Canaries: which are stopped, which stay, and which are created. Rules: semantics/2 §2.5, §2.12d.

import type { Deployment } from '../entities/deployment.ts'
import type { Found } from './found.ts'
import { nextCanaryNames } from './name-index.ts'
import { classOf } from './partition.ts'
import { freshPlacement, type GroupPass, isCanarying, stop } from './pass.ts'
import { allocationText } from './reconciliation.ts'

/** Stops what an earlier or a failed deployment placed as canaries and nobody promoted. */
export function stopUnwantedCanaries(group: GroupPass): void {
  const { pass } = group
  const unwanted = new Set<string>()
  if (pass.old) noteUnpromoted(pass.old, unwanted)
  if (pass.current && pass.failed) noteUnpromoted(pass.current, unwanted)
  group.all = group.all.filter((found) => {
    if (!unwanted.has(found.allocation.id)) return true
    stop(pass, found, allocationText.notNeeded)
    group.counters.stop += 1
    return false
  })
}

function noteUnpromoted(deployment: Deployment, unwanted: Set<string>): void {
  for (const part of deployment.groups) {
    if (part.promoted || part.placedCanaries === undefined) continue
    for (const id of part.placedCanaries) unwanted.add(id)
  }
}

/**
 * Finds the canaries that stay. Those on lost or draining nodes are stopped without being counted; the shortfall makes
 * `createCanaries` place new ones.
 */
export function keepCanaries(group: GroupPass): void {
  const { current } = group.pass
  if (current === undefined) return
  const placed = placedCanaries(current)
  group.all = group.all.filter((found) => !placed.has(found.allocation.id) || staysFound(group, found))
}

function placedCanaries(deployment: Deployment): ReadonlySet<string> {
  const placed = new Set<string>()
  for (const part of deployment.groups) {
    if (part.placedCanaries === undefined) continue
    for (const id of part.placedCanaries) placed.add(id)
  }
  return placed
}

function staysFound(group: GroupPass, found: Found): boolean {
  const kind = classOf(found.allocation, group.pass.input)
  if (kind === 'migrate') stop(group.pass, found, allocationText.migrating)
  if (kind === 'lost') stop(group.pass, found, allocationText.lost, 'lost')
  if (kind === 'untainted') {
    found.canary = true
    group.canaries.push(found)
  }
  return kind !== 'migrate' && kind !== 'lost'
}

/** While canaries wait for promotion they must not satisfy the group's count. */
export function setCanariesAside(group: GroupPass): void {
  if (isCanarying(group)) group.untainted = group.untainted.filter((found) => !found.canary)
}

/** Asks for the canaries that are missing, first of all placements. */
export function createCanaries(group: GroupPass): void {
  const wanted = group.document.Update?.Canary ?? 0
  const missing = wanted - group.canaries.length
  group.canariesNeeded = group.destructive.length > 0 && missing > 0 && !group.rollout.promoted
  if (!group.canariesNeeded) return
  group.rollout = { ...group.rollout, desiredCanaries: wanted }
  if (group.pass.paused || group.pass.failed) return
  group.counters.canary += missing
  const existing = new Set(group.canaries.map((found) => found.allocation.name))
  const replaced = group.destructive.map((found) => found.nameIndex)
  for (const name of nextCanaryNames(group.names, missing, existing, replaced)) {
    group.place.push(freshPlacement(group.name, name, { canary: true, downgrade: false }))
  }
}
