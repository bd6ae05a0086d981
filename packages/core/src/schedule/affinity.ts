// How far a node meets the weighted affinities of a job, its group and its tasks. Rules: semantics/4 §5.7.

import type { Node } from '../entities/node.ts'
import type { GroupDocument, JobDocument } from '../job-document/document.ts'
import type { Json } from '../json.ts'
import type { PatternSearch } from '../manager.ts'
import { checkOperand, resolveTarget } from './constraint.ts'
import { listOf, member, numberOf } from './resources.ts'

/** The weights of the affinities met over the sum of all weights, or 0 when there are none. */
export function affinityOf(
  node: Node,
  { document, group }: { readonly document: JobDocument; readonly group: GroupDocument },
  finds: PatternSearch,
): number {
  const affinities = [document, group, ...group.Tasks].flatMap((level) => listOf(level['Affinities']))
  let met = 0
  let all = 0
  for (const affinity of affinities) {
    const weight = numberOf(member(affinity, 'Weight'))
    all += weight < 0 ? -weight : weight
    if (isMet(node, affinity, finds)) met += weight
  }
  return all === 0 ? 0 : met / all
}

function isMet(node: Node, affinity: Json, finds: PatternSearch): boolean {
  const left = resolveTarget(node, textOf(member(affinity, 'LTarget')))
  const right = resolveTarget(node, textOf(member(affinity, 'RTarget')))
  return checkOperand(textOf(member(affinity, 'Operand')), left, right, finds)
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : ''
}
