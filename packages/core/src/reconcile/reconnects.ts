// Allocations that come back from a disconnected node, against what replaced them meanwhile. Rules: semantics/2 §2.9.

import { type Allocation, isServerTerminal } from '../entities/allocation.ts'
import { type Found, isOlder } from './found.ts'
import { type GroupPass, stop } from './pass.ts'
import { allocationText } from './reconciliation.ts'
import { keepsReconnected } from './reconnect-choice.ts'

/** Stops or keeps each of them, and stops the replacements of those kept. */
export function settleReconnecting(group: GroupPass): void {
  if (group.reconnecting.length === 0) return
  const stopped = new Set<Found>()
  const byId = new Map(group.all.map((found) => [found.allocation.id, found]))
  for (const original of group.reconnecting) settle(group, original, stopped, byId)
  group.counters.stop += stopped.size
  leaveSets(group, stopped)
  for (const found of group.reconnecting) if (!found.gone) reconnect(group, found)
}

function settle(group: GroupPass, original: Found, stopped: Set<Found>, byId: ReadonlyMap<string, Found>): void {
  const { allocation } = original
  if (!isServerTerminal(allocation) && allocation.clientStatus === 'failed') {
    stopped.add(original)
    stop(group.pass, original, allocationText.rescheduled, 'failed')
  } else if (isUnwanted(group, allocation)) {
    stopped.add(original)
    stop(group.pass, original, allocationText.notNeeded)
  } else {
    for (const replacement of replacementsOf(original, byId)) stopLoser(group, original, replacement, stopped)
  }
}

function stopLoser(group: GroupPass, original: Found, replacement: Found, stopped: Set<Found>): void {
  const { now } = group.pass.input
  const keepsOriginal = keepsReconnected(group.document, original.allocation, replacement.allocation, now)
  const loser = keepsOriginal ? replacement : original
  if (stopped.has(loser)) return
  stopped.add(loser)
  stop(group.pass, loser, keepsOriginal ? allocationText.reconnected : allocationText.notNeeded)
}

function isUnwanted(group: GroupPass, allocation: Allocation): boolean {
  const { migrate, reschedule, forceReschedule } = allocation.desiredTransition
  if (allocation.desiredStatus !== 'run') return true
  return migrate === true || reschedule === true || forceReschedule === true || isOlder(allocation, group.job)
}

/** The chain of replacements, as far as it is known, without those already to be stopped. */
function replacementsOf(original: Found, byId: ReadonlyMap<string, Found>): readonly Found[] {
  const chain = new Set<Found>()
  let next = byId.get(original.allocation.nextAllocation)
  while (next !== undefined && !chain.has(next)) {
    chain.add(next)
    next = byId.get(next.allocation.nextAllocation)
  }
  return [...chain].filter((found) => found !== original && !isServerTerminal(found.allocation))
}

/** Losers leave the sets of what stays; the set that is rescheduled keeps them, which is an oddity (Q3). */
function leaveSets(group: GroupPass, stopped: ReadonlySet<Found>): void {
  for (const found of stopped) {
    found.gone = true
    found.migrating = false
  }
  group.untainted = group.untainted.filter(stays)
  group.migrate = group.migrate.filter(stays)
  group.lost = group.lost.filter(stays)
  group.disconnecting = group.disconnecting.filter(stays)
  if (!group.pass.quirks.reschedulesReconnectLosers) group.now = group.now.filter(stays)
}

function stays(found: Found): boolean {
  return !found.gone
}

/** One that already runs gets a state entry that ends its time as unknown; one still unknown gets it when it reports. */
function reconnect(group: GroupPass, found: Found): void {
  group.untainted.push(found)
  const { allocation } = found
  if (allocation.clientStatus !== 'running') return
  group.counters.reconnect += 1
  const entry = { field: 0, value: allocation.clientStatus, time: group.pass.input.now }
  group.pass.reconnectUpdates.push({ ...allocation, states: (allocation.states ?? []).concat(entry) })
}
