// The worlds that the explorer searches, as data: a job of a few groups on one node, and how often it may be registered.
// Time stands still but for the moves that say otherwise; a node ends what the servers stop at once.

import { type Manager, nomadQuirks, type Quirks } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { type HandGroup, handJob } from '../hand-job.ts'

/** A world small enough to be searched whole. */
export interface SmallScope {
  readonly name: string
  /** Task groups of the job. */
  readonly groups: number
  /** Allocations and canaries of each group. */
  readonly allocations: number
  readonly canaries: number
  /** How many versions are registered by operators; rollbacks make further ones. */
  readonly versions: number
  /** Operators also revert and stop the job; both count as versions. */
  readonly reverts: boolean
  /** Operators also say of allocations that they are healthy or not. */
  readonly marks: boolean
  readonly group: Omit<HandGroup, 'name' | 'count' | 'canary' | 'rev'>
  readonly quirks: Quirks
}

/** The worlds by name. */
export const smallScopes: Readonly<Record<'small' | 'large', SmallScope>> = {
  small: {
    name: 'small',
    groups: 1,
    allocations: 2,
    canaries: 1,
    versions: 2,
    reverts: false,
    marks: false,
    group: { maxParallel: 1, deadline: 60, autoRevert: true, attempts: 1 },
    quirks: nomadQuirks,
  },
  large: {
    name: 'large',
    groups: 2,
    allocations: 3,
    canaries: 2,
    versions: 3,
    reverts: true,
    marks: true,
    group: { maxParallel: 2, deadline: 60, autoRevert: true, attempts: 1 },
    quirks: nomadQuirks,
  },
}

/** What a search runs on: a world, and the process managers in it. */
export interface Searched {
  readonly scope: SmallScope
  readonly managers: readonly Manager[]
}

/** The process managers of a rollout: all but those that only collect garbage and launch periodic jobs. */
export const rolloutManagers: readonly Manager[] = defaultManagers.filter(({ name }) => name !== 'housekeeping')

/** The job document of the n-th registration; each replaces the allocations of the one before. */
export function documentOf({ groups, allocations, canaries, group }: SmallScope, revision: number): object {
  const names = ['app', 'worker', 'cache'].slice(0, groups)
  return handJob(names.map((name) => ({ ...group, name, count: allocations, canary: canaries, rev: String(revision) })))
}
