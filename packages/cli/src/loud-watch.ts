// The formulas of `serve --monitor`: every durable entry is checked, and what breaks one is told at once.

import type { EngineOptions } from '@cutover/engine'
import { type InvariantWatch, watchInvariants } from '@cutover/invariants'
import { warn } from './open-log.ts'

/** All formulas but those that cost a multiple of the entry itself; every plan of such a server is its own. */
export function loudWatch(): InvariantWatch {
  return watchInvariants({ managed: true, quick: true })
}

/** What makes an engine show its entries to the watch, and somebody hear of what it finds. */
export function monitoredBy(watch: InvariantWatch): Pick<EngineOptions, 'monitors' | 'onFinding'> {
  return { monitors: [watch], onFinding: ({ text }) => warn(`VIOLATION: ${text}`) }
}
