// The engine's promises to those who submit: durability before success, order, bounds, and what a failing store does.

import { hashState, nomadQuirks, plus, safeQuirks, seconds } from '@cutover/core'
import { engineOn, gate, rounds, smallLog, start, statusChange, statusOf } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { fixedSeed, manualClock, memoryLog, type Submitted } from './index.ts'

const deployments = 8
const outcomeOf = (submitted: Submitted): string => submitted.outcome

describe('submit', () => {
  test('an accepted command is durable, visible and has said who asked', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log)
    const submitted = await engine.submit(statusChange(0), { actor: 'anna' })
    expect(submitted).toEqual({ outcome: 'accepted', reply: { index: 1 }, indexes: [1], refusal: undefined })
    expect(await log.read(1, 10)).toMatchObject([
      { index: 1, term: 1, at: start, cause: { actor: 'anna', by: 'operator' } },
    ])
    expect(statusOf(engine.read(), 0)).toBe('paused')
  })

  test('nothing is answered or seen before it is durable', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log)
    const held = gate()
    log.faults.push({ kind: 'held', until: held.until })
    const seen: string[] = []
    const query = engine.blockingQuery({ index: 0, waitMs: 60_000, indexOf: (state) => state.lastIndex })
    void query.then(() => seen.push('woken'))
    const submitted = engine.submit(statusChange(0)).then(() => seen.push('answered'))
    await rounds()
    expect([seen, engine.read().lastIndex, statusOf(engine.read(), 0)]).toEqual([[], 0, 'running'])
    held.open()
    await submitted
    await query
    expect([seen.sort(), engine.read().lastIndex]).toEqual([['answered', 'woken'], 1])
  })

  test('a refusal is a value and writes nothing', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log)
    const submitted = await engine.submit({ ...statusChange(0), deploymentId: 'none' })
    expect(submitted).toMatchObject({ outcome: 'refused', refusal: { code: 'deployment-missing' } })
    expect([await log.lastIndex(), log.appends()]).toEqual([0, 0])
  })

  test('commands are decided in the order in which they came, each on what the one before left, in one append', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log)
    const asked = Array.from({ length: 100 }, (_, n) =>
      engine.submit(statusChange(n % deployments, n % 2 ? 'running' : 'paused')),
    )
    const indexes = (await Promise.all(asked)).map((submitted) => submitted.outcome === 'accepted' && submitted.indexes)
    expect(indexes).toEqual(Array.from({ length: 100 }, (_, n) => [n + 1]))
    expect(log.appends()).toBe(1)
  })

  test('a group is no larger than its bound', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log, { limits: { groupMax: 10 } })
    await Promise.all(Array.from({ length: 95 }, () => engine.submit(statusChange(0))))
    expect(log.appends()).toBe(10)
  })

  test('more commands than may wait are turned away at once, the others are not disturbed', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log, { limits: { waitingMax: 5 } })
    const held = gate()
    log.faults.push({ kind: 'held', until: held.until })
    const first = engine.submit(statusChange(0))
    await rounds()
    const others = Array.from({ length: 7 }, () => engine.submit(statusChange(1)))
    expect(await others[6]).toEqual({ outcome: 'overloaded', waiting: 5 })
    held.open()
    const outcomes = (await Promise.all([first, ...others])).map(outcomeOf)
    expect(outcomes).toEqual([...Array<string>(6).fill('accepted'), 'overloaded', 'overloaded'])
  })

  test('a failed assertion rejects its own command and no other', async () => {
    const engine = await engineOn(await smallLog(deployments))
    const broken = {
      ...statusChange(0),
      get deploymentId(): string {
        throw new Error('broken')
      },
    }
    const asked = [engine.submit(statusChange(0)), engine.submit(broken), engine.submit(statusChange(1))]
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(engine.read().lastIndex).toBe(2)
  })

  test('instants never go back, whatever the clock says', async () => {
    const log = await smallLog(deployments)
    const first = await engineOn(log, { clock: manualClock(plus(start, seconds(50))) })
    await first.submit(statusChange(0))
    await first.close()
    const second = await engineOn(log, { clock: manualClock(start) })
    await second.submit(statusChange(1))
    expect((await log.read(1, 9)).map(({ at }) => at - start)).toEqual([seconds(50), seconds(50)])
  })
})

describe('restart', () => {
  test('the folded log is the state that was left, and the term rises', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log)
    for (let n = 0; n < 20; n++) await engine.submit(statusChange(n % deployments))
    const left = hashState(engine.read())
    await engine.close()
    const again = await engineOn(log)
    expect(hashState(again.read())).toBe(left)
    await again.submit(statusChange(0))
    expect((await log.read(20, 9)).map(({ term }) => term)).toEqual([1, 2])
  })

  test('a snapshot every so many entries shortens the way and changes nothing', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log, { limits: { snapshotEvery: 10 } })
    for (let n = 0; n < 35; n++) await engine.submit(statusChange(n % deployments))
    const left = hashState(engine.read())
    await engine.close()
    const newest = (await log.latestSnapshot())?.head.index ?? 0
    expect(newest).toBeGreaterThanOrEqual(30)
    expect(
      hashState(
        (
          await engineOn({
            ...log,
            read: async (from, limit) => {
              expect(from).toBeGreaterThan(newest)
              return log.read(from, limit)
            },
          })
        ).read(),
      ),
    ).toBe(left)
  })

  test('the seed and the oddities of a new log are kept', async () => {
    const log = memoryLog()
    await (await engineOn(log, { seed: fixedSeed('first'), quirks: safeQuirks })).close()
    const state = (await engineOn(log, { seed: fixedSeed('second'), quirks: nomadQuirks })).read()
    expect([state.seed, state.quirks]).toEqual(['first', safeQuirks])
  })

  test('the state at every index is what it was', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log, { limits: { snapshotEvery: 7 } })
    const hashes = [hashState(engine.read())]
    for (let n = 0; n < 25; n++) {
      await engine.submit(statusChange(n % deployments))
      hashes.push(hashState(engine.read()))
    }
    for (const [index, hash] of hashes.entries()) expect(hashState(await engine.at(index))).toBe(hash)
    await expect(engine.at(26)).rejects.toThrow('ends at 25')
  })

  test('after close nothing is taken any more, what waited was done', async () => {
    const log = await smallLog(deployments)
    const engine = await engineOn(log)
    const asked = engine.submit(statusChange(0))
    await engine.close()
    expect([outcomeOf(await asked), outcomeOf(await engine.submit(statusChange(1)))]).toEqual(['accepted', 'closed'])
  })
})
