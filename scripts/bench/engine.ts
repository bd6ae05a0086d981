// How fast commands become durable: in groups, and one at a time beside the bare store, both synced to the disk.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultManagers } from '@cutover/core/managers'
import {
  createEngine,
  type Engine,
  fixedSeed,
  type Log,
  manualClock,
  memoryLog,
  snapshotOf,
  systemClock,
} from '@cutover/engine'
import { openLmdbLog } from '@cutover/log-lmdb'
import { open } from 'lmdb'
import { start, stateWithDeployments, statusChange } from '../../packages/testing/src/small-states.ts'
import { type Bench, type Figure, median } from './bench.ts'
import { deploymentIdOf, stateWithAllocations } from './states.ts'

const deployments = 1_000
const measureMs = 1_000
/** So much load before: the compiler's own threads would take the core of the one that writes. */
const warmMs = 2_000
/** How long the engine and the bare store are measured in turns. */
const turnMs = 100
const smallChanges = Array.from({ length: 2 * deployments }, (_, n) =>
  statusChange(n % deployments, n % 2 ? 'running' : 'paused'),
)
const watchedChanges = smallChanges.map((change, n) => ({ ...change, deploymentId: deploymentIdOf(n % deployments) }))
/** About what one of these commands takes in the log. */
const entryBytes = 140

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

/** An engine in which every deployment has a job, and is watched. */
async function watchedEngineOn(log: Log): Promise<Engine> {
  await log.putSnapshot(snapshotOf(stateWithAllocations(deployments, 0)))
  return createEngine({
    log,
    clock: manualClock(start),
    seed: fixedSeed('bench'),
    managers: defaultManagers,
    limits: { snapshotEvery: 0 },
  })
}

interface Load {
  readonly perSecond: number
  readonly p99Ms: number
}

/** Some callers, each with one command under way at any time. They share the core with what they measure. */
export async function load(engine: Engine, callers: number, changes = smallChanges, ms = measureMs): Promise<Load> {
  const waits: number[] = []
  const begun = performance.now()
  const until = begun + ms
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

interface BareStore {
  /** Writes values, one synced transaction after the other, for so long. Values a second. */
  readonly load: (ms: number) => number
  readonly close: () => Promise<void>
}

/** The store itself, with one value of the size of some entries to a transaction. */
function bareStore(directory: string, entries: number): BareStore {
  const store = open({ path: directory, noSubdir: false, encoding: 'binary', overlappingSync: false })
  const value = Buffer.alloc(entries * entryBytes, 7)
  let last = 0
  function loadFor(ms: number): number {
    const [begun, first] = [performance.now(), last]
    for (; performance.now() < begun + ms; last += 1) store.transactionSync(() => store.putSync(last, value))
    return ((last - first) / (performance.now() - begun)) * 1_000
  }
  return { load: loadFor, close: () => store.close() }
}

/** Entries a second. */
async function bare(entries: number): Promise<number> {
  return withDirectory(async (directory) => {
    const store = bareStore(directory, entries)
    const perSecond = store.load(measureMs)
    await store.close()
    return Math.round(perSecond * entries)
  })
}

/** What was run before decides what the compiler has made of it: a server that has seen some load is what is measured. */
async function onDisk(callers: number, engineOf = engineOn, changes = smallChanges): Promise<Load> {
  return withDirectory(async (directory) => {
    const engine = await engineOf(await openLmdbLog(directory))
    await load(engine, Math.max(callers, 64), changes, warmMs)
    const found = await load(engine, callers, changes)
    await engine.close()
    return found
  })
}

async function groupFigures(callers: number): Promise<readonly Figure[]> {
  const { perSecond, p99Ms } = await onDisk(callers)
  const peer = `the bare store, ${callers} to a transaction: ${(await bare(callers)).toLocaleString('en')}/s`
  return [
    { what: `durable commands, ${callers} in flight`, value: perSecond, unit: '/s', bar: 100_000, peer },
    { what: `p99 of them, ${callers} in flight`, value: p99Ms, unit: 'ms', bar: 10 },
  ]
}

async function watchedFigures(): Promise<readonly Figure[]> {
  const { perSecond, p99Ms } = await onDisk(256, watchedEngineOn, watchedChanges)
  return [
    { what: 'the same with every process manager, 256 in flight', value: perSecond, unit: '/s' },
    { what: 'p99 of them', value: p99Ms, unit: 'ms' },
  ]
}

/** In turns, since a disk is slower at some moments than at others: the middle of the shares of all turns. */
async function singleFigures(): Promise<readonly Figure[]> {
  const turns = await withDirectory((directory) => withDirectory((other) => singleTurns(directory, other)))
  const perSecond = median(turns.map(({ ours }) => ours))
  const peer = `the bare store: ${Math.round(median(turns.map(({ theirs }) => theirs)))}/s`
  const share = median(turns.map(({ ours, theirs }) => ours / theirs)) * 100
  return [
    { what: 'durable commands, one at a time', value: perSecond, unit: '/s', peer },
    { what: 'one at a time, share of the bare store', value: share, unit: '%', bar: 80 },
  ]
}

interface Turn {
  readonly ours: number
  readonly theirs: number
}

async function singleTurns(directory: string, other: string): Promise<readonly Turn[]> {
  const engine = await engineOn(await openLmdbLog(directory))
  const store = bareStore(other, 1)
  await load(engine, 64, smallChanges, warmMs)
  store.load(turnMs)
  const turns: Turn[] = []
  while (turns.length < 2 * (measureMs / turnMs)) {
    const theirs = store.load(turnMs)
    const { perSecond } = await load(engine, 1, smallChanges, turnMs)
    turns.push({ ours: perSecond, theirs })
  }
  await store.close()
  await engine.close()
  return turns
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
    ...(await groupFigures(384)),
    ...(await groupFigures(512)),
    ...(await groupFigures(1_024)),
    ...(await watchedFigures()),
    ...(await singleFigures()),
    ...(await inMemory()),
  ],
}
