// Retention on a real log: old entries go while the writer goes on, what is left is whole, and asking for the rest is answered.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashState } from '@cutover/core'
import { createEngine, fixedSeed, manualClock, snapshotOf } from '@cutover/engine'
import { rounds, start, stateWithDeployments, statusChange } from '@cutover/testing'
import { expect, test } from 'vitest'
import { backupLmdbLog, openLmdbLog, restoreLmdbLog, verifyLmdbLog } from './index.ts'

test('entries before the older of two snapshots are dropped, loudly, and the rest verifies, copies and starts', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'cutover-retention-'))
  const place = join(directory, 'log')
  const log = await openLmdbLog(place)
  await log.putSnapshot(snapshotOf(stateWithDeployments(60)))
  const limits = { snapshotEvery: 5, retainEntries: 10 }
  const engine = await createEngine({ log, clock: manualClock(start), seed: fixedSeed('old'), managers: [], limits })
  for (let n = 0; n < 55; n++) {
    await engine.submit(statusChange(n))
    await rounds()
  }
  await expect(engine.at(3)).rejects.toThrow('no snapshot at or below index 3 is left')
  await expect(engine.subscribe({ from: 3 }).next()).rejects.toThrow('no snapshot at or below index 2 is left')
  expect((await engine.at(50)).lastIndex).toBe(50)
  const hash = hashState(engine.read())
  await backupLmdbLog(place, join(directory, 'copy.mdb'))
  await engine.close()
  const verified = await verifyLmdbLog(place)
  expect(verified).toMatchObject({ last: 55, stateHash: hash, faults: [] })
  expect(verified.first).toBeGreaterThan(20)
  expect(verified.last - verified.first + 1).toBeGreaterThanOrEqual(10)
  expect(verified.snapshots).toHaveLength(2)
  expect(await restoreLmdbLog(join(directory, 'copy.mdb'), join(directory, 'restored'))).toEqual(verified)
  await rm(directory, { recursive: true })
})
