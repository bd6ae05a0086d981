// What the diff of a service shows, and which old service is compared with which new one. Rules: semantics/4 §4.3.

import type { JsonObject } from '../json.ts'
import { textAt } from './blocks.ts'
import { plain, structured } from './compare-blocks.ts'
import { connect } from './connect-diff.ts'
import type { Part } from './diff.ts'
import { entries, flags, numbers, positive, texts } from './flatten.ts'
import { byKey, deepMap, inPairs, one, type Pair } from './parts.ts'
import { identity } from './resources-diff.ts'
import { stringSet } from './string-set.ts'

const check = structured('Check', {
  fields: [
    texts('AddressMode', 'Body', 'Command', 'GRPCService', 'InitialStatus', 'Method', 'Name', 'Notes', 'OnUpdate'),
    texts('Path', 'PortLabel', 'Protocol', 'TLSServerName', 'TaskName', 'Type'),
    numbers('FailuresBeforeCritical', 'FailuresBeforeWarning', 'Interval', 'SuccessBeforePassing', 'Timeout'),
    flags('Expose', 'GRPCUseTLS', 'TLSSkipVerify'),
  ],
  parts: [
    deepMap('Header'),
    one('CheckRestart', plain('CheckRestart', { fields: [numbers('Grace', 'Limit'), flags('IgnoreWarnings')] })),
  ],
})

const service = structured('Service', {
  fields: [
    texts('Address', 'AddressMode', 'Cluster', 'Kind', 'Name', 'Namespace', 'OnUpdate', 'PortLabel', 'Provider'),
    texts('TaskName'),
    flags('EnableTagOverride'),
    entries('Meta', 'CanaryMeta', 'TaggedAddresses'),
  ],
  parts: [
    stringSet('CanaryTags'),
    stringSet('Tags'),
    byKey('Checks', (block) => textAt(block, 'Name'), check),
    connect,
    one('Identity', identity),
    one('Weights', structured('Weights', { fields: [positive('Passing', 'Warning')] })),
  ],
})

/** The services of a group or a task. */
export const services: Part = inPairs('Services', pairServices, service)

/** A partner must have more in common than its port or its position and port. */
const scoreToBeat = 2

function pairServices(before: readonly JsonObject[], after: readonly JsonObject[]): readonly Pair[] {
  if (before.length === 1 && after.length === 1) return [[before[0], after[0]]]
  const free = new Map(after.entries())
  const pairs = before.map((old, position): Pair => {
    const best = bestPartner(old, position, free)
    const partner = free.get(best)
    free.delete(best)
    return [old, partner]
  })
  return [...pairs, ...[...free.values()].map((block): Pair => [undefined, block])]
}

/** The position of the free service that has most in common with an old one, the first of several; -1 when none has enough. */
function bestPartner(old: JsonObject, position: number, free: ReadonlyMap<number, JsonObject>): number {
  let best = -1
  let bestScore = scoreToBeat
  for (const [at, block] of free) {
    const score =
      Number(at === position) +
      2 * Number(textAt(old, 'PortLabel') === textAt(block, 'PortLabel')) +
      3 * Number(textAt(old, 'Name') === textAt(block, 'Name'))
    if (score <= bestScore) continue
    best = at
    bestScore = score
  }
  return best
}
