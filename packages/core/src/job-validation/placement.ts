// Checks constraints, affinities and spreads. Rules: semantics/4 §1.8 "constraint i", "affinity i", "spread i".

import type { ConstraintDocument } from '../job-document/document.ts'
import type { SpreadDocument } from '../job-document/document-parts.ts'
import type { AffinityDocument } from '../job-document/document-stored.ts'
import { eachOf } from '../json.ts'
import { regexpError } from './regexp-syntax.ts'
import { broken, nested, quote } from './texts.ts'
import { malformedCondition } from './version-syntax.ts'

/** The errors of each block of a list, behind its name and number. */
export function checkEach<T>(
  list: readonly T[] | null,
  name: string,
  check: (one: T) => readonly string[],
): readonly string[] {
  return eachOf(list).flatMap((one, i) => nested(`${name} ${i + 1} validation failed: `, check(one)))
}

export function checkConstraints(list: readonly ConstraintDocument[] | null): readonly string[] {
  return checkEach(list, 'Constraint', checkConstraint)
}

export function checkConstraint(constraint: ConstraintDocument): readonly string[] {
  const { LTarget, Operand } = constraint
  const needsTarget = Operand !== 'distinct_hosts'
  return [
    ...broken([[Operand === '', 'Missing constraint operand']]),
    ...checkOperand(constraint),
    ...(needsTarget ? checkTarget(LTarget) : []),
  ]
}

const sets = ['set_contains', 'set_contains_all', 'set_contains_any']
const comparisons = ['=', '==', 'is', '!=', 'not', '<', '<=', '>', '>=']

function checkOperand({ Operand, RTarget }: ConstraintDocument): readonly string[] {
  if (Operand === 'distinct_hosts') return []
  if (Operand === 'distinct_property') return checkAllowedCount(RTarget)
  if (sets.includes(Operand)) return broken([[RTarget === '', 'Set contains constraint requires an RTarget']])
  if (Operand === 'is_set' || Operand === 'is_not_set') {
    return broken([[RTarget !== '', `Operator ${quote(Operand)} does not support an RTarget`]])
  }
  return checkMatch(Operand, RTarget, 'constraint') ?? [`Unknown constraint type ${quote(Operand)}`]
}

/** What constraints and affinities share; undefined for an operand that is not shared. */
function checkMatch(operand: string, target: string, noun: 'constraint' | 'affinity'): readonly string[] | undefined {
  if (comparisons.includes(operand)) return broken([[target === '', `Operator ${quote(operand)} requires an RTarget`]])
  if (operand === 'regexp') {
    const error = regexpError(target)
    return error === undefined ? [] : [`Regular expression failed to compile: ${error}`]
  }
  if (operand !== 'version' && operand !== 'semver') return undefined
  const bad = malformedCondition(target, operand)
  if (bad === undefined) return []
  return [
    operand === 'version'
      ? `Version ${noun} is invalid: malformed constraint: ${bad}`
      : `Semver ${noun} is invalid: Malformed constraint: ${bad}`,
  ]
}

function checkAllowedCount(target: string): readonly string[] {
  if (target === '') return []
  const failed = `Failed to convert RTarget ${quote(target)} to uint64: strconv.ParseUint: parsing ${quote(target)}`
  if (!/^\d+$/.test(target)) return [`${failed}: invalid syntax`]
  const count = BigInt(target)
  if (count > 18_446_744_073_709_551_615n) return [`${failed}: value out of range`]
  return broken([[count < 1n, `Distinct Property must have an allowed count of 1 or greater: ${count} < 1`]])
}

const nodeAttributes = ['node.unique.id', 'node.datacenter', 'node.unique.name', 'node.class', 'node.pool']

function checkTarget(target: string): readonly string[] {
  if (target === '') return ['no attribute provided but is required by operator']
  if (!target.startsWith('$')) return []
  if (!target.startsWith('${')) return [`attribute ${quote(target)} is missing an opening brace`]
  if (!target.endsWith('}')) return [`attribute ${quote(target)} is missing a closing brace`]
  const name = target.slice(2, -1)
  const isKnown = nodeAttributes.includes(name) || /^(?:attr|device|meta)\./.test(name)
  return broken([[!isKnown, `unsupported attribute ${quote(target)}`]])
}

export function checkAffinity({ LTarget, Operand, RTarget, Weight }: AffinityDocument): readonly string[] {
  const matched = sets.includes(Operand)
    ? broken([[RTarget === '', 'Set contains operators require an RTarget']])
    : (checkMatch(Operand, RTarget, 'affinity') ?? [`Unknown affinity operator ${quote(Operand)}`])
  return [
    ...broken([[Operand === '', 'Missing affinity operand']]),
    ...matched,
    ...broken([
      [LTarget === '', 'No LTarget provided but is required'],
      [Weight === 0, 'Affinity weight cannot be zero'],
      [Weight > 100 || Weight < -100, 'Affinity weight must be within the range [-100,100]'],
    ]),
  ]
}

function checkSpread({ Attribute, Weight, SpreadTarget }: SpreadDocument): readonly string[] {
  const targets = eachOf(SpreadTarget)
  const sum = targets.reduce((total, { Percent }) => total + Percent, 0)
  return [
    ...broken([
      [Attribute === '', 'Missing spread attribute'],
      [Weight <= 0 || Weight > 100, 'Spread block must have a positive weight from 0 to 100'],
    ]),
    ...targets.flatMap(({ Value, Percent }, i) =>
      broken([
        [targets.findIndex((one) => one.Value === Value) < i, `Spread target value ${quote(Value)} already defined`],
        [Percent > 100, `Spread target percentage for value ${quote(Value)} must be between 0 and 100`],
      ]),
    ),
    ...broken([[sum > 100, `Sum of spread target percentages must not be greater than 100%; got ${sum}%`]]),
  ]
}

/** Affinities and spreads of one level: system jobs may have none. */
export function checkAffinities(list: readonly AffinityDocument[] | null, type: string): readonly string[] {
  if (type !== 'system') return checkEach(list, 'Affinity', checkAffinity)
  return broken([[list !== null && list.length > 0, 'System jobs may not have an affinity block']])
}

export function checkSpreads(list: readonly SpreadDocument[] | null, type: string): readonly string[] {
  if (type !== 'system') return checkEach(list, 'Spread', checkSpread)
  return broken([[list !== null && list.length > 0, 'System jobs may not have a spread block']])
}
