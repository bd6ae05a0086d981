// Entries of whole rollouts through a store and back: more shapes of records than fit into one byte of their numbers.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolloutEntries } from '@cutover/testing'
import { expect, test } from 'vitest'
import { openLmdbLog } from './lmdb-log.ts'

test('a log that was closed after a rollout gives back every entry, and takes more after that', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cutover-records-'))
  try {
    const entries = rolloutEntries()
    const half = Math.floor(entries.length / 2)
    const first = await openLmdbLog(directory)
    for (const entry of entries.slice(0, half)) await first.append(entry.index - 1, [entry])
    await first.close()
    const second = await openLmdbLog(directory)
    for (const entry of entries.slice(half)) await second.append(entry.index - 1, [entry])
    await second.close()
    const third = await openLmdbLog(directory)
    expect(await third.read(1, 10_000)).toEqual(entries)
    await third.close()
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
