// How fast commands become durable: in groups, and one at a time beside the bare store, both synced to the disk.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine, fixedSeed, type Log, memoryLog, snapshotOf, systemClock } from '@cutover/engine'
import { openLmdbLog } from '@cutover/log-lmdb'
import { open } from 'lmdb'
import { stateWithDeployments, statusChange } from '../../packages/testing/src/small-states.ts'
import type { Bench, Figure } from './bench.ts'

const deployments = 1_000
const measureMs = 1_000
const changes = Array.from({ length: 2 * deployments }, (_, n) =>
  statusChange(n % deployments, n % 2 ? 'running' : 'paused'),
)

async function withDirectory<T>(act: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'cutover-bench-'))
  try {
    return await act(directory)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

export async function engineOn(log: Log): Promise<Engine> {
  await log.putSnapshot(snapshotOf(stateWithDeployments(deployments)))
  return createEngine({
    log,
    clock: systemClock(),
    seed: fixedSeed('bench'),
    managers: [],
    limits: { snapshotEvery: 0 },
  })
}

interface Load {
  readonly perSecond: number
  readonly p99Ms: number
}

/** Some callers, each with one command under way at any time. */
export async function load(engine: Engine, callers: number): Promise<Load> {
  const waits: number[] = []
  const begun = performance.now()
  const until = begun + measureMs
  async function caller(number: number): Promise<void> {
    for (let n = number; performance.now() < until; n += callers) {
      const asked = performance.now()
      const { outcome } = await engine.submit(changes[n % changes.length] ?? statusChange(0))
      if (outcome !== 'accepted') throw new Error(`bench: ${outcome}`)
      waits.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)))
  const perSecond = Math.round((waits.length / (performance.now() - begun)) * 1_000)
  waits.sort((a, b) => a - b)
  return { perSecond, p99Ms: waits[Math.floor(waits.length * 0.99)] ?? 0 }
}

/** The store itself: one value of the size of an entry, one synced transaction after the other. */
async function bareStore(directory: string): Promise<number> {
  const store = open({ path: directory, noSubdir: false, encoding: 'binary', overlappingSync: false })
  const value = Buffer.alloc(200, 7)
  const begun = performance.now()
  let count = 0
  for (; performance.now() < begun + measureMs; count += 1) store.transactionSync(() => store.putSync(count, value))
  const perSecond = Math.round((count / (performance.now() - begun)) * 1_000)
  await store.close()
  return perSecond
}

async function onDisk(callers: number): Promise<Load> {
  return withDirectory(async (directory) => {
    const engine = await engineOn(await openLmdbLog(directory))
    await load(engine, callers)
    const found = await load(engine, callers)
    await engine.close()
    return found
  })
}

async function groupFigures(callers: number): Promise<readonly Figure[]> {
  const { perSecond, p99Ms } = await onDisk(callers)
  return [
    { what: `durable commands, ${callers} in flight`, value: perSecond, unit: '/s', bar: 100_000 },
    { what: `p99 of them, ${callers} in flight`, value: p99Ms, unit: 'ms', bar: 10 },
  ]
}

async function singleFigures(): Promise<readonly Figure[]> {
  const before = await withDirectory(bareStore)
  const { perSecond } = await onDisk(1)
  const after = await withDirectory(bareStore)
  const bare = (before + after) / 2
  return [
    {
      what: 'durable commands, one at a time',
      value: perSecond,
      unit: '/s',
      peer: `the bare store: ${Math.round(bare)}/s`,
    },
    { what: 'one at a time, share of the bare store', value: (perSecond / bare) * 100, unit: '%', bar: 80 },
  ]
}

async function inMemory(): Promise<readonly Figure[]> {
  const engine = await engineOn(memoryLog())
  const { perSecond } = await load(engine, 256)
  await engine.close()
  return [{ what: 'commands in memory, 256 in flight', value: perSecond, unit: '/s' }]
}

export const bench: Bench = {
  name: 'engine',
  bar: '100 k durable commands a second in groups, p99 under 10 ms; one at a time 80 % of the bare store',
  run: async () => [
    ...(await groupFigures(64)),
    ...(await groupFigures(256)),
    ...(await groupFigures(1_024)),
    ...(await singleFigures()),
    ...(await inMemory()),
  ],
}
