// Whether a node meets a constraint: the targets it may name and the operators it may use. Rules: semantics/2 §3.1
// step 7.

import type { Node } from '../entities/node.ts'
import type { ConstraintDocument } from '../job-document/document.ts'
import type { PatternSearch } from '../manager.ts'
import { compareBytes } from '../order.ts'
import { asObject, member } from './resources.ts'
import { versionMatches } from './version-constraint.ts'

/** Whether the node meets the constraint. `distinct_hosts` and `distinct_property` look at other nodes: not here. */
export function meetsConstraint(node: Node, constraint: ConstraintDocument, finds: PatternSearch): boolean {
  const left = resolveTarget(node, constraint.LTarget)
  const right = resolveTarget(node, constraint.RTarget)
  return checkOperand(constraint.Operand, left, right, finds)
}

/** What a target such as `${attr.kernel.name}` stands for on the node; a literal stands for itself. */
export function resolveTarget(node: Node, target: string): string | undefined {
  if (!target.startsWith('${')) return target
  const name = target.slice(2, target.endsWith('}') ? -1 : undefined)
  if (name === 'node.unique.id') return node.id
  if (name === 'node.unique.name') return node.name
  if (name === 'node.datacenter') return node.datacenter
  if (name === 'node.class') return node.nodeClass
  if (name === 'node.pool') return node.nodePool
  if (name.startsWith('attr.')) return text(asObject(member(node.document, 'Attributes'))[name.slice(5)])
  if (name.startsWith('meta.')) return text(asObject(member(node.document, 'Meta'))[name.slice(5)])
  return undefined
}

/** One comparison. A side that is undefined could not be resolved on the node. */
export function checkOperand(
  operand: string,
  left: string | undefined,
  right: string | undefined,
  finds: PatternSearch,
): boolean {
  switch (operand) {
    case 'distinct_hosts':
    case 'distinct_property':
      return true
    case 'is_set':
      return left !== undefined
    case 'is_not_set':
      return left === undefined
    case '!=':
    case 'not':
      return left !== right
    default:
      return left !== undefined && right !== undefined && compareSides(operand, left, right, finds)
  }
}

function compareSides(operand: string, left: string, right: string, finds: PatternSearch): boolean {
  switch (operand) {
    case '=':
    case '==':
    case 'is':
    case '':
      return left === right
    case '<':
    case '<=':
    case '>':
    case '>=':
      return orderMatches(operand, compareValues(left, right))
    case 'version':
    case 'semver':
      return versionMatches(left, right)
    case 'regexp':
      return finds(right, left)
    case 'set_contains':
    case 'set_contains_all':
      return wanted(right).every((item) => wanted(left).includes(item))
    case 'set_contains_any':
      return wanted(right).some((item) => wanted(left).includes(item))
    default:
      return false
  }
}

function orderMatches(operand: string, order: number): boolean {
  if (order === 0) return operand === '<=' || operand === '>='
  return order < 0 ? operand.startsWith('<') : operand.startsWith('>')
}

// Numbers compare as numbers when both sides are numbers, else bytes decide.
function compareValues(left: string, right: string): number {
  const a = Number(left)
  const b = Number(right)
  if (left !== '' && right !== '' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b
  return compareBytes(left, right)
}

function wanted(list: string): readonly string[] {
  return list.split(',').map((item) => item.trim())
}

/** The host's own expressions. */
export const hostFinds: PatternSearch = (pattern, text) => {
  try {
    return new RegExp(pattern).test(text)
  } catch {
    return false
  }
}

function text(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value)
}
