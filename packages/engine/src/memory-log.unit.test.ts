// The memory log keeps the contract of all logs.

import { type LogPlace, logContract, storageFaultSuite } from '@cutover/testing'
import { memoryLog } from './memory-log.ts'

const place = async (): Promise<LogPlace> => {
  const log = memoryLog()
  return { open: async () => log, remove: async () => undefined }
}

logContract('memory', place)
storageFaultSuite('memory', place)
