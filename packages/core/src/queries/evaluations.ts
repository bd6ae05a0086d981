// Pure reads of evaluations. Rules: client-surface §1.3, semantics/4 §5.2.

import type { Allocation } from '../entities/allocation.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { storedId, uuidFault, uuidPrefixFault } from '../entities/uuid.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { refuseList } from '../refusals/lists.ts'
import type { State } from '../state.ts'
import { type ListRequest, pageByPrefix } from './by-prefix.ts'
import type { Found } from './found.ts'
import type { Page } from './page.ts'

/** One evaluation; the index of the table when there is none. */
export function findEvaluation({ tables, indexes }: State, id: string): Found<Evaluation | undefined> | Refusal {
  const fault = uuidFault(id)
  if (fault !== undefined) return refuseList('evaluation-lookup', fault)
  const value = tables.evaluations.get(storedId(id))
  return { value, index: value?.modifyIndex ?? indexes.evals }
}

/** A page of evaluations. */
export function listEvaluations(
  { tables, indexes }: State,
  list: ListRequest<Evaluation>,
): Found<Page<Evaluation>> | Refusal {
  const fault = uuidPrefixFault(list.prefix)
  if (fault !== undefined) return refuse('evaluation-list-lookup', fault)
  const value = pageByPrefix(tables.evaluations, list)
  return isRefusal(value) ? value : { value, index: indexes.evals }
}

/** The allocations that an evaluation placed, in id order. */
export function allocationsOfEvaluation(
  { tables, indexes }: State,
  id: string,
): Found<readonly Allocation[]> | Refusal {
  const fault = uuidFault(id)
  if (fault !== undefined) return refuse('uuid-fault', fault)
  return { value: [...tables.allocations.by('evaluation', storedId(id))], index: indexes.allocs }
}

/** All evaluations reachable by next, previous and blocked links, breadth first, without the one itself. */
export function relatedEvaluations({ tables }: State, from: Evaluation): readonly Evaluation[] {
  const seen = new Set([from.id])
  const related: Evaluation[] = []
  const queue = [from]
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const id of [next.nextEvaluation, next.previousEvaluation, next.blockedEvaluation]) {
      const linked = seen.has(id) ? undefined : tables.evaluations.get(id)
      seen.add(id)
      if (!linked) continue
      related.push(linked)
      queue.push(linked)
    }
  }
  return related
}
