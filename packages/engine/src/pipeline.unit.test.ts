// What is decided while another group is on its way into the log: nobody sees it early, and it is decided again when the log
// turns out otherwise.

import { hashState, type Manager, replay } from '@cutover/core'
import {
  deploymentIdAt,
  engineOn,
  entryAt,
  type Fault,
  type FaultLog,
  gate,
  rounds,
  smallLog,
  statusChange,
  statusOf,
} from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Change, Engine, Log, Submitted } from './index.ts'

/** So many that one half is sent first and the other is decided meanwhile. */
const half = 100

interface Piped {
  readonly log: FaultLog
  readonly engine: Engine
  readonly asked: readonly Promise<Submitted>[]
  /** What the managers were shown last: a state that is not durable. */
  readonly decided: () => number
  readonly open: () => void
}

/**
 * The first half fails deployment 0 and is on its way, to meet a fault once the gate opens; the second half, which pauses it
 * in vain, is decided on what the first would leave.
 */
async function piped(fault: Fault): Promise<Piped> {
  const log = await smallLog()
  let decided = 0
  const onlooker: Manager = {
    name: 'watcher',
    react: ({ lastIndex }) => {
      decided = lastIndex
      return []
    },
    nextWakeup: () => undefined,
  }
  const engine = await engineOn(log, { managers: [onlooker] })
  const { until, open } = gate()
  log.faults.push({ ...fault, until })
  const failing = { ...statusChange(0), status: 'failed' } as const
  const rest = Array.from({ length: half - 1 }, (_, n) => statusChange(1 + (n % 7)))
  const asked = [failing, ...rest, statusChange(0), ...rest].map((command) => engine.submit(command))
  await rounds()
  return { log, engine, asked, decided: () => decided, open }
}

const outcomes = (all: readonly Submitted[]): readonly string[] => [...new Set(all.map(({ outcome }) => outcome))]

async function heard(changes: AsyncIterator<Change>, count: number): Promise<readonly Change[]> {
  const all: Change[] = []
  while (all.length < count) all.push((await changes.next()).value)
  return all
}

async function expectDurable({ engine, log }: Piped): Promise<void> {
  expect(engine.read().lastIndex).toBe(await log.lastIndex())
  expect(hashState(engine.read())).toBe(hashState((await engineOn(log)).read()))
}

test('nobody sees what was decided ahead before the group under way is durable; then it follows with the next append', async () => {
  const all = await piped({ kind: 'held' })
  const { engine, log } = all
  let heard = 0
  for (const one of all.asked) void one.then(() => (heard += 1))
  await rounds()
  expect([all.decided(), engine.status().waiting, heard, engine.read().lastIndex]).toEqual([2 * half - 1, half, 0, 0])
  const next = gate()
  log.faults.push({ kind: 'held', until: next.until })
  all.open()
  await rounds()
  expect([heard, engine.read().lastIndex, log.appends()]).toEqual([half, half, 2])
  next.open()
  const [first, second] = [await Promise.all(all.asked.slice(0, half)), await Promise.all(all.asked.slice(half))]
  expect([outcomes(first), outcomes(second)]).toEqual([['accepted'], ['refused', 'accepted']])
  await expectDurable(all)
})

test('whoever begins to listen while a group is under way hears of it entry by entry', async () => {
  const all = await piped({ kind: 'held' })
  let state = all.engine.read()
  const listening = heard(all.engine.subscribe(), 2 * half - 1)
  await rounds()
  all.open()
  await Promise.all(all.asked)
  for (const { entry, before, after } of await listening) {
    expect([before === state, entry.index]).toEqual([true, state.lastIndex + 1])
    expect(hashState(after)).toBe(hashState(replay(before, entry)))
    state = after
  }
  expect(state).toBe(all.engine.read())
})

test('when the group under way fails, only its own callers hear of that: what was decided on it is decided again', async () => {
  const all = await piped({ kind: 'rejected', reason: 'the disk is full' })
  all.open()
  const [first, second] = [await Promise.all(all.asked.slice(0, half)), await Promise.all(all.asked.slice(half))]
  expect([outcomes(first), outcomes(second)]).toEqual([['storage-failed'], ['accepted']])
  expect([statusOf(all.engine.read(), 0), all.engine.read().lastIndex]).toEqual(['paused', half])
  await expectDurable(all)
})

test('when others were faster, both groups are decided again, in their order', async () => {
  const fact = { deploymentId: deploymentIdAt(0), description: 'theirs', updatedAt: entryAt(1).at }
  const theirs = entryAt(1, [{ type: 'DeploymentCancelled', ...fact }])
  const all = await piped({ kind: 'overtaken', by: () => [theirs] })
  all.open()
  const answers = await Promise.all(all.asked)
  expect(answers.flatMap((one, place) => (one.outcome === 'refused' ? [place] : []))).toEqual([0, half])
  const indexes = answers.flatMap((one) => (one.outcome === 'accepted' ? one.indexes : []))
  expect(indexes).toEqual(Array.from({ length: 2 * half - 2 }, (_, n) => n + 2))
  await expectDurable(all)
})

test.each([[true], [false]])('a lost answer does not double what was decided ahead (written: %s)', async (written) => {
  const all = await piped({ kind: 'unknown', written })
  all.open()
  expect(outcomes(await Promise.all(all.asked))).toEqual(['accepted', 'refused'])
  expect(all.engine.read().lastIndex).toBe(2 * half - 1)
  await expectDurable(all)
})

test('closing waits for the group under way and for what was decided ahead', async () => {
  const all = await piped({ kind: 'held' })
  let isClosed = false
  const closing = all.engine.close().then(() => (isClosed = true))
  await rounds()
  expect([isClosed, await all.engine.submit(statusChange(1))]).toEqual([false, { outcome: 'closed' }])
  all.open()
  await closing
  expect(outcomes(await Promise.all(all.asked))).toEqual(['accepted', 'refused'])
  await expectDurable(all)
})

test('what was decided ahead counts among those that wait', async () => {
  const log = await smallLog()
  const engine = await engineOn(log, { limits: { waitingMax: 2 * half, groupMax: half } })
  const { until, open } = gate()
  log.faults.push({ kind: 'held', until })
  const asked = Array.from({ length: 2 * half }, () => engine.submit(statusChange(1)))
  await rounds()
  const more = Array.from({ length: half + 1 }, () => engine.submit(statusChange(2)))
  expect(await more.at(-1)).toEqual({ outcome: 'overloaded', waiting: 2 * half })
  open()
  expect(outcomes(await Promise.all([...asked, ...more.slice(0, -1)]))).toEqual(['accepted'])
})

test('callers who ask again at once fill groups of equal size, one on its way and one decided', async () => {
  const log = await smallLog()
  const sizes: number[] = []
  const slow: Log = {
    ...log,
    append: async (last, entries) => {
      sizes.push(entries.length)
      await rounds()
      return log.append(last, entries)
    },
  }
  const engine = await engineOn(slow)
  async function caller(): Promise<void> {
    for (let n = 0; n < 4; n++) await engine.submit(statusChange(1, n % 2 ? 'running' : 'paused'))
  }
  await Promise.all(Array.from({ length: 2 * half }, caller))
  expect(sizes).toEqual(Array.from({ length: 8 }, () => half))
})
