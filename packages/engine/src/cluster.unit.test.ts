// Two engines on one log in memory, in a cluster whose leader the test names.

import { type Entry, hashState, type Index, plus, seconds } from '@cutover/core'
import { engineOn, gate, smallLog, start, statusChange, statusOf } from '@cutover/testing'
import { expect, test } from 'vitest'
import {
  type AppendOutcome,
  type Cluster,
  type Engine,
  type Log,
  type ManualClock,
  type Member,
  manualClock,
  type Standing,
} from './index.ts'

interface Delays {
  /** Told what a read found before the reader is. */
  readonly seen?: (page: readonly Entry[]) => Promise<void>
  /** Told that entries are durable before the writer is. */
  readonly written?: () => Promise<void>
  readonly clock?: ManualClock
}

/** A log that knows in which term it is, and a cluster around it. */
async function smallCluster({ seen, written, clock = manualClock(start) }: Delays = {}): Promise<{
  engines: readonly Engine[]
  members: readonly Member[]
  elect: (one: number) => Promise<void>
  spread: () => Promise<void>
  entries: () => Promise<readonly Entry[]>
}> {
  const shared = await smallLog()
  const members: Member[] = []
  let [term, leader] = [0, -1]
  const fenced = (): Log => ({
    ...shared,
    append: async (expected, entries): Promise<AppendOutcome> => {
      if ((entries[0]?.term ?? 0) < term) return { outcome: 'stale', lastIndex: await shared.lastIndex(), term }
      const outcome = await shared.append(expected, entries)
      await written?.()
      return outcome
    },
    read: async (from, limit) => {
      const page = await shared.read(from, limit)
      await seen?.(page)
      return page
    },
  })
  const engines: Engine[] = []
  for (const one of [0, 1]) {
    const standing = (): Standing => ({
      leads: leader === one,
      leader: leader < 0 ? undefined : { name: `server-${leader}`, address: '' },
      lastContactMs: 0,
    })
    const leaderIndex = async (): Promise<Index | undefined> => members[leader]?.lastIndex()
    const cluster: Cluster = {
      join: async (member) => void members.push(member),
      leave: async () => undefined,
      deposed: () => undefined,
      leaderIndex,
      standing,
    }
    engines.push(await engineOn(fenced(), { cluster, clock }))
  }
  return {
    engines,
    members,
    // Nobody tells the one who led: it has to find out.
    elect: async (one) => {
      leader = one
      term += 1
      await members[one]?.lead(term)
    },
    entries: () => shared.read(1, 1_000),
    spread: async () => {
      for (const member of members) member.learn(await shared.read(1, 1_000))
    },
  }
}

const outcomesOf = async (engine: Engine, ...deployments: readonly number[]): Promise<readonly string[]> =>
  (await Promise.all(deployments.map((one) => engine.submit(statusChange(one))))).map(({ outcome }) => outcome)

test('only the leader takes commands, and the others follow to the same state', async () => {
  const { engines, elect, spread } = await smallCluster()
  const [one, other] = engines
  if (!one || !other) throw new Error('two engines')
  expect(await outcomesOf(one, 0)).toEqual(['no-leader'])
  await elect(0)
  expect([await outcomesOf(one, 0, 1), await outcomesOf(other, 2)]).toEqual([['accepted', 'accepted'], ['no-leader']])
  expect(statusOf(other.read(), 0)).toBe('running')
  await spread()
  expect(await other.caughtUp()).toBe(true)
  expect([hashState(other.read()), other.status().term]).toEqual([hashState(one.read()), 1])
})

test('a leader that was replaced behind its back writes nothing more, and says that it took nothing', async () => {
  const { engines, elect, spread } = await smallCluster()
  const [one, other] = engines
  if (!one || !other) throw new Error('two engines')
  await elect(0)
  await outcomesOf(one, 0)
  await elect(1)
  expect(await outcomesOf(one, 1, 2)).toEqual(['no-leader', 'no-leader'])
  expect(await outcomesOf(other, 3)).toEqual(['accepted'])
  await spread()
  await one.caughtUp()
  expect([statusOf(one.read(), 1), statusOf(one.read(), 3), one.read().term]).toEqual(['running', 'paused', 2])
  expect(hashState(one.read())).toBe(hashState(other.read()))
})

test('a new leader begins with what the last one wrote, whether it was told or not', async () => {
  const { engines, elect } = await smallCluster()
  const [one, other] = engines
  if (!one || !other) throw new Error('two engines')
  await elect(0)
  await outcomesOf(one, 0, 1, 2)
  await elect(1)
  expect(hashState(other.read())).toBe(hashState(one.read()))
  expect(await other.submit(statusChange(3))).toMatchObject({
    outcome: 'accepted',
    indexes: [one.read().lastIndex + 1],
  })
})

test('one who is elected while it reads what it missed reads what came meanwhile as well', async () => {
  const [reached, released] = [gate(), gate()]
  let isHeld = false
  const { engines, members, elect, entries } = await smallCluster({
    seen: async (page) => {
      if (!isHeld || page.length > 0) return
      reached.open()
      await released.until
    },
  })
  const [one, other] = engines
  if (!one || !other) throw new Error('two engines')
  await elect(0)
  await outcomesOf(one, 0)
  await outcomesOf(one, 1)
  isHeld = true
  // It was not told of the first: it looks for it in the log, and is held up when it has found the end.
  members[1]?.learn((await entries()).slice(1))
  await reached.until
  await outcomesOf(one, 2)
  const elected = elect(1)
  released.open()
  await elected
  expect(hashState(other.read())).toBe(hashState(one.read()))
})

test('a follower tells nothing that its leader does not know to be durable yet', async () => {
  const [reached, released] = [gate(), gate()]
  const clock = manualClock(start)
  const { engines, elect, spread } = await smallCluster({
    clock,
    written: async () => {
      reached.open()
      await released.until
    },
  })
  const [one, other] = engines
  if (!one || !other) throw new Error('two engines')
  await elect(0)
  const asked = one.submit(statusChange(0))
  await reached.until
  await spread()
  const level = other.caughtUp()
  let isLevel = false
  void level.then(() => {
    isLevel = true
  })
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect([isLevel, other.read().lastIndex - one.read().lastIndex]).toEqual([false, 1])
  released.open()
  await asked
  clock.advanceTo(plus(start, seconds(1)))
  expect([await level, other.read().lastIndex]).toEqual([true, one.read().lastIndex])
})
