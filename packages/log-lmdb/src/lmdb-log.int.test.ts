// The LMDB log keeps the contract of all logs, on a real directory.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogPlace, logContract, storageFaultSuite } from '@cutover/testing'
import { openLmdbLog } from './index.ts'

const place = async (): Promise<LogPlace> => {
  const directory = await mkdtemp(join(tmpdir(), 'cutover-log-'))
  return { open: () => openLmdbLog(directory), remove: () => rm(directory, { recursive: true }) }
}

logContract('lmdb', place)
storageFaultSuite('lmdb', place)
