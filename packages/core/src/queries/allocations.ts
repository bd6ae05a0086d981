// Pure reads of allocations. Rules: client-surface §1.3.

import type { Allocation } from '../entities/allocation.ts'
import { storedId, uuidFault, uuidPrefixFault } from '../entities/uuid.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { type ListRequest, pageByPrefix } from './by-prefix.ts'
import type { Found } from './found.ts'
import type { Page } from './page.ts'

/** One allocation; the index of the table when there is none. */
export function findAllocation({ tables, indexes }: State, id: string): Found<Allocation | undefined> | Refusal {
  const fault = uuidFault(id)
  if (fault !== undefined) return refuse('allocation-lookup', fault)
  const value = tables.allocations.get(storedId(id))
  return { value, index: value?.modifyIndex ?? indexes.allocs }
}

/** A page of allocations. */
export function listAllocations(
  { tables, indexes }: State,
  list: ListRequest<Allocation>,
): Found<Page<Allocation>> | Refusal {
  const fault = uuidPrefixFault(list.prefix)
  if (fault !== undefined) return refuse('allocation-lookup', fault)
  const value = pageByPrefix(tables.allocations, list)
  return isRefusal(value) ? value : { value, index: indexes.allocs }
}

/** The allocations of a node in id order; the index is their highest, or the table's (at least 1) when there is none. */
export function allocationsOfNode({ tables, indexes }: State, nodeId: string): Found<readonly Allocation[]> {
  const value = [...tables.allocations.by('node', storedId(nodeId))]
  const highest = value.reduce((index, row) => (row.modifyIndex > index ? row.modifyIndex : index), 0)
  return { value, index: value.length > 0 ? highest : indexes.allocs || 1 }
}
