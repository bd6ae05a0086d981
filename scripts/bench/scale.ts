// How cost grows with size: one health report, memory, a snapshot and a start at a thousand to a million allocations.

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isRefusal, micros, plus, type State, transition } from '@cutover/core'
import { createEngine, fixedSeed, snapshotOf, systemClock } from '@cutover/engine'
import { openLmdbLog } from '@cutover/log-lmdb'
import { type Bench, coreTime, type Figure } from './bench.ts'
import { healthReport, stateWithAllocations } from './states.ts'

const sizes = [1_000, 10_000, 100_000, 1_000_000]
const perJob = 10
const reports = 1_000
const begin = micros(1_700_000_000_000_000)

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}

function heapBytes(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** Microseconds of a core for one report, each of another allocation, all over the state. */
function timeOfReport(before: State, size: number): number {
  let state = before
  const step = Math.floor(size / reports)
  const begun = coreTime()
  for (let n = 0; n < reports; n += 1) {
    const taken = transition(state, healthReport(n * step, perJob), {
      at: plus(begin, micros(n)),
      term: 1,
      by: 'fleet',
    })
    if (isRefusal(taken)) throw new Error(`bench: ${taken.text}`)
    state = taken.state
  }
  return ((coreTime() - begun) / reports) * 1_000
}

/** A snapshot on disk, written as a running server writes it; milliseconds of a core and bytes. */
async function write(directory: string, size: number): Promise<{ readonly writeMs: number; readonly bytes: number }> {
  const state = stateWithAllocations(size / perJob, perJob)
  const log = await openLmdbLog(directory)
  const begun = coreTime()
  await log.putSnapshot(snapshotOf(state))
  const writeMs = coreTime() - begun
  await log.close()
  return { writeMs, bytes: statSync(join(directory, 'data.mdb')).size }
}

async function figuresIn(directory: string, size: number): Promise<readonly Figure[]> {
  const { writeMs, bytes } = await write(directory, size)
  // What a server holds that started from the snapshot: every job and allocation is an object of its own by then.
  const empty = heapBytes()
  const begun = coreTime()
  const log = await openLmdbLog(directory)
  const engine = await createEngine({ log, clock: systemClock(), seed: fixedSeed('scale'), managers: [] })
  const startMs = coreTime() - begun
  const heap = heapBytes() - empty
  timeOfReport(engine.read(), size)
  const report = timeOfReport(engine.read(), size)
  await engine.close()
  const named = size.toLocaleString('en')
  return [
    { what: `${named} allocations: one health report`, value: report, unit: 'µs' },
    { what: `${named} allocations: memory`, value: heap / 1_048_576, unit: 'MB' },
    { what: `${named} allocations: snapshot on disk`, value: bytes / 1_048_576, unit: 'MB' },
    { what: `${named} allocations: snapshot written`, value: writeMs, unit: 'ms' },
    { what: `${named} allocations: start from it`, value: startMs, unit: 'ms' },
  ]
}

async function figuresAt(size: number): Promise<readonly Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'cutover-scale-'))
  try {
    return await figuresIn(directory, size)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

export const bench: Bench = {
  name: 'scale',
  bar: 'cost grows with the logarithm of the size for a command, with the size for memory, snapshots and starts',
  roundsMax: 1,
  run: async () => {
    // A million allocations do not fit what V8 takes of itself.
    setFlagsFromString('--max-old-space-size=10240')
    const figures: Figure[] = []
    for (const size of sizes) figures.push(...(await figuresAt(size)))
    return figures
  },
}
