// Reads a log from the oldest state that it still holds: what every command over a data directory does first.

import { type Entry, replay, type State } from '@cutover/core'
import { beginHistory, extendHistory, type History } from '@cutover/core/explain'
import { restore, type Snapshot } from '@cutover/engine'
import type { ReadableLog } from '@cutover/log-lmdb'
import { CliError } from './cli-error.ts'
import { openExistingLog } from './open-log.ts'

/** An entry between the states before and after it. */
export interface Folded {
  readonly entry: Entry
  readonly before: State
  readonly after: State
}

/** Opens a data directory, uses it and closes it. */
export async function withLog<T>(directory: string, use: (log: ReadableLog) => Promise<T>): Promise<T> {
  const log = await openExistingLog(directory)
  try {
    return await use(log)
  } finally {
    await log.close()
  }
}

/** The entries one after the other. */
export async function* foldLog(log: ReadableLog): AsyncGenerator<Folded> {
  let state = await oldestState(log)
  if (!state) return
  for await (const page of pagesAfter(log, state.lastIndex)) {
    for (const entry of page) {
      const before: State = state
      state = replay(before, entry)
      yield { entry, before, after: state }
    }
  }
}

/** The whole log with its states, up to an entry; the last one by default. */
export async function readHistory(log: ReadableLog, until: number = Number.MAX_SAFE_INTEGER): Promise<History> {
  const origin = await oldestState(log)
  if (!origin) throw new CliError('the log is empty')
  if (until < origin.lastIndex) throw new CliError(`the log begins after entry ${until}, at ${origin.lastIndex}`)
  let history = beginHistory(origin)
  for await (const page of pagesAfter(log, origin.lastIndex)) {
    history = extendHistory(
      history,
      page.filter(({ index }) => index <= until),
    )
    if ((page.at(-1)?.index ?? 0) >= until) break
  }
  if (until !== Number.MAX_SAFE_INTEGER && history.head.lastIndex < until) {
    throw new CliError(`the log has no entry ${until}: it ends at ${history.head.lastIndex}`)
  }
  return history
}

async function oldestState(log: ReadableLog): Promise<State | undefined> {
  const oldest = await oldestSnapshot(log)
  return oldest && restore(oldest)
}

/** The oldest snapshot that is left: from there on the log holds every entry. */
export async function oldestSnapshot(log: ReadableLog): Promise<Snapshot | undefined> {
  let oldest: Snapshot | undefined
  let next = (await log.latestSnapshot(0)) ?? (await log.latestSnapshot())
  while (next) {
    oldest = next
    next = oldest.head.index === 0 ? undefined : await log.latestSnapshot(oldest.head.index - 1)
  }
  return oldest
}

/** The entries after an index, in pages. */
export async function* pagesAfter(log: ReadableLog, index: number): AsyncGenerator<readonly Entry[]> {
  for (let last = index; ; ) {
    const page = await log.read(last + 1, 1_000)
    if (page.length === 0) return
    yield page
    last = page.at(-1)?.index ?? last + page.length
  }
}
