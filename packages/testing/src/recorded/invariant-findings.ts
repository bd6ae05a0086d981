// Checks the invariants after every entry of a replay: what breaks one is a divergence like any other.

import { type Entry, replay, type State } from '@cutover/core'
import { checkInvariants } from '@cutover/invariants'
import type { Parted } from './fsm.ts'

/** What the entries break, one after the other; `after` is the state after the last. */
export function invariantFindings(before: State, entries: readonly Entry[], after: State): readonly Parted[] {
  let state = before
  return entries.flatMap((entry, i) => {
    const next = i === entries.length - 1 ? after : replay(state, entry)
    const violations = checkInvariants(state, entry, next, { quick: true })
    state = next
    return violations.map(({ invariant, place }) => ({
      field: `invariant ${invariant}`,
      place: ` ${place}`,
      expected: 'holds',
      got: 'broken',
    }))
  })
}
