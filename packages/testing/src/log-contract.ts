// What every log must do, as a suite over a factory: the writer relies on this and on nothing else of a log.

import { type Index, initialState, type State } from '@cutover/core'
import { type Log, restore, snapshotOf } from '@cutover/engine'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { entriesFrom, entryAt, oddEvaluation, stateWithDeployments } from './small-states.ts'

/** A log under test in a place of its own. */
export interface LogPlace {
  /** Opens the log of this place; again after `close`, as a restart would. */
  readonly open: () => Promise<Log>
  /** Removes the place. */
  readonly remove: () => Promise<void>
}

/** The suite. `place` makes a new, empty place for each test. */
export function logContract(name: string, place: () => Promise<LogPlace>): void {
  describe(`log contract: ${name}`, () => {
    let here: LogPlace
    let log: Log
    beforeEach(async () => {
      here = await place()
      log = await here.open()
    })
    afterEach(async () => {
      await log.close()
      await here.remove()
    })
    const reopen = async (): Promise<void> => {
      await log.close()
      log = await here.open()
    }
    appendCases(() => log)
    reopenCases(() => log, reopen)
    snapshotCases(() => log, reopen)
    truncateCases(() => log, reopen)
  })
}

function appendCases(log: () => Log): void {
  test('a new log is empty', async () => {
    expect(await log().lastIndex()).toBe(0)
    expect(await log().read(1, 10)).toEqual([])
    expect(await log().latestSnapshot()).toBeUndefined()
  })

  test('what was appended is read in order, from anywhere, at most as much as asked for', async () => {
    expect(await log().append(0, entriesFrom(1, 3))).toEqual({ outcome: 'ok' })
    expect(await log().append(3, entriesFrom(4, 4))).toEqual({ outcome: 'ok' })
    expect(await log().lastIndex()).toBe(7)
    for (let from = 1; from <= 8; from++) {
      expect(await log().read(from, 100)).toEqual(entriesFrom(from, 8 - from))
      expect(await log().read(from, 2)).toEqual(entriesFrom(from, Math.min(2, 8 - from)))
    }
  })

  test('an append at another index than the last is stale and writes nothing', async () => {
    await log().append(0, entriesFrom(1, 3))
    for (const expected of [0, 2, 4, 100]) {
      expect(await log().append(expected, entriesFrom(expected + 1, 1))).toMatchObject({
        outcome: 'stale',
        lastIndex: 3,
      })
    }
    expect(await log().read(1, 100)).toEqual(entriesFrom(1, 3))
  })

  test('of two appends at the same index one wins', async () => {
    const outcomes = await Promise.all([log().append(0, entriesFrom(1, 2)), log().append(0, entriesFrom(1, 3))])
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['ok', 'stale'])
  })

  test('an append of entries with a gap is a bug of the caller', async () => {
    await expect(log().append(0, [entryAt(1), entryAt(3)])).rejects.toThrow('where 2 was due')
    expect(await log().lastIndex()).toBe(0)
  })

  test('an append of nothing is no more than a check of the last index', async () => {
    expect(await log().append(0, [])).toEqual({ outcome: 'ok' })
    expect(await log().append(1, [])).toMatchObject({ outcome: 'stale', lastIndex: 0 })
  })

  test('a batch of ten thousand entries is one append', async () => {
    await log().append(0, entriesFrom(1, 10_000))
    await log().append(10_000, entriesFrom(10_001, 1))
    expect(await log().lastIndex()).toBe(10_001)
    expect(await log().read(9_998, 100)).toEqual(entriesFrom(9_998, 4))
    expect(await log().read(1, 10_000)).toEqual(entriesFrom(1, 10_000))
  })

  test('undefined, null, absent, big integers and any text come back as they were', async () => {
    const evaluation = oddEvaluation()
    const entry = entryAt(1, [{ type: 'EvaluationCreated', evaluation }])
    await log().append(0, [entry])
    const [found] = await log().read(1, 1)
    expect(found).toStrictEqual(entry)
  })
}

function reopenCases(log: () => Log, reopen: () => Promise<void>): void {
  test('entries and their order survive a restart', async () => {
    for (let first = 1; first <= 100; first += 7) await log().append(first - 1, entriesFrom(first, 7))
    await reopen()
    expect(await log().lastIndex()).toBe(105)
    expect(await log().read(1, 1_000)).toEqual(entriesFrom(1, 105))
    expect(await log().append(105, entriesFrom(106, 1))).toEqual({ outcome: 'ok' })
  })
}

function snapshotCases(log: () => Log, reopen: () => Promise<void>): void {
  test('a snapshot survives a restart and restores to the same state', async () => {
    const state = stateWithDeployments(1_500)
    await log().putSnapshot(snapshotOf(state))
    await reopen()
    const snapshot = await log().latestSnapshot()
    expect(snapshot?.head).toStrictEqual(snapshotOf(state).head)
    expect([...(snapshot ? await restore(snapshot) : state).tables.deployments]).toStrictEqual([
      ...state.tables.deployments,
    ])
  })

  test('a log that starts from a snapshot goes on at its index', async () => {
    await log().putSnapshot(snapshotOf(stateAt(40)))
    expect(await log().lastIndex()).toBe(40)
    expect(await log().append(40, entriesFrom(41, 2))).toEqual({ outcome: 'ok' })
    await reopen()
    expect(await log().lastIndex()).toBe(42)
    expect(await log().read(41, 10)).toEqual(entriesFrom(41, 2))
  })

  test('the latest snapshot is the one with the highest index, up to a bound', async () => {
    await log().append(0, entriesFrom(1, 30))
    for (const index of [0, 10, 20]) await log().putSnapshot(snapshotOf(stateAt(index)))
    await reopen()
    const found = async (notAbove?: Index): Promise<Index | undefined> =>
      (await log().latestSnapshot(notAbove))?.head.index
    expect([await found(), await found(20), await found(19), await found(9), await found(0)]).toEqual([
      20, 20, 10, 0, 0,
    ])
  })

  test('appends go on while a snapshot is written', async () => {
    const writing = log().putSnapshot(snapshotOf(stateWithDeployments(5_000)))
    for (let index = 1; index <= 20; index++)
      expect(await log().append(index - 1, [entryAt(index)])).toEqual({ outcome: 'ok' })
    await writing
    expect(await log().lastIndex()).toBe(20)
    expect((await log().latestSnapshot())?.head.index).toBe(0)
  })
}

function truncateCases(log: () => Log, reopen: () => Promise<void>): void {
  test('entries are dropped only where a snapshot stands in for them', async () => {
    for (let first = 1; first <= 40; first += 10) await log().append(first - 1, entriesFrom(first, 10))
    await log().truncate(30)
    expect(await log().read(1, 100)).toEqual(entriesFrom(1, 40))
    await log().putSnapshot(snapshotOf(stateAt(20)))
    await log().truncate(30)
    await reopen()
    expect(await log().lastIndex()).toBe(40)
    expect(await log().read(21, 100)).toEqual(entriesFrom(21, 20))
    await expect(log().read(1, 1)).rejects.toThrow('1')
  })

  test('a log without entries left remembers where it ended', async () => {
    await log().append(0, entriesFrom(1, 10))
    await log().putSnapshot(snapshotOf(stateAt(10)))
    await log().truncate(11)
    await reopen()
    expect(await log().lastIndex()).toBe(10)
    expect(await log().read(11, 10)).toEqual([])
    expect(await log().append(10, entriesFrom(11, 1))).toEqual({ outcome: 'ok' })
  })
}

function stateAt(index: Index): State {
  return { ...initialState('contract'), lastIndex: index }
}
