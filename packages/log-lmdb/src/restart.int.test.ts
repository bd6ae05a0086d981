// Starting an engine on a log in which something rotted: older snapshots stand in for damaged ones, damaged entries stop it.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashState } from '@cutover/core'
import { createEngine, type Engine, fixedSeed, manualClock, snapshotOf } from '@cutover/engine'
import { start, stateWithDeployments, statusChange } from '@cutover/testing'
import { type Database, open as openLmdb } from 'lmdb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLmdbLog } from './index.ts'

let directory: string
let hash: string
let warnings: string[]

async function begin(): Promise<Engine> {
  const onWarning = (text: string): void => void warnings.push(text)
  const log = await openLmdbLog(directory, { onWarning })
  try {
    return await createEngine({ log, clock: manualClock(start), seed: fixedSeed('restart'), managers: [], onWarning })
  } catch (error) {
    await log.close()
    throw error
  }
}

/** Snapshots at 0, 3 and 6; the log ends at 9. */
beforeEach(async () => {
  warnings = []
  directory = await mkdtemp(join(tmpdir(), 'cutover-restart-'))
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf(stateWithDeployments(9)))
  await log.close()
  const engine = await begin()
  for (let n = 0; n < 9; n++) {
    await engine.submit(statusChange(n))
    if (n === 2 || n === 5) await engine.snapshot()
  }
  hash = hashState(engine.read())
  await engine.close()
})

afterEach(async () => {
  await rm(directory, { recursive: true })
})

type Key = number | number[]

async function spoil<K extends Key>(name: string, key: K): Promise<void> {
  const root = openLmdb<Buffer, string>({ path: directory, noSubdir: false, encoding: 'binary', maxDbs: 8 })
  const database: Database<Buffer, K> = root.openDB<Buffer, K>(name, { encoding: 'binary' })
  const bytes = Buffer.from(database.get(key) ?? Buffer.alloc(0))
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
  await database.put(key, bytes)
  await root.close()
}

test.each<[what: string, spoilt: readonly (readonly [string, Key])[], said: readonly string[]]>([
  ['nothing', [], []],
  ['a chunk of the newest', [['chunks', [6, 0]]], ['the snapshot before 6 is used']],
  ['the head of the newest', [['heads', 6]], ['the snapshot at index 6 of the log']],
  [
    'two snapshots',
    [
      ['chunks', [6, 0]],
      ['chunks', [3, 0]],
    ],
    ['before 6 is used', 'before 3 is used'],
  ],
  ['an entry before the newest snapshot', [['batches', 5]], []],
])('with %s damaged it starts with the same state', async (_, spoilt, said) => {
  for (const [name, key] of spoilt) await spoil(name, key)
  const engine = await begin()
  expect(hashState(engine.read())).toBe(hash)
  expect(warnings).toEqual(said.map((text) => expect.stringContaining(text)))
  await engine.close()
})

test.each<[what: string, spoilt: readonly (readonly [string, Key])[], said: string]>([
  ['an entry after the newest snapshot', [['batches', 8]], 'is damaged at index 8'],
  ['the last entry', [['batches', 9]], 'is damaged at index 9'],
  [
    'an entry that a fallback needs',
    [
      ['chunks', [6, 0]],
      ['batches', 5],
    ],
    'is damaged at index 5',
  ],
  [
    'every snapshot',
    [
      ['chunks', [6, 0]],
      ['chunks', [3, 0]],
      ['chunks', [0, 0]],
    ],
    'checksum',
  ],
])('with %s damaged it does not start', async (_, spoilt, said) => {
  for (const [name, key] of spoilt) await spoil(name, key)
  await expect(begin()).rejects.toThrow(said)
})
