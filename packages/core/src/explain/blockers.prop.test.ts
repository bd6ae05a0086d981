// Once nothing is about to happen by itself: whatever a rollout is said to wait for is what it waits for. With all of it cleared the group
// moves, with any of it left out it stays where it is. At every instant of random rollouts, with and without room.

import { arbitraryRolloutStory, arrivalsOf, type Cleared, clearBlockers } from '@cutover/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('a group moves when all that it waits for is cleared, and not when any of it is left out', () => {
  const tried: Cleared[] = []
  fc.assert(
    fc.property(arbitraryRolloutStory, (story) => {
      for (const arrival of arrivalsOf(story)) {
        const cleared = clearBlockers(arrival)
        expect(cleared.faults).toEqual([])
        tried.push(cleared)
      }
    }),
    { numRuns: 60 },
  )
  const sum = (count: (cleared: Cleared) => number): number => tried.reduce((all, each) => all + count(each), 0)
  expect([tried.length, sum(({ groups }) => groups), sum(({ short }) => short)].every((count) => count > 30)).toBe(true)
})
