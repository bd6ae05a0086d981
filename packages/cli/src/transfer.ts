// `cutover export` and `import`: a whole log as JSON lines, one entry a line, and back into an empty directory.

import { createWriteStream, existsSync, readdirSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Client } from '@cutover/client'
import { type Entry, fieldOf, hashState, type Json, replay, type State } from '@cutover/core'
import {
  entryFormat,
  type Log,
  restore,
  type SnapshotChunk,
  type SnapshotHead,
  type StoredEntry,
  upcastEntry,
} from '@cutover/engine'
import type { ReadableLog } from '@cutover/log-lmdb'
import { readWhole, writeWhole } from '@cutover/record'
import type { Command } from 'commander'
import { CliError, wholeNumber } from './cli-error.ts'
import { oldestSnapshot, pagesAfter, withLog } from './fold-log.ts'
import { followCluster, importStream, isStream, linesOfFile, type Told } from './import-stream.ts'
import { openLog, removeLog } from './open-log.ts'

/** Adds the subcommands. */
export function addTransfer(program: Command): void {
  addExport(program)
  addImport(program)
}

function addExport(program: Command): void {
  program
    .command('export')
    .description(
      'Writes a whole log as JSON lines, secrets of tokens included: the oldest snapshot, then an entry a line.',
    )
    .argument('[directory]', 'the data directory', './.cutover')
    .option('--output <file>', 'where to; standard output by default')
    .addHelpText('after', '\nExample:\n  cutover export .cutover --output log.jsonl')
    .action((directory: string, { output }: { readonly output?: string }) =>
      withLog(directory, (log) => {
        const out = output === undefined ? process.stdout : createWriteStream(output, { flags: 'wx', mode: 0o600 })
        return pipeline(linesOfLog(log), out, { end: output !== undefined })
      }),
    )
}

function addImport(program: Command): void {
  program
    .command('import')
    .description(
      "Reads an exported log, or a real cluster's event stream, into an empty directory: to look at it, ask it, go on from it.",
    )
    .argument(
      '<paths...>',
      'a file that `export` wrote or a recorded /v1/event/stream (none with --url), then the directory',
    )
    .option('--url <address>', 'a server of the API to read and to follow instead of a file')
    .option('--token <token>', 'sent to it')
    .option('--for <seconds>', 'how long to follow it; until Ctrl-C by default', wholeNumber('--for', 1, 31_536_000))
    .option('--gaps', 'name everything that the stream did not tell', false)
    .addHelpText(
      'after',
      `
Examples:
  cutover import log.jsonl ./other
  cutover import event-stream.jsonl.gz ./last-night && cutover timeline --data-dir ./last-night
  cutover import --url http://nomad.test:4646 --for 600 ./incident && cutover serve --data-dir ./incident`,
    )
    .action(importInto)
}

interface ImportOptions {
  readonly url?: string
  readonly token?: string
  /** Seconds. */
  readonly for?: number
  readonly gaps: boolean
}

async function importInto(paths: readonly string[], options: ImportOptions): Promise<void> {
  const { url, gaps } = options
  const [directory = '', file, ...more] = [...paths].reverse()
  if (more.length > 0 || (file === undefined) === (url === undefined))
    throw new CliError('import takes a file or --url, and a directory', 2)
  if (file !== undefined && !existsSync(file)) throw new CliError(`there is no file ${file}`)
  refuseFull(directory)
  if (file === undefined) return importStream(follow(options), directory, gaps)
  if (await isStream(file)) return importStream({ lines: linesOfFile(file) }, directory, gaps)
  return importLog(file, directory)
}

/** A log as JSON lines, each with its end. */
export async function* linesOfLog(log: ReadableLog): AsyncGenerator<string> {
  const snapshot = await oldestSnapshot(log)
  if (!snapshot) throw new CliError('the log is empty')
  let state = await restore(snapshot)
  yield `${writeWhole({ type: 'snapshot', format: entryFormat, head: snapshot.head })}\n`
  for await (const { table, rows } of snapshot.chunks()) yield `${writeWhole({ type: 'rows', table, rows })}\n`
  for await (const page of pagesAfter(log, state.lastIndex)) {
    for (const entry of page) {
      state = replay(state, entry)
      yield `${writeWhole({ type: 'entry', entry })}\n`
    }
  }
  yield `${writeWhole({ type: 'end', index: state.lastIndex, hash: hashState(state) })}\n`
}

