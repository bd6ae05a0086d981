// Compares what a service or batch job wants with what is found, and answers what should change: a pipeline of named steps
// and no other logic. Rules: semantics/2 §2; the order of the steps is that of §2.8.

import type { Allocation } from '../entities/allocation.ts'
import { createCanaries, keepCanaries, setCanariesAside, stopUnwantedCanaries } from './canaries.ts'
import { concludeDeployment, noteCompletion, updateDeployment } from './deployment-changes.ts'
import { delayLosses, settleDisconnecting } from './disconnects.ts'
import { scheduleLater } from './followups.ts'
import {
  allocationsByGroup,
  closeGroup,
  closePass,
  openGroup,
  openPass,
  setOldBatchAside,
  stopGroup,
} from './groups.ts'
import { partition } from './partition.ts'
import type { GroupPass, Pass } from './pass.ts'
import { computeCandidates, migrate, placeCandidates, truncatePlacements } from './placements.ts'
import type { ReconcileInput, Reconciliation } from './reconciliation.ts'
import { settleReconnecting } from './reconnects.ts'
import { splitReplacements } from './replacements.ts'
import { rollingLimit } from './rolling-limit.ts'
import { seedNames, stopExcess, stopLost } from './stops.ts'
import { decideUpdates, replaceDestructive } from './updates.ts'

/** Decides one scheduling pass over a service or batch job. Pure: the same input gives the same answer. */
export function reconcile(input: ReconcileInput): Reconciliation {
  const pass = openPass(input)
  for (const [name, allocations] of allocationsByGroup(input)) reconcileGroup(pass, name, allocations)
  concludeDeployment(pass)
  return closePass(pass)
}

function reconcileGroup(pass: Pass, name: string, allocations: readonly Allocation[]): void {
  const group = openGroup(pass, name, allocations)
  if (group === undefined) stopGroup(pass, name, allocations)
  else runSteps(group)
}

function runSteps(group: GroupPass): void {
  setOldBatchAside(group)
  stopUnwantedCanaries(group)
  keepCanaries(group)
  partition(group)
  splitReplacements(group)
  settleReconnecting(group)
  settleDisconnecting(group)
  delayLosses(group)
  scheduleLater(group)
  seedNames(group)
  stopLost(group)
  stopExcess(group)
  decideUpdates(group)
  setCanariesAside(group)
  createCanaries(group)
  const limit = rollingLimit(group)
  computeCandidates(group)
  const left = placeCandidates(group, limit)
  replaceDestructive(group, left)
  migrate(group)
  updateDeployment(group)
  truncatePlacements(group)
  noteCompletion(group)
  closeGroup(group)
}
