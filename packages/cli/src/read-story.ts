// What `shrink` can make small: lines of a stage, and, told again as such lines, the log of a directory, an exported log, and a recorded
// event stream.

import { existsSync, statSync } from 'node:fs'
import { type Entry, replay } from '@cutover/core'
import type { History } from '@cutover/core/explain'
import { memoryLog } from '@cutover/engine'
import { retell, type Watch } from '@cutover/simulator'
import { CliError } from './cli-error.ts'
import { readHistory, withLog } from './fold-log.ts'
import { isStream, linesOfFile, StreamImport } from './import-stream.ts'
import { readText } from './read-text.ts'
import { readExport } from './transfer.ts'

/** Lines of a stage. */
export interface Story {
  readonly lines: readonly string[]
  /** Simulated nodes that it takes; undefined when it does not say. */
  readonly nodes: number | undefined
  /** The entry at which a log shows what is looked for; undefined when it does not, or is no log. */
  readonly shownAt: number | undefined
}

/** What is looked for in a log. */
export interface LookedFor {
  readonly begin: () => Watch
  readonly isIt: (told: string) => boolean
}

/** Reads a story. A log is told up to the entry that shows what is looked for, or as a whole. */
export async function readStory(path: string, looked: LookedFor): Promise<Story> {
  if (path !== '-' && !existsSync(path)) throw new CliError(`there is no file or directory ${path}`)
  const history = path === '-' ? undefined : await historyOf(path)
  if (!history) return { lines: spokenLines(await readText(path)), nodes: undefined, shownAt: undefined }
  const shownAt = firstShown(history, looked)
  const entries = history.entries.filter(({ index }) => shownAt === undefined || index <= shownAt)
  return { ...retell(history.origin, entries), shownAt }
}

// Undefined: it is no log, but lines.
async function historyOf(path: string): Promise<History | undefined> {
  if (statSync(path).isDirectory()) return withLog(path, readHistory)
  if (await isStream(path)) return historyOfStream(path)
  return (await isExport(path)) ? historyOfExport(path) : undefined
}

async function isExport(path: string): Promise<boolean> {
  for await (const line of linesOfFile(path)) return line.startsWith('{"type":"snapshot"')
  return false
}

async function historyOfStream(path: string): Promise<History> {
  const log = memoryLog()
  await new StreamImport(log, undefined).readAll(linesOfFile(path)).catch(refuse(path))
  return readHistory(log)
}

async function historyOfExport(path: string): Promise<History> {
  const log = memoryLog()
  await readExport(path, log).catch(refuse(path))
  return readHistory(log)
}

function refuse(path: string): (error: unknown) => never {
  return (error) => {
    throw new CliError(`${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function firstShown({ origin, entries }: History, { begin, isIt }: LookedFor): Entry['index'] | undefined {
  const watch = begin()
  let before = origin
  for (const entry of entries) {
    const after = replay(before, entry)
    if (watch({ entry, before, after }).some(isIt)) return entry.index
    before = after
  }
  return undefined
}

// A transcript has its commands behind `>`; a plain script has nothing else.
function spokenLines(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trimEnd())
  const spoken = lines.filter((line) => line.startsWith('> ')).map((line) => line.slice(2))
  return spoken.length > 0 ? spoken : lines.filter((line) => line !== '' && !line.startsWith('#'))
}
