// Blocking queries and subscriptions: woken once and for the right reason, nothing left behind, nothing skipped.

import { hashState, plus, type State, seconds } from '@cutover/core'
import { deploymentIdAt, engineOn, gate, rounds, smallLog, start, statusChange } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { type Change, type Engine, manualClock } from './index.ts'

const lastIndex = (state: State): number => state.lastIndex
const indexOfFirst = (state: State): number => state.tables.deployments.get(deploymentIdAt(0))?.modifyIndex ?? 0

async function taken(changes: AsyncIterableIterator<Change>, count: number): Promise<readonly Change[]> {
  const found: Change[] = []
  while (found.length < count) {
    const next = await changes.next()
    if (next.done) break
    found.push(next.value)
  }
  return found
}

async function submitMany(engine: Engine, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, n) => engine.submit(statusChange(n % 8))))
}

describe('blocking query', () => {
  test('what has moved already is answered at once', async () => {
    const engine = await engineOn(await smallLog())
    await submitMany(engine, 3)
    const waited = await engine.blockingQuery({ index: 2, waitMs: 1_000, indexOf: lastIndex })
    expect([waited.end, waited.state.lastIndex]).toEqual(['moved', 3])
  })

  test('a wait ends with the write that concerns it, not with another', async () => {
    const engine = await engineOn(await smallLog())
    const waited = engine.blockingQuery({ index: 0, waitMs: 1_000, indexOf: indexOfFirst, tables: ['deployments'] })
    await engine.submit(statusChange(1))
    await engine.submit(statusChange(2))
    expect(engine.status().blocked).toBe(1)
    await engine.submit(statusChange(0))
    expect([(await waited).end, (await waited).state.lastIndex, engine.status().blocked]).toEqual(['moved', 3, 0])
  })

  test('the index of a query on other tables is not even computed', async () => {
    const engine = await engineOn(await smallLog())
    let asked = 0
    const indexOf = (): number => {
      asked += 1
      return 0
    }
    void engine.blockingQuery({ index: 0, waitMs: 1_000, indexOf, tables: ['nodes', 'jobs'] })
    await submitMany(engine, 5)
    expect(asked).toBe(1)
  })

  const goneOrWritten =
    (n: number) =>
    ({ tables, indexes }: State): number =>
      tables.deployments.get(deploymentIdAt(n))?.modifyIndex ?? indexes.deployment
  const rowAt = (n: number) => ({ table: 'deployments', key: deploymentIdAt(n) }) as const

  test('of many who wait for a row each, the one is looked at whose row has changed', async () => {
    const engine = await engineOn(await smallLog(100))
    const looks: number[] = []
    for (let n = 0; n < 100; n += 1) {
      const indexOf = (state: State): number => {
        looks.push(n)
        return goneOrWritten(n)(state)
      }
      void engine.blockingQuery({ index: 0, waitMs: 1_000, indexOf, row: rowAt(n) })
    }
    looks.length = 0
    for (const n of [3, 5, 3]) await engine.submit(statusChange(n))
    expect([looks, engine.status().blocked]).toEqual([[3, 5], 98])
  })

  test('who waits for a row hears when it is gone', async () => {
    const engine = await engineOn(await smallLog())
    const waits = [1, 2].map((n) =>
      engine.blockingQuery({ index: 0, waitMs: 1_000, indexOf: goneOrWritten(n), row: rowAt(n) }),
    )
    await engine.submit({ type: 'DeleteDeployments', deploymentIds: [deploymentIdAt(2)] })
    expect([(await waits[1])?.end, engine.status().blocked]).toEqual(['moved', 1])
  })

  test('who waits for a row that is not there hears of every change of its table', async () => {
    const engine = await engineOn(await smallLog())
    const indexOf = ({ indexes }: State): number => indexes.deployment
    void engine.blockingQuery({ index: 0, waitMs: 1_000, indexOf, row: rowAt(1) })
    const row = { table: 'deployments', key: 'missing' } as const
    const waited = engine.blockingQuery({ index: 0, waitMs: 1_000, indexOf, tables: ['deployments'], row })
    await engine.submit(statusChange(0))
    expect([(await waited).end, engine.status().blocked]).toEqual(['moved', 1])
  })

  test('a wait ends when its time is up, at the latest when the engine says so', async () => {
    const clock = manualClock(start)
    const engine = await engineOn(await smallLog(), { clock, limits: { waitMsMax: 10_000 } })
    const short = engine.blockingQuery({ index: 0, waitMs: 5_000, indexOf: lastIndex })
    const long = engine.blockingQuery({ index: 0, waitMs: 99_000, indexOf: lastIndex })
    clock.advanceTo(plus(start, seconds(5)))
    expect([(await short).end, engine.status().blocked]).toEqual(['timed-out', 1])
    clock.advanceTo(plus(start, seconds(10)))
    expect([(await long).end, clock.pending()]).toEqual(['timed-out', 0])
  })

  test('an abandoned wait leaves nothing behind', async () => {
    const clock = manualClock(start)
    const engine = await engineOn(await smallLog(), { clock })
    const controllers = Array.from({ length: 100 }, () => new AbortController())
    const waits = controllers.map(({ signal }) =>
      engine.blockingQuery({ index: 0, waitMs: 5_000, indexOf: lastIndex, signal }),
    )
    for (const controller of controllers) controller.abort()
    expect(new Set((await Promise.all(waits)).map(({ end }) => end))).toEqual(new Set(['aborted']))
    expect([engine.status().blocked, clock.pending()]).toEqual([0, 0])
  })

  test('more waits than the bound are answered at once', async () => {
    const engine = await engineOn(await smallLog(), { limits: { blockedMax: 2 } })
    const query = { index: 0, waitMs: 5_000, indexOf: lastIndex }
    const waits = [engine.blockingQuery(query), engine.blockingQuery(query)]
    expect((await engine.blockingQuery(query)).end).toBe('overloaded')
    await engine.submit(statusChange(0))
    expect((await Promise.all(waits)).map(({ end }) => end)).toEqual(['moved', 'moved'])
  })

  test('a faulty query fails alone', async () => {
    const engine = await engineOn(await smallLog())
    const indexOf = (state: State): number => {
      if (state.lastIndex > 0) throw new Error('faulty')
      return 0
    }
    const faulty = engine.blockingQuery({ index: 0, waitMs: 5_000, indexOf })
    const sound = engine.blockingQuery({ index: 0, waitMs: 5_000, indexOf: lastIndex })
    expect((await engine.submit(statusChange(0))).outcome).toBe('accepted')
    await expect(faulty).rejects.toThrow('faulty')
    expect((await sound).end).toBe('moved')
  })

  test('closing ends all waits', async () => {
    const engine = await engineOn(await smallLog())
    const waited = engine.blockingQuery({ index: 0, waitMs: 5_000, indexOf: lastIndex })
    await engine.close()
    expect((await waited).end).toBe('closed')
  })
})

