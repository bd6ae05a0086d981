// The memory log keeps the contract of all logs.

import { logContract } from '@cutover/testing'
import { memoryLog } from './memory-log.ts'

logContract('memory', async () => {
  const log = memoryLog()
  return { open: async () => log, remove: async () => undefined }
})
