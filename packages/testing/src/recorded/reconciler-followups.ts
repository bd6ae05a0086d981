// Names follow-up evaluations `followup-1`, `followup-2` … in an order that does not depend on their ids
// (oracle/README-reconciler §2.3).

import type { Allocation, Evaluation, Reconciliation } from '@cutover/core'

interface Named {
  readonly group: string
  readonly evaluation: Evaluation
  readonly references: string
}

/** The name of every follow-up evaluation by its id. */
export function nameFollowups(
  before: ReadonlyMap<string, Allocation>,
  answer: Reconciliation,
): ReadonlyMap<string, string> {
  if (answer.followups.length === 0) return new Map()
  const references = referencesOf(before, answer)
  const all: Named[] = answer.followups.flatMap(({ group, evaluations }) =>
    evaluations.map((evaluation) => ({
      group,
      evaluation,
      references: (references.get(evaluation.id) ?? []).sort().join(','),
    })),
  )
  all.sort(compareNamed)
  return new Map(all.map(({ evaluation }, i) => [evaluation.id, `followup-${i + 1}`]))
}

/** The allocations that refer to each evaluation, one id for each reference. */
function referencesOf(before: ReadonlyMap<string, Allocation>, answer: Reconciliation): Map<string, string[]> {
  const references = new Map<string, string[]>()
  const note = (evaluation: string, allocation: string): void => {
    references.set(evaluation, [...(references.get(evaluation) ?? []), allocation])
  }
  for (const { allocation, followupEvaluationId } of answer.stop) {
    note(followupEvaluationId, allocation.id)
    const changed = allocation.followupEvaluationId !== before.get(allocation.id)?.followupEvaluationId
    if (changed) note(allocation.followupEvaluationId, allocation.id)
  }
  for (const updates of [answer.attributeUpdates, answer.disconnectUpdates, answer.reconnectUpdates]) {
    for (const allocation of updates) note(allocation.followupEvaluationId, allocation.id)
  }
  return references
}

function compareNamed(a: Named, b: Named): number {
  return (
    compare(a.group, b.group) ||
    a.evaluation.waitUntil - b.evaluation.waitUntil ||
    compare(a.evaluation.triggeredBy, b.evaluation.triggeredBy) ||
    compare(a.evaluation.statusDescription, b.evaluation.statusDescription) ||
    compare(a.references, b.references)
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
