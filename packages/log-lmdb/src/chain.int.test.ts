// The hash chain over the batches, and stores that were written before there was one.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Entry, initialState } from '@cutover/core'
import { snapshotOf } from '@cutover/engine'
import { Codec } from '@cutover/record'
import { entriesFrom, entryAt, stateWithDeployments } from '@cutover/testing'
import { type Database, open as openLmdb } from 'lmdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLmdbLog, verifyLmdbLog } from './index.ts'

let directory: string

/** A snapshot at 0 and batches of two entries up to 12. */
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cutover-chain-'))
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf(stateWithDeployments(20, 'chain')))
  for (let first = 1; first <= 11; first += 2) await log.append(first - 1, entriesFrom(first, 2))
  await log.close()
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

interface Opened {
  readonly batches: Database<Buffer, number>
  readonly meta: Database<Buffer, string>
}

async function inStore(act: (opened: Opened) => Promise<unknown>): Promise<void> {
  const root = openLmdb<Buffer, string>({ path: directory, noSubdir: false, encoding: 'binary', maxDbs: 8 })
  await act({
    batches: root.openDB<Buffer, number>('batches', { encoding: 'binary' }),
    meta: root.openDB<Buffer, string>('meta', { encoding: 'binary' }),
  })
  await root.close()
}

/** Puts other entries into a batch, with everything right but the link, which stays as it was. */
async function replace(key: number, entries: readonly Entry[]): Promise<void> {
  await inStore(async ({ batches, meta }) => {
    const link = (batches.get(key) ?? Buffer.alloc(0)).subarray(0, 32)
    await batches.put(key, Buffer.concat([link, new Codec(meta.get('structures')).encodeBatch(entries)]))
  })
}

/** Makes the store one of format 1: no links, no history. */
async function age(): Promise<void> {
  await inStore(async ({ batches, meta }) => {
    for (const key of [...batches.getKeys()]) await batches.put(key, (batches.get(key) ?? Buffer.alloc(0)).subarray(32))
    await meta.remove('history')
    await meta.put('format', Buffer.from('cutover log 1'))
  })
}

const faults = async (): Promise<unknown> => (await verifyLmdbLog(directory)).faults
const broken = (index: number): unknown => ({
  index,
  reason: 'chain: the batch that begins here is not the one that was written',
})

test('a batch that was replaced by a valid one is found and named', async () => {
  const entries = entriesFrom(5, 2).map((entry) => ({ ...entry, at: entryAt(9).at }))
  await replace(5, entries)
  expect(await faults()).toEqual([broken(5)])
})

test('two equal batches that changed places in time are found', async () => {
  await inStore(async ({ batches }) => {
    const [one, other] = [batches.get(3) ?? Buffer.alloc(0), batches.get(5) ?? Buffer.alloc(0)]
    await batches.put(5, Buffer.concat([one.subarray(0, 32), other.subarray(32)]))
  })
  expect(await faults()).toEqual([broken(5), broken(7)])
})

test('the chain goes on over restarts, retention and a log that was cut off', async () => {
  const log = await openLmdbLog(directory)
  await log.append(12, entriesFrom(13, 5_000))
  const state = stateWithDeployments(20, 'chain')
  await log.close()
  const cut = await openLmdbLog(directory, { recoverTo: 4_110, onWarning: () => undefined })
  await cut.append(4_110, entriesFrom(4_111, 3))
  expect(await faultsAfter(cut)).toEqual([])
  const again = await openLmdbLog(directory)
  await again.putSnapshot(snapshotOf({ ...state, lastIndex: 20 }))
  await again.truncate(8)
  expect([await again.lastIndex(), (await again.read(7, 1)).length]).toEqual([4_113, 1])
  await again.append(4_113, entriesFrom(4_114, 1))
  // The snapshot is made up; what is asked here is whether the chain still holds without its beginning.
  expect(JSON.stringify(await faultsAfter(again))).not.toContain('chain')
})

async function faultsAfter(log: { readonly close: () => Promise<void> }): Promise<unknown> {
  await log.close()
  return faults()
}

test('a store of format 1 verifies untouched, is taken on without being rewritten, and has a chain from there on', async () => {
  await age()
  expect(await faults()).toEqual([])
  const log = await openLmdbLog(directory)
  expect(await log.read(1, 100)).toEqual(entriesFrom(1, 12))
  await log.append(12, entriesFrom(13, 2))
  await log.append(14, entriesFrom(15, 2))
  await log.close()
  expect(await faults()).toEqual([])
  await replace(15, [entryAt(15), { ...entryAt(16), term: 9 }])
  expect(await faults()).toEqual([broken(15)])
})

test('a store of format 1 that is cut off goes on in the present format', async () => {
  await age()
  const log = await openLmdbLog(directory, { recoverTo: 5, onWarning: () => undefined })
  await log.append(5, entriesFrom(6, 2))
  await log.close()
  const again = await openLmdbLog(directory)
  expect(await again.read(1, 100)).toEqual(entriesFrom(1, 7))
  expect(await faultsAfter(again)).toEqual([])
})

test('a store without entries is new, whatever its format', async () => {
  await rm(directory, { recursive: true })
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf(initialState('chain')))
  await log.close()
  await age()
  const again = await openLmdbLog(directory)
  await again.append(0, entriesFrom(1, 1))
  await again.close()
  expect((await verifyLmdbLog(directory)).faults).toEqual([])
})
