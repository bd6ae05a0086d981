// Random passes while canaries wait for their promotion, small enough that what must come of them can be counted on one's fingers.

import type { ReconcileInput, Reconciliation } from '@cutover/core'
import fc from 'fast-check'
import { deployed, deploymentOf, found, limit, passOver, range, replaceOther, wantedJob } from '../wanted-and-found.ts'

/** As many old allocations as wanted, and some of the canaries, which are no more than those; nobody has promoted them. */
export interface CanaryStage {
  readonly count: number
  readonly canaries: number
  /** At most `canaries`, all running. */
  readonly placed: number
  readonly healthy: boolean | undefined
  readonly isPaused: boolean
}

/** Stages of canaries. */
export const arbitraryCanaryStage: fc.Arbitrary<CanaryStage> = fc
  .record({
    count: fc.integer({ min: 1, max: 5 }),
    canaries: fc.integer({ min: 1, max: 3 }),
    placed: fc.nat({ max: 3 }),
    healthy: fc.constantFrom(undefined, true),
    isPaused: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  })
  .map((stage) => ({ ...stage, canaries: Math.min(stage.canaries, stage.count) }))
  .map((stage) => ({ ...stage, placed: Math.min(stage.placed, stage.canaries) }))

/** The pass that a stage of canaries is. */
export function canaryPass({ count, canaries, placed, healthy, isPaused }: CanaryStage): ReconcileInput {
  const group = { Count: count, ...limit(1, canaries) }
  const [old, wanted] = [wantedJob(group, { version: 0 }), wantedJob(group, { version: 1 })]
  const rows = [
    ...found(old, range(0, count), { clientStatus: 'running' }),
    ...found(wanted, range(0, placed), { tag: 'c', clientStatus: 'running', ...deployed(healthy, true) }),
  ]
  const placedCanaries = range(0, placed).map((index) => `c${index}`)
  const part = { desiredTotal: count, desiredCanaries: canaries, placedCanaries, placed }
  const deployment = deploymentOf(wanted, [part], { status: isPaused ? 'paused' : 'running' })
  return passOver(wanted, rows, { deployment, decide: replaceOther(wanted) })
}

/** What must come of it, by semantics/2 §2.12: the canaries that lack, nothing else; while it is paused nothing at all. */
export function mustComeOf({ canaries, placed, isPaused }: CanaryStage): string {
  return `${isPaused ? 0 : canaries - placed} canaries, 0 others, 0 replaced, 0 stopped`
}

/** What comes of a pass, in the same words. */
export function cameOf({ place, destructive, stop }: Reconciliation): string {
  const fresh = place.filter(({ canary }) => canary).length
  return `${fresh} canaries, ${place.length - fresh} others, ${destructive.length} replaced, ${stop.length} stopped`
}
