// Managers at a pace: they look late, write no further than to their limit, and forget nothing over it.

import { type Command, type Entry, initialState, type Manager, micros, type State } from '@cutover/core'
import { expect, test } from 'vitest'
import { type Pace, paced } from './pace.ts'

const asked: Command = { type: 'UnblockDeployment', deploymentId: 'd', verb: 'unblock' }
const unlimited = Number.MAX_SAFE_INTEGER

// Answers every entry with two commands.
const twice: Manager = {
  name: 'scheduler',
  react: (_state, { entries = [] }) => entries.flatMap(() => [asked, asked]),
  nextWakeup: () => undefined,
}

const stateAt = (lastIndex: number): State => ({ ...initialState('paced'), lastIndex })

const entryAt = (index: number): Entry => {
  const cause = { change: 'x', command: 'x', by: 'operator', actor: '', after: 0 } as const
  return { index, term: 1, at: micros(index), cause, events: [] }
}

function setUp(pace: Pace): (index: number, at: number, entries: readonly Entry[]) => number {
  const [manager] = paced([twice], pace)
  return (index, at, entries) => manager?.react(stateAt(index), { at: micros(at), entries }).length ?? -1
}

test('a manager looks at an entry when its delay is over, and not before', () => {
  const react = setUp({ delay: () => micros(10), limit: unlimited })
  expect([react(1, 100, [entryAt(1)]), react(1, 109, []), react(1, 110, [])]).toEqual([0, 0, 1])
})

test('a limit between two commands of one answer holds the second back until it is raised', () => {
  const pace: Pace = { delay: () => micros(0), limit: 2 }
  const react = setUp(pace)
  expect([react(1, 100, [entryAt(1)]), react(2, 100, [])]).toEqual([1, 0])
  pace.limit = unlimited
  expect([react(2, 101, []), react(3, 101, [])]).toEqual([1, 0])
})

test('what was written while a manager was held is looked at later', () => {
  const pace: Pace = { delay: () => micros(0), limit: 0 }
  const react = setUp(pace)
  expect([react(1, 100, [entryAt(1)]), react(2, 101, [entryAt(2)])]).toEqual([0, 0])
  pace.limit = unlimited
  expect([2, 3, 4, 5, 6].map((index) => react(index, 102, []))).toEqual([1, 1, 1, 1, 0])
})

test('a held manager asks for no wake-up, one with something left to write for one at once', () => {
  const pace: Pace = { delay: () => micros(10), limit: 2 }
  const [manager] = paced([twice], pace)
  manager?.react(stateAt(1), { at: micros(100), entries: [entryAt(1)] })
  expect(manager?.nextWakeup(stateAt(1))).toBe(110)
  manager?.react(stateAt(1), { at: micros(110), entries: [] })
  expect([manager?.nextWakeup(stateAt(2)), manager?.nextWakeup(stateAt(1))]).toEqual([undefined, 0])
})
