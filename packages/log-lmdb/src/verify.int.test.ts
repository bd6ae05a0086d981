// Verifying a log: a good one passes, and whatever is spoilt is found and named.

import { copyFile, mkdir, mkdtemp, open as openFile, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashState, initialState, replay, type State } from '@cutover/core'
import { snapshotOf } from '@cutover/engine'
import { deploymentIdAt, entryAt, stateWithDeployments } from '@cutover/testing'
import { type Database, open as openLmdb } from 'lmdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLmdbLog, verifyLmdbLog } from './index.ts'

let directory: string
let state: State

/** Snapshots at 0, 4 and 8, batches of two entries up to 12. */
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cutover-verify-'))
  const log = await openLmdbLog(directory)
  state = stateWithDeployments(20, 'verify')
  await log.putSnapshot(snapshotOf(state))
  for (let first = 1; first <= 11; first += 2) {
    const entries = [first, first + 1].map((index) => entryAt(index, [paused(index)]))
    await log.append(first - 1, entries)
    state = entries.reduce(replay, state)
    if (first === 3 || first === 7) await log.putSnapshot(snapshotOf(state))
  }
  await log.close()
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

function paused(index: number): NonNullable<ReturnType<typeof entryAt>['events'][number]> {
  const [event] = entryAt(index).events
  if (event === undefined) throw new Error('an entry without an event')
  return 'deploymentId' in event ? { ...event, deploymentId: deploymentIdAt(index) } : event
}

interface Opened {
  readonly batches: Database<Buffer, number>
  readonly heads: Database<Buffer, number>
  readonly chunks: Database<Buffer, number[]>
  readonly meta: Database<Buffer, string>
}

async function inStore(act: (opened: Opened) => Promise<unknown>): Promise<void> {
  const root = openLmdb<Buffer, string>({ path: directory, noSubdir: false, encoding: 'binary', maxDbs: 8 })
  const encoding = 'binary'
  await act({
    batches: root.openDB<Buffer, number>('batches', { encoding }),
    heads: root.openDB<Buffer, number>('heads', { encoding }),
    chunks: root.openDB<Buffer, number[]>('chunks', { encoding }),
    meta: root.openDB<Buffer, string>('meta', { encoding }),
  })
  await root.close()
}

function flipped(bytes: Buffer | undefined, bit: number): Buffer {
  const copy = Buffer.from(bytes ?? Buffer.alloc(0))
  const place = (bit >> 3) % copy.length
  copy[place] = (copy[place] ?? 0) ^ (1 << (bit & 7))
  return copy
}

test('a good log passes, with the state hash of its end', async () => {
  const read: number[] = []
  const verified = await verifyLmdbLog(directory, (index) => read.push(index))
  expect(verified).toMatchObject({ first: 1, last: 12, snapshots: [0, 4, 8], stateHash: hashState(state), faults: [] })
  expect(verified.chain).toMatch(/^[0-9a-f]{64}$/)
  expect(read).toEqual([2, 4, 6, 8, 10, 12])
})

test('verifying changes nothing, not even a torn last batch', async () => {
  await inStore(({ batches }) => batches.put(11, flipped(batches.get(11), 977)))
  const [once, again] = [await verifyLmdbLog(directory), await verifyLmdbLog(directory)]
  expect(once.faults).toEqual([{ index: 11, reason: 'entry: record: the checksum does not match' }])
  expect([again, once.last]).toEqual([once, 10])
})

test('every flipped bit of a batch is found and named', async () => {
  let size = 0
  await inStore(async ({ batches }) => (size = batches.get(5)?.length ?? 0))
  for (let bit = 0; bit < size * 8; bit += 61) {
    await inStore(({ batches }) => batches.put(5, flipped(batches.get(5), bit)))
    expect((await verifyLmdbLog(directory)).faults[0], `bit ${bit}`).toMatchObject({ index: 5 })
    await inStore(({ batches }) => batches.put(5, flipped(batches.get(5), bit)))
  }
  expect((await verifyLmdbLog(directory)).faults).toEqual([])
})

test.each<[what: string, spoil: (opened: Opened) => Promise<unknown>, index: number, reason: string]>([
  ['a lost batch', ({ batches }) => batches.remove(5), 5, 'entry: missing: the next batch begins at 7'],
  ['a lost beginning', ({ batches }) => batches.remove(1), 1, 'the entries from here to 2 are missing'],
  ['a lost chunk', ({ chunks }) => chunks.remove([4, 0]), 4, 'snapshot: the snapshot at index 4 has lost chunk 0 of 3'],
  ['a spoilt chunk', ({ chunks }) => chunks.put([8, 0], flipped(chunks.get([8, 0]), 99)), 8, 'checksum'],
  ['a spoilt head', ({ heads }) => heads.put(8, flipped(heads.get(8), 99)), 8, 'checksum'],
  ['a head of another', ({ heads }) => heads.put(8, heads.get(4) ?? Buffer.alloc(0)), 8, 'its head says index 4'],
  ['a batch of another', ({ batches }) => batches.put(5, batches.get(7) ?? Buffer.alloc(0)), 5, 'holds entry 7 here'],
  ['spoilt structures', ({ meta }) => meta.put('structures', flipped(meta.get('structures'), 99)), 0, 'checksum'],
])('%s is found and named', async (_, spoil, index, reason) => {
  await inStore(spoil)
  const [fault] = (await verifyLmdbLog(directory)).faults
  expect(fault).toEqual({ index, reason: expect.stringContaining(reason) })
})

test('a whole snapshot of another history is found by replaying', async () => {
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf({ ...initialState('verify'), lastIndex: 10 }))
  await log.close()
  expect((await verifyLmdbLog(directory)).faults).toEqual([
    { index: 10, reason: 'snapshot: it is not what the entries up to here lead to' },
  ])
})

test('a bit that rots anywhere in the file is named, or lies where nothing is kept', async () => {
  const good = await verifyLmdbLog(directory)
  const file = join(directory, 'data.mdb')
  // What follows the last byte that is not zero is room that was never used.
  const size = (await readFile(file)).findLastIndex((byte) => byte !== 0) + 4_096
  const outcomes = { named: 0, unused: 0 }
  // Beyond the two pages that LMDB itself reads before anything can be checked.
  for (let place = 8_192 + 64; place < size; place += 389) {
    const copy = join(directory, '..', `${directory.split('/').at(-1)}-copy`)
    await mkdir(copy)
    await copyFile(file, join(copy, 'data.mdb'))
    const handle = await openFile(join(copy, 'data.mdb'), 'r+')
    const byte = Buffer.alloc(1)
    await handle.read(byte, 0, 1, place)
    byte[0] = (byte[0] ?? 0) ^ 4
    await handle.write(byte, 0, 1, place)
    await handle.close()
    const verified = await verifyLmdbLog(copy).catch((error: unknown) => ({ faults: [error] }))
    if (verified.faults.length > 0) outcomes.named += 1
    else {
      expect(verified, `byte ${place}`).toEqual(good)
      outcomes.unused += 1
    }
    await rm(copy, { recursive: true })
  }
  expect(outcomes.named).toBeGreaterThan(0)
})
