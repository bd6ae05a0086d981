// One process for each directory: a lock file that names its owner. A lock whose owner is gone is taken over.

import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const lockFile = 'cutover.lock'

/** Lets go of the directory. */
export type Unlock = () => void

/** Takes the directory. Throws with a text that names it when another process has it, or when it cannot be written to. */
export function lockDirectory(directory: string): Unlock {
  const path = join(directory, lockFile)
  const mine = ownerOf(process.pid)
  for (let attempt = 0; attempt < 8; attempt++) {
    if (claim(path, mine)) return () => release(path, mine)
    const owner = readOwner(path)
    if (owner === undefined) continue
    if (isRunning(owner)) {
      throw new Error(
        `the log directory ${directory} is in use by process ${pidOf(owner)}; a log has one process at a time`,
      )
    }
    removeStale(path, owner)
  }
  throw new Error(`the log directory ${directory} is being taken by several processes at once; try again`)
}

// Written aside and linked into place, so that nobody ever finds a lock without an owner.
function claim(path: string, owner: string): boolean {
  const aside = `${path}.${randomUUID()}`
  try {
    writeFileSync(aside, owner, { flag: 'wx' })
    linkSync(aside, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function release(path: string, owner: string): void {
  if (readOwner(path) === owner) rmSync(path, { force: true })
}

// A rename picks one winner among those who find the same stale lock. Whoever finds that it moved a fresh lock puts it back.
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    if (readOwner(aside) !== stale) linkSync(aside, path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readOwner(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Process id and start time: after a restart of a container the same id belongs to somebody else. */
function ownerOf(pid: number): string {
  return `${pid} ${startOf(pid)}`
}

function pidOf(owner: string): number {
  return Number.parseInt(owner, 10)
}

function isRunning(owner: string): boolean {
  const pid = pidOf(owner)
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
  }
  return ownerOf(pid) === owner
}

/** When a process started, in ticks since boot, with the id of that boot; `-` where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The second field is the program's name in brackets, which may hold anything; the start is the 20th after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${ticks} ${boot}`
  } catch {
    return '-'
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
