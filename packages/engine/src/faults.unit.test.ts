// A store that is full, slow, contested or silent: the engine tells the truth, keeps reading, and goes on when the store does.

import { hashState } from '@cutover/core'
import { deploymentIdAt, engineOn, entryAt, rounds, smallLog, statusChange, statusOf } from '@cutover/testing'
import { expect, test } from 'vitest'
import { fixedSeed, manualClock, type Submitted } from './index.ts'

const outcomes = (submitted: readonly Submitted[]): readonly string[] => submitted.map(({ outcome }) => outcome)

test('a failing append fails its commands, the durable state stays, and the next commands need no restart', async () => {
  const log = await smallLog()
  const engine = await engineOn(log)
  await engine.submit(statusChange(0))
  const before = engine.read()
  log.faults.push({ kind: 'rejected', reason: 'the disk is full' })
  const failed = await Promise.all([engine.submit(statusChange(1)), engine.submit(statusChange(2))])
  expect(failed).toEqual(Array(2).fill({ outcome: 'storage-failed', reason: 'the disk is full', certain: true }))
  expect([engine.read(), engine.status().storageFailure]).toEqual([before, 'the disk is full'])
  expect(await engine.submit(statusChange(3))).toMatchObject({ outcome: 'accepted', indexes: [2] })
  expect([statusOf(engine.read(), 1), statusOf(engine.read(), 3), engine.status().storageFailure]).toEqual([
    'running',
    'paused',
    undefined,
  ])
})

test('a refusal decided beside a command that could not be stored is not given as an answer', async () => {
  const log = await smallLog()
  const engine = await engineOn(log)
  log.faults.push({ kind: 'rejected', reason: 'full' })
  const both = await Promise.all([
    engine.submit(statusChange(0)),
    engine.submit({ ...statusChange(0), deploymentId: 'none' }),
  ])
  expect(outcomes(both)).toEqual(['storage-failed', 'storage-failed'])
})

test('an append that finds the log further on decides again on what others wrote', async () => {
  const log = await smallLog()
  const engine = await engineOn(log)
  const foreign = entryAt(1, [
    { type: 'DeploymentPaused', deploymentId: deploymentIdAt(5), description: 'theirs', updatedAt: entryAt(1).at },
  ])
  log.faults.push({ kind: 'overtaken', by: () => [foreign] })
  const seen: number[] = []
  void (async () => {
    for await (const { entry } of engine.subscribe({ from: 1 })) seen.push(entry.index)
  })()
  await rounds()
  expect(await engine.submit(statusChange(0))).toMatchObject({ outcome: 'accepted', indexes: [2] })
  await rounds()
  expect([statusOf(engine.read(), 5), statusOf(engine.read(), 0), seen, await log.lastIndex()]).toEqual([
    'paused',
    'paused',
    [1, 2],
    2,
  ])
})

test.each([[true], [false]])(
  'a command whose append times out is in the log once (written at first: %s)',
  async (written) => {
    const log = await smallLog()
    const engine = await engineOn(log)
    log.faults.push({ kind: 'unknown', written })
    expect(await engine.submit(statusChange(0))).toMatchObject({ outcome: 'accepted', indexes: [1] })
    expect([await log.lastIndex(), engine.read().lastIndex, log.appends()]).toEqual([1, 1, written ? 1 : 2])
  },
)

test('when the store stays silent the answer says that nothing is certain, and the truth is found out before the next command', async () => {
  const log = await smallLog()
  const engine = await engineOn(log, { limits: { attemptsMax: 3 } })
  log.faults.push(
    { kind: 'unknown', written: false },
    { kind: 'unknown', written: false },
    { kind: 'unknown', written: true },
  )
  expect(await engine.submit(statusChange(0))).toEqual({
    outcome: 'storage-failed',
    reason: 'timed out',
    certain: false,
  })
  expect(await engine.submit(statusChange(1))).toMatchObject({ outcome: 'accepted', indexes: [2] })
  expect(statusOf(engine.read(), 0)).toBe('paused')
  expect(hashState(engine.read())).toBe(hashState((await engineOn(log)).read()))
})

test('a log that cannot be read after a time-out leaves the engine readable', async () => {
  const log = await smallLog()
  const engine = await engineOn(log)
  log.faults.push({ kind: 'unreadable', reason: 'no answer' })
  expect(await engine.submit(statusChange(0))).toEqual({
    outcome: 'storage-failed',
    reason: 'no answer',
    certain: false,
  })
  expect(engine.query((state) => state.lastIndex)).toBe(0)
})

test('a log that does not take anything can still be opened and read', async () => {
  const log = await smallLog()
  const readOnly = { ...log, append: async () => Promise.reject(new Error('read-only file system')) }
  const engine = await engineOn(readOnly)
  expect(statusOf(engine.read(), 0)).toBe('running')
  expect(await engine.submit(statusChange(0))).toMatchObject({
    outcome: 'storage-failed',
    reason: 'read-only file system',
  })
})

test('a snapshot that cannot be stored stops nothing and is told', async () => {
  const log = await smallLog()
  const engine = await engineOn(
    { ...log, putSnapshot: async () => Promise.reject(new Error('full')) },
    { limits: { snapshotEvery: 2 } },
  )
  for (let n = 0; n < 5; n++) expect((await engine.submit(statusChange(n))).outcome).toBe('accepted')
  expect(engine.status().snapshotFailure).toContain('full')
})

test('a damaged snapshot is refused with the reason', async () => {
  const log = await smallLog()
  const snapshot = await log.latestSnapshot()
  if (!snapshot) throw new Error('no snapshot')
  const damaged = { ...log, latestSnapshot: async () => ({ ...snapshot, chunks: () => [] }) }
  await expect(engineOn(damaged)).rejects.toThrow('the snapshot at index 0 is damaged')
  const future = { ...log, latestSnapshot: async () => ({ ...snapshot, head: { ...snapshot.head, version: 99 } }) }
  await expect(engineOn(future, { seed: fixedSeed('x'), clock: manualClock(entryAt(1).at) })).rejects.toThrow(
    'version 99',
  )
})
