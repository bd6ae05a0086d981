// A cluster that is read over its API and its event stream gives the rows that it has; a recorded stream gives a log with its gaps named.

import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from '@cutover/client'
import { type Allocation, type Entry, initialState, type State } from '@cutover/core'
import { beginHistory, blockers, extendHistory, stateAt, why } from '@cutover/core/explain'
import { createEngine, fixedSeed, manualClock, memoryLog, snapshotOf } from '@cutover/engine'
import { inProcessFetch } from '@cutover/http'
import { type Gap, type ImportedLog, openStage, perform } from '@cutover/simulator'
import { describe, expect, test } from 'vitest'
import { followCluster, isStream, linesOfFile, StreamImport } from './import-stream.ts'

const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:4646' }

/** A cluster with a rollout behind it and one under way, and a client of it. */
async function cluster(): Promise<{
  readonly state: State
  readonly client: Client
  readonly entries: readonly Entry[]
}> {
  const entries: Entry[] = []
  const stage = openStage({ onEntry: (entry) => entries.push(entry) })
  for (const line of ['register web: 3 × app, canary 1', 'run 30s', 'change web: rev 1', 'run 30s'])
    perform(stage, line)
  const { state } = stage.world
  const log = memoryLog()
  await log.putSnapshot(snapshotOf(initialState(state.seed)))
  await log.append(0, entries)
  const clock = manualClock(state.at)
  const engine = await createEngine({ log, clock, seed: fixedSeed(state.seed), managers: [] })
  const client = new Client({ fetch: inProcessFetch({ engine, clock, settings }) })
  return { state, client, entries }
}

/** Imports until an index was told. */
async function importUntil(client: Client, index: number): Promise<ImportedLog> {
  const stop = new AbortController()
  const { lines, known } = followCluster(client, stop.signal)
  async function* some(): AsyncGenerator<string> {
    for await (const line of lines) {
      yield line
      if (JSON.parse(line).Index >= index) stop.abort()
    }
  }
  return new StreamImport(memoryLog(), await known?.()).readAll(some())
}

// What no API tells: what watchers remember, how health changes are indexed, and the class that a node computes.
const told = ({ tables }: State): object => ({
  deployments: [...tables.deployments].map((row) => ({ ...row, watch: undefined })),
  allocations: [...tables.allocations].map(({ id, clientStatus, desiredStatus, health, job }: Allocation) => ({
    id,
    clientStatus,
    desiredStatus,
    healthy: health?.healthy,
    canary: health?.canary,
    version: job?.version,
  })),
  evaluations: [...tables.evaluations].map(({ id, status, modifyIndex }) => ({ id, status, modifyIndex })),
  jobs: [...tables.jobs].map(({ id, version, stable, status }) => ({ id, version, stable, status })),
  nodes: [...tables.nodes].map(({ id, status }) => ({ id, status })),
})

test('the rows of a cluster, as its stream tells them', async () => {
  const { state, client, entries } = await cluster()
  const last = entries.findLast(({ events }) => events.some(({ type }) => type.startsWith('Deployment')))
  const log = await importUntil(client, last?.index ?? 0)
  const own = extendHistory(beginHistory(initialState(state.seed)), entries)
  expect(told(log.state ?? state)).toEqual(told(stateAt(own, log.state?.lastIndex ?? 0) ?? state))
  expect(log.gaps.filter(({ kind }) => kind !== 'indexes')).toEqual([])
})

test('what was imported waits for the same as what it came from', async () => {
  const { state, client, entries } = await cluster()
  const log = await importUntil(client, entries.at(-2)?.index ?? 0)
  const [rollout] = [...state.tables.deployments].filter(({ status }) => status === 'running')
  const kinds = (from: State): readonly string[] => blockers(from, rollout?.id ?? '').blockers.map(({ kind }) => kind)
  expect(kinds(log.state ?? state)).toEqual(kinds(state))
  expect(kinds(state)).toEqual(['promotion'])
})

const recording = fileURLToPath(new URL('../../../../shared/oracle/event-stream.jsonl.gz', import.meta.url))

describe.runIf(existsSync(recording))('a stream that was recorded of a real cluster', () => {
  test('gives deployments as they were last told, and names what it does not tell', async () => {
    const entries: Entry[] = []
    const store = memoryLog()
    const log = await new StreamImport(
      {
        ...store,
        append: async (after, more) => {
          entries.push(...more)
          return store.append(after, more)
        },
      },
      undefined,
    ).readAll(linesOfFile(recording))
    const kinds = (kind: Gap['kind']): number => log.gaps.filter((gap) => gap.kind === kind).length
    expect([await isStream(recording), kinds('late'), kinds('indexes') > 0, kinds('beginning') > 0]).toEqual([
      true,
      0,
      true,
      true,
    ])

    const last = new Map<string, unknown>()
    for await (const line of linesOfFile(recording))
      for (const { Topic, Payload } of JSON.parse(line).Events ?? [])
        if (Topic === 'Deployment')
          last.set(Payload.Deployment.ID, [Payload.Deployment.Status, Payload.Deployment.ModifyIndex])
    const rows = [...(log.state?.tables.deployments ?? [])]
    expect(rows.map(({ id, status, modifyIndex }) => [id, [status, modifyIndex]]).sort()).toEqual([...last].sort())

    const { origin } = log
    const placed = entries.findLast(({ cause }) => cause.change === 'PlanResult')
    const [row] =
      placed?.events.flatMap((event) => (event.type === 'AllocationImported' ? [event.allocation] : [])) ?? []
    const history = extendHistory(beginHistory(origin ?? initialState('')), entries)
    const { chain, outside } = why(history, { table: 'allocations', key: row?.id ?? '', field: ['nodeId'] })
    expect([chain.map(({ change }) => change).slice(0, 1), outside]).toEqual([['PlanResult'], 'import'])
  })
})

test('other files are no streams, and damaged lines are named', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'cutover-'))
  try {
    const at = join(directory, 'stream.jsonl')
    await writeFile(at, '{}\n{"Index":7,"Events":[]}\nnonsense\n')
    expect(await isStream(at)).toBe(true)
    await expect(new StreamImport(memoryLog(), undefined).readAll(linesOfFile(at))).rejects.toThrow('line 3: ')
    await writeFile(at, '{"type":"snapshot"}\n')
    expect(await isStream(at)).toBe(false)
    await writeFile(at, '{}\n')
    await expect(new StreamImport(memoryLog(), undefined).readAll(linesOfFile(at))).rejects.toThrow(
      'the stream is empty',
    )
  } finally {
    await rm(directory, { recursive: true })
  }
})
