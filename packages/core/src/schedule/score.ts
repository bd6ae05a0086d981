// How well a node suits a placement, in Nomad's terms: tight packing, few siblings, no second try on a node that
// failed. Only + − × ÷ are used, so that every runtime gets the same bits. Rules: semantics/4 §5.7.

import type { Amounts } from './resources.ts'

/** The parts of a score by Nomad's names, and their mean over the parts that took part. */
export interface Score {
  readonly binpack: number
  readonly jobAntiAffinity: number
  readonly reschedulePenalty: number
  readonly affinity: number
  readonly norm: number
}

/** What a score is made of. */
export interface Suitability {
  readonly used: Amounts
  readonly total: Amounts
  /** Allocations of the same group already there. */
  readonly siblings: number
  readonly desiredCount: number
  /** The node failed an allocation before this one. */
  readonly penalty: boolean
  /** Weighted affinities met, between −1 and 1; 0 when the group has none. */
  readonly affinity: number
}

export function scoreNode(suitability: Suitability): Score {
  const { used, total, siblings, desiredCount, penalty, affinity } = suitability
  const binpack = fit(used, total)
  const jobAntiAffinity = siblings > 0 ? -(siblings + 1) / desiredCount : 0
  const reschedulePenalty = penalty ? -1 : 0
  const parts = [binpack]
  if (siblings > 0) parts.push(jobAntiAffinity)
  if (penalty) parts.push(reschedulePenalty)
  if (affinity !== 0) parts.push(affinity)
  const norm = parts.reduce((sum, part) => sum + part, 0) / parts.length
  return { binpack, jobAntiAffinity, reschedulePenalty, affinity, norm }
}

// 20 − 10^(free CPU) − 10^(free memory), between 0 (empty) and 18 (full), as a fraction of 18.
function fit(used: Amounts, total: Amounts): number {
  const free = tenTo(freeShare(used.cpu, total.cpu)) + tenTo(freeShare(used.memory, total.memory))
  return (20 - free) / 18
}

function freeShare(used: number, total: number): number {
  return total > 0 ? 1 - used / total : 0
}

const lnTen = 2.302585092994046

// The exponential series; 40 terms are exact to the last bits for exponents between 0 and 1.
function tenTo(exponent: number): number {
  const x = exponent * lnTen
  let term = 1
  let sum = 1
  for (let n = 1; n <= 40; n++) {
    term = (term * x) / n
    sum += term
  }
  return sum
}