describe('subscription', () => {
  test('every entry comes once and in order, from any index on, old and new, between the states around it', async () => {
    const engine = await engineOn(await smallLog(), { limits: { snapshotEvery: 10 } })
    const hashes = [hashState(engine.read())]
    await submitMany(engine, 30)
    for (let index = 1; index <= 30; index++) hashes.push(hashState(await engine.at(index)))
    for (let from = 1; from <= 31; from++) {
      const changes = engine.subscribe({ from })
      const found = await taken(changes, 31 - from)
      expect(found.map(({ entry }) => entry.index)).toEqual(Array.from({ length: 31 - from }, (_, n) => from + n))
      for (const { entry, before, after } of found) {
        expect([hashState(before), hashState(after)]).toEqual([hashes[entry.index - 1], hashes[entry.index]])
      }
      await changes.return?.()
    }
  })

  test('the change from old to live skips nothing while the writer writes', async () => {
    const engine = await engineOn(await smallLog())
    await submitMany(engine, 20)
    const reading = taken(engine.subscribe({ from: 1 }), 120)
    for (let n = 0; n < 10; n++) await submitMany(engine, 10)
    expect((await reading).map(({ entry }) => entry.index)).toEqual(Array.from({ length: 120 }, (_, n) => n + 1))
  })

  test('without an index a subscription begins with the next entry', async () => {
    const engine = await engineOn(await smallLog())
    await submitMany(engine, 2)
    const changes = engine.subscribe()
    const next = changes.next()
    await submitMany(engine, 1)
    expect((await next).value?.entry.index).toBe(3)
  })

  test('a subscriber that lags too far is cut off with an error that says where to go on', async () => {
    const engine = await engineOn(await smallLog(), { limits: { lagMax: 10 } })
    const changes = engine.subscribe()
    const first = changes.next()
    await submitMany(engine, 1)
    expect((await first).value?.entry.index).toBe(1)
    for (let n = 0; n < 11; n++) await submitMany(engine, 1)
    await expect(changes.next()).rejects.toThrow('subscribe again from 2')
    expect((await changes.next()).done).toBe(true)
  })

  test('leaving ends the subscription, also while it waits', async () => {
    const engine = await engineOn(await smallLog())
    const changes = engine.subscribe()
    const next = changes.next()
    await rounds()
    await changes.return?.()
    expect((await next).done).toBe(true)
    for await (const change of startAfter(engine)) {
      expect(change.entry.index).toBe(1)
      break
    }
    await submitMany(engine, 1)
  })

  test('closing ends it after what has come', async () => {
    const engine = await engineOn(await smallLog())
    const reading = taken(engine.subscribe({ from: 1 }), 100)
    await rounds()
    await submitMany(engine, 5)
    await engine.close()
    expect((await reading).length).toBe(5)
  })

  test('a subscriber sees nothing that is not durable', async () => {
    const log = await smallLog()
    const engine = await engineOn(log)
    const held = gate()
    log.faults.push({ kind: 'held', until: held.until })
    let seen = 0
    const next = engine
      .subscribe()
      .next()
      .then(() => seen++)
    const asked = engine.submit(statusChange(0))
    await rounds()
    expect(seen).toBe(0)
    held.open()
    await Promise.all([asked, next])
    expect(seen).toBe(1)
  })
})

function startAfter(engine: Engine): AsyncIterableIterator<Change> {
  const changes = engine.subscribe({ from: 1 })
  void submitMany(engine, 1)
  return changes
}