function follow({ url = '', token, for: time }: ImportOptions): Told {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  if (time !== undefined) setTimeout(() => stop.abort(), time * 1_000).unref()
  process.stderr.write(`reading ${url}, then following its stream${time === undefined ? ' until Ctrl-C' : ''}\n`)
  return followCluster(new Client({ address: url, ...(token === undefined ? {} : { token }) }), stop.signal)
}

/** Reads an exported log into an empty one; answers the state at its end. Rejects with the number of the line that is wrong. */
export function readExport(file: string, log: Log): Promise<State> {
  return new Import(log).readAll(linesOfFile(file))
}

async function importLog(file: string, directory: string): Promise<void> {
  const log = await openLog('lmdb', directory)
  try {
    const state = await readExport(file, log)
    await log.close()
    process.stdout.write(`imported up to index ${state.lastIndex}, state hash ${hashState(state)}\n`)
  } catch (error) {
    await log.close()
    removeLog(directory)
    throw new CliError(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Refuses a directory that holds anything: what was there is never mixed with what comes. */
function refuseFull(directory: string): void {
  if (existsSync(directory) && readdirSync(directory).length > 0) throw new CliError(`${directory} is not empty`, 3)
}

const entriesAtOnce = 1_024

/** An import under way. */
class Import {
  readonly #log: Log
  readonly #chunks: SnapshotChunk[] = []
  #head: SnapshotHead | undefined
  #state: State | undefined
  #waiting: Entry[] = []
  #format = entryFormat
  #isEnded = false

  constructor(log: Log) {
    this.#log = log
  }

  /** The state at the end. Rejects with the number of the line that is wrong. */
  async readAll(lines: AsyncIterable<string>): Promise<State> {
    let number = 0
    for await (const line of lines) {
      number += 1
      try {
        await this.#take(readWhole(line))
      } catch (error) {
        throw new Error(`line ${number}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      }
    }
    if (!this.#isEnded || !this.#state) throw new Error('the file is cut short: its last line is missing')
    return this.#state
  }

  async #take(line: Json): Promise<void> {
    const [head, rows, entry] = [fieldOf(line, 'head'), fieldOf(line, 'rows'), fieldOf(line, 'entry')]
    switch (this.#isEnded ? 'beyond' : fieldOf(line, 'type')) {
      case 'snapshot':
        if (isHead(head)) this.#head = head
        // Files from before there were formats do not name theirs.
        this.#format = Number(fieldOf(line, 'format') ?? 1)
        return
      case 'rows':
        if (isRows(rows)) this.#chunks.push({ table: String(fieldOf(line, 'table')), rows })
        return
      case 'entry':
        if (!isEntry(entry)) throw new Error('this is no entry')
        return this.#add(upcastEntry(entry, this.#format))
      case 'end':
        return this.#end(fieldOf(line, 'hash'))
      default:
        throw new Error('this is no line of an exported log')
    }
  }

  async #add(entry: Entry): Promise<void> {
    const before = this.#state ?? (await this.#begin())
    if (entry.index !== before.lastIndex + 1)
      throw new Error(`entry ${entry.index} where ${before.lastIndex + 1} was due`)
    this.#state = replay(before, entry)
    this.#waiting.push(entry)
    if (this.#waiting.length >= entriesAtOnce) await this.#flush()
  }

  async #begin(): Promise<State> {
    if (!this.#head) throw new Error('the file does not begin with a snapshot')
    const snapshot = { head: this.#head, chunks: () => this.#chunks }
    const state = await restore(snapshot)
    await this.#log.putSnapshot(snapshot)
    return state
  }

  async #flush(): Promise<void> {
    const [first] = this.#waiting
    if (first) await this.#log.append(first.index - 1, this.#waiting)
    this.#waiting = []
  }

  async #end(hash: Json | undefined): Promise<void> {
    this.#state ??= await this.#begin()
    await this.#flush()
    const found = hashState(this.#state)
    if (found !== hash) throw new Error(`the state ends with the hash ${found}, the file says ${String(hash)}`)
    this.#isEnded = true
  }
}

// What a line holds is proved by the hashes that it has to lead to; here only what would break before.
function isHead(value: unknown): value is SnapshotHead {
  return typeof value === 'object' && value !== null && 'hash' in value && 'quirks' in value && 'indexes' in value
}

function isRows(value: unknown): value is readonly object[] {
  return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null)
}

function isEntry(value: unknown): value is StoredEntry {
  if (typeof value !== 'object' || value === null) return false
  return 'index' in value && 'at' in value && 'cause' in value && 'events' in value && Array.isArray(value.events)
}
