// A log of a directory, the same log exported, and the event stream of the same cluster are told as lines that bring it about again.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@cutover/client'
import { type Entry, initialState, zero } from '@cutover/core'
import { createEngine, fixedSeed, type Log, manualClock, memoryLog, snapshotOf } from '@cutover/engine'
import { inProcessFetch } from '@cutover/http'
import { watchForRows } from '@cutover/invariants'
import { openLmdbLog } from '@cutover/log-lmdb'
import { openStage, perform, playLines, shrinkLines } from '@cutover/simulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { followCluster } from './import-stream.ts'
import { type LookedFor, readStory } from './read-story.ts'
import { linesOfLog } from './transfer.ts'

const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:4646' }

const story = [
  'register api: 2 × app',
  'register web: 3 × app, canary 1, auto_revert',
  'run 60s',
  'scale api.app to 3',
  'change web: rev 1, crashes',
  'run 5m',
  'drain client-2',
  'run 60s',
  'stop api',
  'run 60s',
]

const watch = watchForRows('deployments: status == "failed" and jobId == "web"')
const looked: LookedFor = { begin: () => watch, isIt: () => true }
let directory = ''
let entries: readonly Entry[] = []
let seed = ''

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cutover-'))
  const made: Entry[] = []
  const stage = openStage({ onEntry: (entry) => made.push(entry) })
  for (const line of story) perform(stage, line)
  entries = made
  seed = stage.world.state.seed
})

afterAll(() => rm(directory, { recursive: true }))

async function filled(log: Log): Promise<Log> {
  await log.putSnapshot(snapshotOf(initialState(seed)))
  await log.append(0, entries)
  return log
}

async function inDirectory(): Promise<string> {
  const path = join(directory, 'data')
  await (await filled(await openLmdbLog(path))).close()
  return path
}

async function exported(): Promise<string> {
  const path = join(directory, 'log.jsonl')
  const lines: string[] = []
  for await (const line of linesOfLog(await filled(memoryLog()))) lines.push(line)
  await writeFile(path, lines.join(''))
  return path
}

async function streamed(): Promise<string> {
  const clock = manualClock(entries.at(-1)?.at ?? zero)
  const engine = await createEngine({ log: await filled(memoryLog()), clock, seed: fixedSeed(seed), managers: [] })
  const client = new Client({ fetch: inProcessFetch({ engine, clock, settings }) })
  const stop = new AbortController()
  const last = entries.findLast(({ events }) => events.some(({ type }) => type.startsWith('Job')))?.index ?? 0
  const lines: string[] = []
  for await (const line of followCluster(client, stop.signal).lines) {
    lines.push(line)
    if (JSON.parse(line).Index >= last) stop.abort()
  }
  const path = join(directory, 'stream.jsonl')
  await writeFile(path, `${lines.join('\n')}\n`)
  return path
}

test.each([
  ['the log of a directory', inDirectory],
  ['an exported log', exported],
  ['a recorded event stream', streamed],
])('%s becomes the few lines that a complaint needs', async (_what, path) => {
  const { lines, nodes = 0, shownAt } = await readStory(await path(), looked)
  expect(shownAt).toBeGreaterThan(0)
  const shows = (some: readonly string[]): boolean => playLines(some, { nodes, watch }).broken.length > 0
  expect(shows(lines)).toBe(true)
  const few = shrinkLines(lines, shows)
  expect(few).toEqual([expect.stringMatching(/^register web: .*crashes$/), expect.stringMatching(/^run \d+[sm]$/)])
})

test('what operators and nodes did is told, and what the engine did of its own accord is not', async () => {
  const never: LookedFor = { begin: () => () => [], isIt: () => true }
  const { lines, nodes, shownAt } = await readStory(await exported(), never)
  expect([nodes, shownAt]).toEqual([3, undefined])
  expect(lines.filter((line) => !line.startsWith('run '))).toEqual([
    'register api: 2 × app',
    'register web: 3 × app, canary 1, auto_revert',
    'scale api.app to 3',
    'register web: 3 × app, canary 1, auto_revert, rev 1, crashes',
    'drain client-2',
    'stop api',
  ])
})

test('lines stay lines, and what is damaged is named', async () => {
  const path = join(directory, 'lines.txt')
  await writeFile(path, '# a story\n> register web: 1 × app\n  told\n> run 5s\n')
  expect((await readStory(path, looked)).lines).toEqual(['register web: 1 × app', 'run 5s'])
  await writeFile(path, '{"type":"snapshot"}\n{"type":"cat"}\n')
  await expect(readStory(path, looked)).rejects.toThrow('line 2: this is no line of an exported log')
  await expect(readStory(join(directory, 'none'), looked)).rejects.toThrow('there is no file or directory')
})
