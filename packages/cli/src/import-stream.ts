// The part of `cutover import` that reads a real cluster: its event stream, recorded or live, becomes the log of a directory. What the
// stream did not tell is counted, and named when asked.

import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { type Client, eventStream, type HttpClient, readClusterRows } from '@cutover/client'
import { type Entry, hashState } from '@cutover/core'
import { type Log, snapshotOf } from '@cutover/engine'
import { type Gap, ImportedLog, readStreamLine, readToldRows, type ToldRows } from '@cutover/simulator'
import { CliError } from './cli-error.ts'
import { openLog, removeLog } from './open-log.ts'

/** Lines of an event stream, and what is known beside it. */
export interface Told {
  readonly lines: AsyncIterable<string>
  readonly known?: () => Promise<ToldRows>
}

/** Whether a file is a recorded event stream rather than an exported log. */
export async function isStream(file: string): Promise<boolean> {
  for await (const line of linesOfFile(file)) {
    if (line.trim() === '' || line.trim() === '{}') continue
    return /^\{"(Index|Events)":/.test(line)
  }
  return false
}

/** The lines of a text file, which may be compressed by gzip. */
export function linesOfFile(file: string): AsyncIterable<string> {
  const bytes = createReadStream(file)
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes.setEncoding('utf8')
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

/** Follows a live cluster: what is there first, then its stream, from the oldest batch that it still has until the signal. */
export function followCluster({ http }: Client, signal: AbortSignal): Told {
  let index = 0
  return {
    known: async () => {
      const read = await readClusterRows(http, signal)
      index = read.index
      return readToldRows(index, JSON.stringify(read.rows))
    },
    lines: linesOfStream(http, signal, () => index + 1),
  }
}

// A log that no longer holds its beginning is followed from what was read on.
async function* linesOfStream(http: HttpClient, signal: AbortSignal, from: () => number): AsyncGenerator<string> {
  const follow = (first: number): ReturnType<typeof eventStream> =>
    eventStream(http, { namespace: '*', index: first, signal })
  let told = false
  try {
    for await (const batch of follow(1)) {
      told = true
      yield JSON.stringify(batch)
    }
  } catch (error) {
    if (told || signal.aborted) throw error
    for await (const batch of follow(from())) yield JSON.stringify(batch)
  }
}

/** Writes what a stream tells into an empty directory, and says what it did not tell. */
export async function importStream({ lines, known }: Told, directory: string, all: boolean): Promise<void> {
  const log = await openLog('lmdb', directory)
  try {
    const imported = await new StreamImport(log, await known?.()).readAll(lines)
    await log.close()
    for (const line of report(imported, all)) process.stdout.write(`${line}\n`)
  } catch (error) {
    await log.close()
    removeLog(directory)
    throw new CliError(error instanceof Error ? error.message : String(error))
  }
}

const entriesAtOnce = 1_024

/** An import under way. */
export class StreamImport {
  readonly #log: Log
  readonly #imported: ImportedLog
  readonly #known: ToldRows | undefined
  #waiting: Entry[] = []
  #begun = false

  constructor(log: Log, known: ToldRows | undefined) {
    this.#log = log
    this.#known = known
    this.#imported = new ImportedLog(known)
  }

  /** Takes everything, and answers the log that it became. Rejects with the number of the line that is wrong. */
  async readAll(lines: AsyncIterable<string>): Promise<ImportedLog> {
    let number = 0
    for await (const line of lines) {
      number += 1
      await this.#take(line, number)
    }
    await this.#keep(this.#imported.end())
    if (this.#known && !this.#begun) {
      this.#imported.begin(this.#known.index + 1)
      await this.#begin()
    }
    if (!this.#begun) throw new Error('nothing was told: the stream is empty')
    await this.#flush()
    return this.#imported
  }

  async #take(line: string, number: number): Promise<void> {
    if (line.trim() === '') return
    try {
      const batch = readStreamLine(line)
      if (batch) await this.#keep(this.#imported.take(batch))
    } catch (error) {
      throw new Error(`line ${number}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }

  async #keep(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return
    await this.#begin()
    this.#waiting.push(...entries)
    if (this.#waiting.length >= entriesAtOnce) await this.#flush()
  }

  async #begin(): Promise<void> {
    const { origin } = this.#imported
    if (this.#begun || !origin) return
    this.#begun = true
    await this.#log.putSnapshot(snapshotOf(origin))
  }

  async #flush(): Promise<void> {
    const [first] = this.#waiting
    if (first) await this.#log.append(first.index - 1, this.#waiting)
    this.#waiting = []
  }
}

const namedMax = 3

function report({ origin, state, gaps }: ImportedLog, all: boolean): readonly string[] {
  if (!origin || !state) return []
  const head = `imported entries ${origin.lastIndex + 1} to ${state.lastIndex}, state hash ${hashState(state)}`
  return [head, ...(['indexes', 'beginning', 'version', 'late'] as const).flatMap((kind) => gapLines(gaps, kind, all))]
}

const gapTexts: Readonly<Record<Gap['kind'], string>> = {
  indexes: 'stretches of indexes of which nothing was told',
  beginning: 'rows that were there before the stream begins',
  version: 'allocations whose version of the job was never told',
  late: 'batches that came too late and are left out',
}

function gapLines(gaps: readonly Gap[], kind: Gap['kind'], all: boolean): readonly string[] {
  const names = [...new Set(gaps.filter((gap) => gap.kind === kind).map(gapName))]
  if (names.length === 0) return []
  const shown = all ? names : names.slice(0, namedMax)
  const more = names.length > shown.length ? ', …' : ''
  return [`  not told: ${names.length} ${gapTexts[kind]}: ${shown.join(', ')}${more}`]
}

function gapName(gap: Gap): string {
  switch (gap.kind) {
    case 'indexes':
      return gap.from === gap.to ? String(gap.from) : `${gap.from}–${gap.to}`
    case 'beginning':
      return `${gap.table}/${gap.key}`
    case 'version':
      return gap.allocationId
    case 'late':
      return String(gap.index)
  }
}
