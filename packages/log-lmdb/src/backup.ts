// A copy of a whole log as one file, taken by LMDB itself while others go on writing, and the way back.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { open } from 'lmdb'
import { type VerifiedLog, verifyLmdbLog } from './verify.ts'

const dataFile = 'data.mdb'

/**
 * Writes the log of a directory into a new file, as it is at one instant, without what is free in it. A server may have the
 * directory open. Rejects when there is no log, or when the file is there already.
 */
export async function backupLmdbLog(directory: string, file: string): Promise<void> {
  if (!existsSync(join(directory, dataFile))) throw new Error(`there is no log in ${directory}`)
  if (existsSync(file)) throw new Error(`${file} is there already`)
  const aside = mkdtempSync(join(dirname(file), '.cutover-backup-'))
  const root = open({ path: directory, noSubdir: false, encoding: 'binary', maxDbs: 8, readOnly: true })
  try {
    await root.backup(aside, true)
    renameSync(join(aside, dataFile), file)
  } finally {
    await root.close()
    rmSync(aside, { recursive: true, force: true })
  }
}

/** Puts such a file into a directory that is empty or not there, and verifies it; what is damaged is not left there. */
export async function restoreLmdbLog(file: string, directory: string): Promise<VerifiedLog> {
  if (!existsSync(file)) throw new Error(`there is no file ${file}`)
  if (existsSync(directory) && readdirSync(directory).length > 0) throw new Error(`${directory} is not empty`)
  mkdirSync(directory, { recursive: true })
  copyFileSync(file, join(directory, dataFile))
  try {
    const verified = await verifyLmdbLog(directory)
    const [fault] = verified.faults
    if (fault) throw new Error(`${file} is damaged at index ${fault.index}: ${fault.reason}`)
    return verified
  } catch (error) {
    for (const name of [dataFile, 'lock.mdb']) rmSync(join(directory, name), { force: true })
    throw error
  }
}
