// Opens the log that a command works on, and says in one line why it cannot.

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Log, memoryLog } from '@cutover/engine'
import { openLmdbLog, type ReadableLog, readLmdbLog } from '@cutover/log-lmdb'
import { CliError } from './cli-error.ts'

/** A log to serve from: in memory, or in a directory that is made if it is not there. */
export async function openLog(kind: string, directory: string, recoverTo?: number): Promise<Log> {
  if (kind === 'memory') return memoryLog()
  if (kind !== 'lmdb') throw new CliError(`--log takes lmdb or memory, not ${JSON.stringify(kind)}`, 2)
  return orUnusable(openLmdbLog(directory, { onWarning: warn, ...(recoverTo === undefined ? {} : { recoverTo }) }))
}

/** Takes back the log of a directory that was empty before. */
export function removeLog(directory: string): void {
  for (const name of ['data.mdb', 'lock.mdb']) rmSync(join(directory, name), { force: true })
}

/** Says something on standard error that the operator should know of. */
export function warn(text: string): void {
  process.stderr.write(`cutover: warning: ${text}\n`)
}

/** A log to look into, whoever serves from it; the directory has to be there. */
export async function openExistingLog(directory: string): Promise<ReadableLog> {
  if (!existsSync(directory)) throw new CliError(`there is no data directory ${directory}`, 3)
  return orUnusable(readLmdbLog(directory, { onWarning: warn }))
}

async function orUnusable<T>(opening: Promise<T>): Promise<T> {
  try {
    return await opening
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), 3)
  }
}
