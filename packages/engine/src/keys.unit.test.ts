// Commands with a key: done once, answered alike for ever after (restarts and snapshots included), within their bounds.

import { hashState, milliseconds, plus, replay } from '@cutover/core'
import { engineOn, gate, rounds, smallLog, start, statusChange, statusOf } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { manualClock, memoryLog, restore, snapshotOf } from './index.ts'

const reused = { outcome: 'refused', refusal: { code: 'idempotency-key-reused' } }

describe('a key', () => {
  test('is done once, in one group or after it, and answered alike', async () => {
    const engine = await engineOn(await smallLog())
    const twice = [engine.submit(statusChange(0), { key: 'k' }), engine.submit(statusChange(0), { key: 'k' })]
    const [first, again] = await Promise.all(twice)
    expect([again, await engine.submit(statusChange(0), { key: 'k' })]).toEqual([first, first])
    expect(engine.read().lastIndex).toBe(1)
    expect(await engine.submit(statusChange(1), { key: 'other' })).toMatchObject({ indexes: [2] })
  })

  test('with another command is refused, and the command is not done', async () => {
    const engine = await engineOn(await smallLog())
    const both = [engine.submit(statusChange(0), { key: 'k' }), engine.submit(statusChange(1), { key: 'k' })]
    expect((await Promise.all(both))[1]).toMatchObject(reused)
    expect(await engine.submit(statusChange(1), { key: 'k' })).toMatchObject(reused)
    expect([engine.read().lastIndex, statusOf(engine.read(), 1)]).toEqual([1, 'running'])
  })

  test('is told apart by what the caller says, if he says so', async () => {
    const engine = await engineOn(await smallLog())
    const first = await engine.submit(statusChange(0), { key: 'k', fingerprint: 'a' })
    expect(await engine.submit(statusChange(1), { key: 'k', fingerprint: 'a' })).toEqual(first)
    expect(await engine.submit(statusChange(0), { key: 'k', fingerprint: 'b' })).toMatchObject(reused)
  })

  test('hands back the note that was made of the state right after', async () => {
    const engine = await engineOn(await smallLog())
    const note = ({ lastIndex }: { readonly lastIndex: number }): number => lastIndex
    const options = { key: 'k', note: (_: unknown, after: { readonly lastIndex: number }) => note(after) }
    const first = await engine.submit(statusChange(0), options)
    await engine.submit(statusChange(1))
    expect(first).toMatchObject({ note: 1 })
    expect(await engine.submit(statusChange(0), options)).toEqual(first)
    expect(engine.answered({ key: 'none', fingerprint: '' })).toBeUndefined()
  })

  test('of a refusal is remembered while the engine runs, that of a failed append is not', async () => {
    const log = await smallLog()
    const engine = await engineOn(log)
    const refused = await engine.submit({ ...statusChange(0), deploymentId: 'none' }, { key: 'k' })
    expect(await engine.submit({ ...statusChange(0), deploymentId: 'none' }, { key: 'k' })).toBe(refused)
    log.faults.push({ kind: 'rejected', reason: 'full' })
    expect(await engine.submit(statusChange(0), { key: 'other' })).toMatchObject({ outcome: 'storage-failed' })
    expect(await engine.submit(statusChange(0), { key: 'other' })).toMatchObject({ outcome: 'accepted' })
  })

  test('asked again while the first answer is under way waits for it', async () => {
    const log = await smallLog()
    const engine = await engineOn(log)
    const held = gate()
    log.faults.push({ kind: 'held', until: held.until })
    const first = engine.submit(statusChange(0), { key: 'k' })
    await rounds()
    const again = engine.submit(statusChange(0), { key: 'k' })
    held.open()
    expect(await again).toEqual(await first)
    expect([log.appends(), engine.read().lastIndex]).toEqual([1, 1])
  })
})

describe('after a restart', () => {
  test.each([['entries'], ['a snapshot']])('from %s the same key has the same answer', async (from) => {
    const log = await smallLog()
    const options = { key: 'k', note: () => ({ status: 200 }) }
    const engine = await engineOn(log)
    const first = await engine.submit(statusChange(0), options)
    if (from === 'a snapshot') await engine.snapshot()
    const again = await engineOn(log)
    expect(await again.submit(statusChange(0), options)).toEqual(first)
    expect(await again.submit(statusChange(1), options)).toMatchObject(reused)
    expect(hashState(again.read())).toBe(hashState(engine.read()))
  })

  test('a command whose append was lost in silence is done once, whoever asks again', async () => {
    const log = await smallLog()
    const engine = await engineOn(log, { limits: { attemptsMax: 1 } })
    log.faults.push({ kind: 'unknown', written: true })
    expect(await engine.submit(statusChange(0), { key: 'k' })).toMatchObject({ certain: false })
    const again = await engineOn(log)
    expect(await again.submit(statusChange(0), { key: 'k' })).toMatchObject({ outcome: 'accepted', indexes: [1] })
    expect(again.read().lastIndex).toBe(1)
  })

  test('the fold of the entries is the state that deciding left, keys and all', async () => {
    const log = await smallLog()
    const engine = await engineOn(log, { limits: { keysMax: 3 } })
    let state = engine.read()
    for (let n = 0; n < 8; n++) await engine.submit(statusChange(n), { key: `k${n}` })
    for (const entry of await log.read(1, 100)) state = replay(state, entry)
    expect(hashState(state)).toBe(hashState(engine.read()))
    expect(hashState(await restore(snapshotOf(state)))).toBe(hashState(state))
  })
})

describe('keys are given up', () => {
  test('the oldest first when there are too many', async () => {
    const engine = await engineOn(await smallLog(), { limits: { keysMax: 3 } })
    for (let n = 0; n < 5; n++) await engine.submit(statusChange(n), { key: `k${n}`, fingerprint: '' })
    expect([...engine.read().tables.requests].map(({ key }) => key)).toEqual(['k2', 'k3', 'k4'])
    expect(engine.answered({ key: 'k1', fingerprint: '' })).toBeUndefined()
    expect(engine.answered({ key: 'k2', fingerprint: '' })).toMatchObject({ indexes: [3] })
  })

  test('when they are too old, even before they are removed', async () => {
    const clock = manualClock(start)
    const engine = await engineOn(await smallLog(), { clock, limits: { keyAgeMsMax: 1_000 } })
    await engine.submit(statusChange(0), { key: 'k', fingerprint: '' })
    clock.advanceTo(plus(start, milliseconds(1_000)))
    expect(engine.answered({ key: 'k', fingerprint: '' })).toMatchObject({ indexes: [1] })
    clock.advanceTo(plus(start, milliseconds(1_001)))
    expect(engine.answered({ key: 'k', fingerprint: '' })).toBeUndefined()
    await engine.submit(statusChange(1), { key: 'next', fingerprint: '' })
    expect([...engine.read().tables.requests].map(({ key }) => key)).toEqual(['next'])
  })

  test('a state without keys hashes as it did before there were any', async () => {
    const engine = await engineOn(memoryLog())
    const { requests: _requests, ...tables } = engine.read().tables
    const older = { ...engine.read(), tables }
    expect(Reflect.apply(hashState, undefined, [older])).toBe(hashState(engine.read()))
  })
})
