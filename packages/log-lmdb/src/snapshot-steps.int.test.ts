// A snapshot that is interrupted, at every step of its writing: it is never taken for one, and leaves nothing behind.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashState, type State } from '@cutover/core'
import { type Log, restore, type Snapshot, snapshotOf } from '@cutover/engine'
import { entriesFrom, stateWithDeployments } from '@cutover/testing'
import { open as openLmdb } from 'lmdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLmdbLog, verifyLmdbLog } from './index.ts'

let directory: string
let first: State

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cutover-steps-'))
  first = withLongTexts(stateWithDeployments(1_200, 'steps'))
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf(first))
  await log.append(0, entriesFrom(1, 3))
  await log.close()
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

/** So long that every chunk but the last is written in a transaction of its own. */
function withLongTexts(state: State): State {
  let { deployments } = state.tables
  for (const row of deployments) deployments = deployments.set({ ...row, statusDescription: 'long '.repeat(500) })
  return { ...state, tables: { ...state.tables, deployments } }
}

/** The same snapshot, whose writing breaks off before its n-th chunk; after the last one it is the head that never comes. */
function brokenOff({ head, chunks }: Snapshot, before: number): Snapshot {
  return {
    head,
    chunks: async function* some() {
      let number = 0
      for await (const chunk of chunks()) {
        if (number === before) throw new Error('interrupted')
        number += 1
        yield chunk
      }
      if (number <= before) throw new Error('interrupted')
    },
  }
}

async function chunkKeys(): Promise<readonly unknown[]> {
  const root = openLmdb<Buffer, string>({ path: directory, noSubdir: false, encoding: 'binary', maxDbs: 8 })
  const keys = [...root.openDB<Buffer, number[]>('chunks', { encoding: 'binary' }).getKeys()]
  await root.close()
  return keys
}

async function isAsBefore(log: Log): Promise<void> {
  const found = await log.latestSnapshot()
  expect([found?.head.index, found && hashState(await restore(found))]).toEqual([0, hashState(first)])
}

test('an interruption before any chunk, and before the head, leaves the snapshot before as the newest', async () => {
  const later = snapshotOf({ ...first, lastIndex: 3 })
  let steps = 0
  for await (const _ of later.chunks()) steps += 1
  const whole = await chunkKeys()
  expect(steps).toBeGreaterThan(3)
  for (let step = 0; step <= steps; step++) {
    const log = await openLmdbLog(directory)
    await expect(log.putSnapshot(brokenOff(later, step))).rejects.toThrow('interrupted')
    await isAsBefore(log)
    expect(await log.append(3, [])).toEqual({ outcome: 'ok' })
    await log.close()
    const again = await openLmdbLog(directory)
    await isAsBefore(again)
    await again.close()
    expect([step, await chunkKeys(), (await verifyLmdbLog(directory)).faults]).toEqual([step, whole, []])
  }
  const log = await openLmdbLog(directory)
  await log.putSnapshot(later)
  expect((await log.latestSnapshot())?.head.index).toBe(3)
  await log.close()
})
