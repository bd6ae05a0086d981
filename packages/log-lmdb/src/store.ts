// The LMDB environment of a log: its databases, its format record, and what makes a directory acceptable.

import { closeSync, mkdirSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { lockDirectory, type Unlock } from './directory-lock.ts'
import { FileRoom } from './file-room.ts'

/** The databases of a log. All values are bytes that `record.ts` sealed. */
export interface Store {
  readonly root: RootDatabase<Uint8Array, string>
  /** First index of a batch → the batch. */
  readonly batches: Database<Uint8Array, number>
  /** Format, history, structures. */
  readonly meta: Database<Uint8Array, string>
  /** Index of a snapshot → its head, written last. */
  readonly heads: Database<Uint8Array, number>
  /** Index of a snapshot, number of a chunk → the chunk. */
  readonly chunks: Database<Uint8Array, number[]>
  /** Room in its file ahead of what is written next; undefined when it is only read. */
  readonly room: FileRoom | undefined
  readonly unlock: Unlock
}

const dataFile = 'data.mdb'
/** What stands in the first page of every LMDB file, after the page's own header. */
const mark = 0xbeefc0de
const markPlace = 24
const formatKey = 'format'
/** 1: batches without links, entries without a format. Such a store becomes one of format 2 when a log is opened on it. */
const formatsRead = ['cutover log 1', 'cutover log 2']
const formatWritten = 'cutover log 2'

/** Opens the store of a directory, making it when there is none. Throws with a text that names the directory and what is wrong. */
export function openStore(directory: string): Store {
  makeDirectory(directory)
  const unlock = orExplain(directory, () => lockDirectory(directory))
  try {
    const isNew = refuseForeign(directory)
    const store = databasesOf(
      orExplain(directory, () => openRoot(directory, false)),
      unlock,
    )
    checkFormat(directory, store, isNew)
    return { ...store, room: new FileRoom({ file: join(directory, dataFile), used: () => usedBytes(store.root) }) }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Opens the store of a directory to read from it, whoever else has it open; nothing is made, locked or changed. Throws like `openStore`. */
export function openStoreToRead(directory: string): Store {
  if (orExplain(directory, () => refuseForeign(directory))) throw new Error(`the directory ${directory} holds no log`)
  const store = databasesOf(
    orExplain(directory, () => openRoot(directory, true)),
    () => undefined,
  )
  checkFormat(directory, store, false)
  return store
}

function databasesOf(root: RootDatabase<Uint8Array, string>, unlock: Unlock): Store {
  return {
    root,
    batches: root.openDB<Uint8Array, number>('batches', { encoding: 'binary' }),
    meta: root.openDB<Uint8Array, string>('meta', { encoding: 'binary' }),
    heads: root.openDB<Uint8Array, number>('heads', { encoding: 'binary' }),
    chunks: root.openDB<Uint8Array, number[]>('chunks', { encoding: 'binary' }),
    room: undefined,
    unlock,
  }
}

function usedBytes(root: RootDatabase<Uint8Array, string>): number {
  const stats = root.getStats()
  if (!('pageSize' in stats && 'lastPageNumber' in stats)) return Number.POSITIVE_INFINITY
  return Number(stats.pageSize) * (Number(stats.lastPageNumber) + 1)
}

/** Says that the store has what the format that is written asks for; to be called inside the transaction that makes it true. */
export function raiseFormat({ meta }: Store): void {
  meta.putSync(formatKey, Buffer.from(formatWritten))
}

/** Lets go of the store and of the directory. */
export async function closeStore(store: Store): Promise<void> {
  await store.root.close()
  store.room?.close()
  store.unlock()
}

function openRoot(directory: string, readOnly: boolean): RootDatabase<Uint8Array, string> {
  return open<Uint8Array, string>({
    path: directory,
    readOnly,
    noSubdir: false,
    encoding: 'binary',
    maxDbs: 8,
    // A transaction then either fails and leaves nothing, or is on the disk when it ends. The overlapping form is no faster
    // here, reports some failures only as unhandled rejections, and never reports a failed flush.
    overlappingSync: false,
    // What is gathered for a turn of the event loop fails by a rejection that nobody can handle.
    eventTurnBatching: false,
  })
}

function makeDirectory(directory: string): void {
  orExplain(directory, () => mkdirSync(directory, { recursive: true }))
}

function refuseForeign(directory: string): boolean {
  const files = readdirSync(directory).filter((name) => !name.startsWith('cutover.lock') && name !== 'lock.mdb')
  if (files.includes(dataFile)) {
    refuseNonsense(directory)
    return false
  }
  if (files.length === 0) return true
  throw new Error(`the directory ${directory} holds other files (${files[0]}) and no log; give a new or empty one`)
}

// LMDB itself may crash the process on a file that is not its own: look for its mark first. An empty file is taken as new.
function refuseNonsense(directory: string): void {
  const head = Buffer.alloc(markPlace + 4)
  const file = openSync(join(directory, dataFile), 'r')
  const size = readSync(file, head)
  closeSync(file)
  if (size > 0 && head.readUInt32LE(markPlace) !== mark) {
    throw new Error(`the directory ${directory} holds a file ${dataFile} that is no LMDB store`)
  }
}

function checkFormat(directory: string, { root, meta, batches, heads }: Store, isNew: boolean): void {
  const found = meta.get(formatKey)
  if (found === undefined) {
    // A crash between making the file and this record leaves an empty store, which is as good as new.
    const isEmpty = batches.getKeysCount({ limit: 1 }) === 0 && heads.getKeysCount({ limit: 1 }) === 0
    if (!isNew && !(isEmpty && root.getKeysCount({ limit: 8 }) <= 4)) {
      throw new Error(`the directory ${directory} holds an LMDB store that is not a log: it has no format record`)
    }
    meta.putSync(formatKey, Buffer.from(formatWritten))
    return
  }
  const text = Buffer.from(found).toString('utf8')
  if (!formatsRead.includes(text))
    throw new Error(`the log in ${directory} has the format "${text}", this program reads "${formatWritten}"`)
}

function orExplain<T>(directory: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (reason.startsWith('the log directory')) throw error
    throw new Error(`the log directory ${directory} cannot be opened: ${reason}`, { cause: error })
  }
}
