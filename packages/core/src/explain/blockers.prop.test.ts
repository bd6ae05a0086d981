// Once nothing is about to happen by itself: whatever a rollout is said to wait for is what it waits for. With all of it cleared the group
// moves, with any of it left out it stays where it is. At every instant of random rollouts, with and without room, while nodes are drained. What a drain
// waits for lets one more go, and nothing less does.

import { arbitraryRolloutStory, arrivalsOf, type Cleared, clearBlockers, type RolloutStory } from '@cutover/testing'
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
  expect(sum(({ drained }) => drained)).toBeGreaterThan(0)
})

const still = { canary: 0, autoPromote: false, deadline: 100_000 } as const
const health = (which: number, how: 'healthy' | 'unhealthy' | 'crashed') => ({ kind: 'health', which, how }) as const
const node = (which: number, how: 'close' | 'open' | 'lose' | 'join') => ({ kind: 'node', which, how }) as const
const pause = { kind: 'pause', pause: true } as const

// What was once told wrongly.
const stories: readonly (readonly [string, RolloutStory])[] = [
  [
    'a pause holds up who is short of room, while what failed waits for its delay',
    {
      groups: [{ name: 'a', count: 3, maxParallel: 1, cpu: 25_000, ...still }],
      nodes: 1,
      drained: true,
      acts: [
        node(1, 'join'),
        { kind: 'neighbour', count: 2 },
        health(4, 'unhealthy'),
        health(1, 'crashed'),
        { kind: 'wait', seconds: 0.5 },
        node(1, 'open'),
        { kind: 'wait', seconds: 2 },
        pause,
      ],
    },
  ],
  [
    'the same where the delayed evaluation is not known to what failed',
    {
      groups: [
        { name: 'a', count: 2, maxParallel: 2, cpu: 15_000, ...still },
        { name: 'b', count: 4, maxParallel: 2, cpu: 15_000, ...still, canary: 1 },
      ],
      nodes: 2,
      drained: false,
      acts: [
        health(4, 'crashed'),
        health(9, 'healthy'),
        health(2, 'healthy'),
        { kind: 'neighbour', count: 3 },
        node(0, 'lose'),
        node(3, 'lose'),
        { kind: 'wait', seconds: 2 },
        pause,
      ],
    },
  ],
  [
    'what is stopped under a pause finds no room, and is not looked for again',
    {
      groups: [{ name: 'a', count: 4, maxParallel: 2, cpu: 15_000, ...still }],
      nodes: 1,
      drained: false,
      acts: [
        node(3, 'join'),
        health(0, 'unhealthy'),
        node(0, 'close'),
        { kind: 'wait', seconds: 40 },
        pause,
        { kind: 'wait', seconds: 2 },
        health(3, 'crashed'),
      ],
    },
  ],
  [
    'what failed is replaced as soon as there is room, whatever the health of the other canary',
    {
      groups: [
        { name: 'a', count: 1, maxParallel: 2, cpu: 15_000, ...still },
        { name: 'b', count: 4, maxParallel: 2, cpu: 15_000, ...still, canary: 2 },
      ],
      nodes: 1,
      drained: false,
      acts: [
        { kind: 'promote' },
        health(0, 'healthy'),
        { kind: 'wait', seconds: 0.5 },
        health(7, 'crashed'),
        health(6, 'crashed'),
        health(0, 'unhealthy'),
        { kind: 'wait', seconds: 40 },
        node(3, 'open'),
        { kind: 'wait', seconds: 40 },
        health(2, 'unhealthy'),
      ],
    },
  ],
  [
    'a pause does not hold up who is lost without anybody having noted it',
    {
      groups: [
        { name: 'a', count: 3, maxParallel: 1, cpu: 100, ...still, migrateParallel: 2 },
        { name: 'b', count: 4, maxParallel: 1, cpu: 25_000, ...still, migrateParallel: 1 },
      ],
      nodes: 1,
      drained: true,
      acts: [
        health(8, 'unhealthy'),
        node(2, 'open'),
        health(7, 'crashed'),
        { kind: 'wait', seconds: 40 },
        { kind: 'drain', which: 2, deadline: 0 },
        { kind: 'wait', seconds: 40 },
        node(2, 'close'),
        pause,
        health(0, 'healthy'),
        node(2, 'lose'),
      ],
    },
  ],
  [
    'what another group replaces takes room, too, when its node takes no more',
    {
      groups: [
        { name: 'a', count: 3, maxParallel: 2, cpu: 25_000, ...still, migrateParallel: 2 },
        { name: 'b', count: 1, maxParallel: 1, cpu: 25_000, ...still, canary: 1 },
      ],
      nodes: 4,
      drained: true,
      acts: [
        node(3, 'close'),
        { kind: 'wait', seconds: 2 },
        { kind: 'neighbour', count: 0 },
        { kind: 'drain', which: 2, deadline: -1 },
        health(0, 'healthy'),
        health(1, 'healthy'),
        health(3, 'healthy'),
      ],
    },
  ],
]

test.each(stories)('%s', (_, story) => {
  expect([...arrivalsOf(story)].flatMap((arrival) => clearBlockers(arrival).faults)).toEqual([])
})
