// What the log costs: reading it back and folding it, a start from a snapshot and a tail, the state at any index.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Entry, isRefusal, micros, plus, replayAll, type State, transition } from '@cutover/core'
import { createEngine, fixedSeed, manualClock, snapshotOf } from '@cutover/engine'
import { openLmdbLog } from '@cutover/log-lmdb'
import { start, stateWithDeployments, statusChange } from '../../packages/testing/src/small-states.ts'
import { type Bench, coreTime, type Figure } from './bench.ts'

const deployments = 1_000
const batch = 250
const entriesMax = 1_000_000
/** All of them: so many that what the compiler does at first weighs little. */
const replayed = entriesMax
const tail = 10_000
/** As the engine reads them when it starts. */
const pageSize = 1_000

const changes = Array.from({ length: 2 * deployments }, (_, n) =>
  statusChange(n % deployments, n % 2 ? 'running' : 'paused'),
)

interface Prepared {
  readonly directory: string
  readonly first: State
}

let prepared: Promise<Prepared> | undefined

/** A log on disk with a million entries, made once for all rounds, removed when the process ends. */
async function prepare(): Promise<Prepared> {
  const directory = mkdtempSync(join(tmpdir(), 'cutover-bench-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const log = await openLmdbLog(directory)
  const first = stateWithDeployments(deployments)
  let state = first
  await log.putSnapshot(snapshotOf(state))
  while (state.lastIndex < entriesMax) {
    const { entries, after } = nextBatch(state)
    await log.append(state.lastIndex, entries)
    state = after
    if (state.lastIndex === entriesMax - tail) await log.putSnapshot(snapshotOf(state))
  }
  await log.close()
  return { directory, first }
}

function nextBatch(before: State): { readonly entries: readonly Entry[]; readonly after: State } {
  const entries: Entry[] = []
  let state = before
  while (entries.length < batch) {
    const n = state.lastIndex
    const taken = transition(state, changes[n % changes.length] ?? statusChange(0), {
      at: plus(start, micros(n)),
      term: 1,
      by: 'operator',
    })
    if (isRefusal(taken)) throw new Error(`bench: ${taken.text}`)
    state = taken.state
    for (const entry of taken.entries) entries.push(entry)
  }
  return { entries, after: state }
}

async function replayFigures({ directory, first }: Prepared): Promise<readonly Figure[]> {
  const log = await openLmdbLog(directory)
  const folding = measured()
  let state = first
  while (state.lastIndex < replayed) state = replayAll(state, await log.read(state.lastIndex + 1, pageSize))
  const folded = folding(state.lastIndex)
  const reading = measured()
  let read = 0
  while (read < replayed) read += (await log.read(read + 1, pageSize)).length
  const found = reading(read)
  await log.close()
  return [
    { what: 'read and fold, events, one core', value: folded.core, unit: '/s', bar: 500_000 },
    { what: 'read and fold, events, by the clock', value: folded.clock, unit: '/s' },
    { what: 'read alone, events, one core', value: found.core, unit: '/s' },
  ]
}

/** Begins to measure; then says how many of something there were a second, of one core and of the clock. */
function measured(): (count: number) => { readonly core: number; readonly clock: number } {
  const begun = { core: coreTime(), clock: performance.now() }
  return (count) => ({
    core: Math.round((count / (coreTime() - begun.core)) * 1_000),
    clock: Math.round((count / (performance.now() - begun.clock)) * 1_000),
  })
}

async function startFigures({ directory }: Prepared): Promise<readonly Figure[]> {
  const begun = performance.now()
  const log = await openLmdbLog(directory)
  const engine = await createEngine({ log, clock: manualClock(start), seed: fixedSeed('bench'), managers: [] })
  const seconds = (performance.now() - begun) / 1_000
  if (engine.read().lastIndex !== entriesMax) throw new Error(`bench: started at ${engine.read().lastIndex}`)
  await engine.close()
  return [{ what: 'start at a million events, snapshot and tail', value: seconds, unit: 's', bar: 1 }]
}

export const bench: Bench = {
  name: 'log',
  bar: 'replay 500 k events a second; start from snapshot and tail at a million events under 1 s',
  run: async () => {
    prepared ??= prepare()
    const place = await prepared
    return [...(await replayFigures(place)), ...(await startFigures(place))]
  },
}
