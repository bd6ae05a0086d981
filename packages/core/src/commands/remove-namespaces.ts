// Deletes namespaces in which no job and no allocation is alive, and no variable is left. Rules: semantics/1 §3.15.

import { isClientTerminal } from '../entities/allocation.ts'
import { jobKey } from '../entities/job.ts'
import { type Proposal, propose } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** Asks to delete namespaces; the first refusal keeps all of them. */
export interface RemoveNamespaces {
  readonly names: readonly string[]
  /** The region to name in refusals. */
  readonly region: string
}

export function decideRemoveNamespaces(state: State, { names, region }: RemoveNamespaces): Proposal | Refusal {
  if (names.length === 0) return refuse('namespaces-missing')
  for (const name of names) if (name === 'default') return refuse('default-namespace')
  const faults = names.flatMap((name) => faultsOf(state, name, region))
  if (faults.length > 0) return refuse('namespace-alive', faults)
  return propose({ type: 'DeleteNamespaces', names })
}

function faultsOf({ tables }: State, name: string, region: string): readonly string[] {
  const alive = (what: string): string => `namespace ${JSON.stringify(name)} has ${what} in regions: [${region}]`
  const faults: string[] = []
  const inside = jobKey(name, '')
  if (some(tables.jobs.prefix(inside), ({ status }) => status !== 'dead')) faults.push(alive('non-terminal jobs'))
  const runs = some(tables.allocations, (row) => row.namespace === name && !isClientTerminal(row))
  if (runs) faults.push(alive('non-terminal allocations'))
  if (some(tables.variables.prefix(inside), () => true)) faults.push(alive('variables'))
  return faults
}

function some<R>(rows: Iterable<R>, holds: (row: R) => boolean): boolean {
  for (const row of rows) if (holds(row)) return true
  return false
}
