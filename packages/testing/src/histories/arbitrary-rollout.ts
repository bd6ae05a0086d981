// Random passes in the middle of a rolling update, small and plain enough that what must be replaced can be counted on one's fingers.

import type { ReconcileInput, Reconciliation } from '@cutover/core'
import fc from 'fast-check'
import { deployed, deploymentOf, found, limit, passOver, replaceOther, wantedJob } from '../wanted-and-found.ts'

const kinds = ['old', 'old', 'old', 'healthy', 'healthy', 'undecided', 'unhealthy'] as const

/** A rolling update of one group: as many allocations as wanted, all running, each of the old version or the new. */
export interface RollingUpdate {
  readonly maxParallel: number
  /** By their number: of the old version, or of the new one with its health. */
  readonly allocations: readonly (typeof kinds)[number][]
  readonly isPaused: boolean
}

/** Rolling updates that stand anywhere. */
export const arbitraryRollingUpdate: fc.Arbitrary<RollingUpdate> = fc.record({
  maxParallel: fc.integer({ min: 1, max: 4 }),
  allocations: fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 8 }),
  isPaused: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
})

/** The pass that a rolling update is. */
export function rollingPass({ maxParallel, allocations, isPaused }: RollingUpdate): ReconcileInput {
  const group = { Count: allocations.length, ...limit(maxParallel) }
  const [old, wanted] = [wantedJob(group, { version: 0 }), wantedJob(group, { version: 1 })]
  const rows = allocations.flatMap((kind, index) => {
    if (kind === 'old') return found(old, [index], { clientStatus: 'running' })
    const health = kind === 'undecided' ? undefined : kind === 'healthy'
    return found(wanted, [index], { clientStatus: 'running', ...deployed(health) })
  })
  const status = isPaused ? 'paused' : 'running'
  const deployment = deploymentOf(wanted, [{ desiredTotal: allocations.length }], { status })
  return passOver(wanted, rows, { deployment, decide: replaceOther(wanted) })
}

/** The names that must be replaced, by semantics/2 §2.13 and §2.14: the lowest first, within what the limit leaves. */
export function mustBeReplaced({ maxParallel, allocations, isPaused }: RollingUpdate): readonly string[] {
  if (isPaused || allocations.includes('unhealthy')) return []
  const unsettled = allocations.filter((kind) => kind === 'undecided').length
  const old = allocations.flatMap((kind, index) => (kind === 'old' ? [`job.web[${index}]`] : []))
  return old.slice(0, Math.max(0, maxParallel - unsettled))
}

/** What a pass replaces, by name. */
export function replacedBy({ destructive }: Reconciliation): readonly string[] {
  return destructive.map(({ name }) => name)
}
