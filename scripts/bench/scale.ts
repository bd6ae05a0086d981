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

interface Kept {
  readonly bytes: number
  readonly startMs: number
}

/** A snapshot on disk, and a start from it to an engine that answers. */
async function keep(state: State): Promise<Kept> {
  const directory = mkdtempSync(join(tmpdir(), 'cutover-scale-'))
  try {
    const log = await openLmdbLog(directory)
    await log.putSnapshot(snapshotOf(state))
    await log.close()
    const bytes = statSync(join(directory, 'data.mdb')).size
    const begun = coreTime()
    const again = await openLmdbLog(directory)
    const engine = await createEngine({ log: again, clock: systemClock(), seed: fixedSeed('scale'), managers: [] })
    const startMs = coreTime() - begun
    await engine.close()
    return { bytes, startMs }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function figuresAt(size: number): Promise<readonly Figure[]> {
  collectGarbage()
  const empty = process.memoryUsage().heapUsed
  const state = stateWithAllocations(size / perJob, perJob)
  collectGarbage()
  const heap = process.memoryUsage().heapUsed - empty
  const named = size.toLocaleString('en')
  timeOfReport(state, size)
  const report = timeOfReport(state, size)
  const { bytes, startMs } = await keep(state)
  return [
    { what: `${named} allocations: one health report`, value: report, unit: 'µs' },
    { what: `${named} allocations: memory`, value: heap / 1_048_576, unit: 'MB' },
    { what: `${named} allocations: snapshot on disk`, value: bytes / 1_048_576, unit: 'MB' },
    { what: `${named} allocations: start from it`, value: startMs, unit: 'ms' },
  ]
}

export const bench: Bench = {
  name: 'scale',
  bar: 'cost grows with the logarithm of the size for a command, with the size for memory, snapshots and starts',
  roundsMax: 1,
  run: async () => {
    const figures: Figure[] = []
    for (const size of sizes) figures.push(...(await figuresAt(size)))
    return figures
  },
}
