// The same play twice: with one oddity as Nomad has it, and without it.

import { nomadQuirks, type QuirkName } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { ClusterByHand } from './cluster-by-hand.ts'

/** What comes of the play in a cluster like Nomad, and in one without this oddity. */
export function inBothProfiles<T>(
  name: QuirkName,
  play: (cluster: ClusterByHand) => T,
): { readonly nomad: T; readonly safe: T } {
  const safe = { ...nomadQuirks, [name]: false }
  return { nomad: play(new ClusterByHand()), safe: play(new ClusterByHand(3, defaultManagers, safe)) }
}

/** Every allocation of the newest deployment turns healthy; at 100 s its version is stable. */
export function settleNewest(cluster: ClusterByHand): ClusterByHand {
  cluster.reportAll(
    cluster.allocationsOf(cluster.deployment()).map(({ id }) => id),
    { healthy: true },
  )
  return cluster.at(100)
}
