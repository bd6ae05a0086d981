// A server that is killed at a random moment under load: every command that was acknowledged is in the log afterwards, at its
// index, once; nothing stands there that nobody asked for.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashState, replayAll } from '@cutover/core'
import { createEngine, fixedSeed, type Log, manualClock, snapshotOf } from '@cutover/engine'
import { start, stateWithDeployments } from '@cutover/testing'
import { expect, test } from 'vitest'
import { openLmdbLog } from './index.ts'

const sourceOf = (path: string): string => JSON.stringify(fileURLToPath(new URL(path, import.meta.url)))

/** Callers that ask without pause, so many that one group is on its way while the next is decided; every answer is told. */
const program = (directory: string): string => `
  import { createEngine, fixedSeed, manualClock } from '@cutover/engine'
  import { openLmdbLog } from ${sourceOf('./index.ts')}
  import { start, statusChange } from ${sourceOf('../../testing/src/small-states.ts')}
  const log = await openLmdbLog(${JSON.stringify(directory)})
  const limits = { snapshotEvery: 2_000 }
  const engine = await createEngine({ log, clock: manualClock(start), seed: fixedSeed('k'), managers: [], limits })
  let asked = 0
  let told = []
  async function caller() {
    for (;;) {
      const description = 'n° ' + asked++
      const { outcome, indexes } = await engine.submit({ ...statusChange(asked % 9), description })
      if (outcome === 'accepted') told.push([indexes[0], description])
      if (told.length >= 100) process.stdout.write(told.splice(0).map((one) => JSON.stringify(one) + '\\n').join(''))
    }
  }
  for (let n = 0; n < 300; n++) caller()`

async function prepared(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'cutover-killed-'))
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf(stateWithDeployments(9)))
  await log.close()
  return directory
}

/** What the program was heard to say before it was killed, shortly after it had told so many answers. */
async function toldUntilKilled(directory: string, count: number): Promise<ReadonlyMap<number, string>> {
  const args = ['--import', 'tsx', '-C', '@cutover/source', '--input-type=module', '-e', program(directory)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    text += data
    if (text.split('\n').length > count) child.kill('SIGKILL')
  })
  await once(child, 'close')
  const lines = text.slice(0, text.lastIndexOf('\n')).split('\n')
  return new Map(lines.map((line): [number, string] => JSON.parse(line)))
}

async function descriptionsIn(log: Log): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>()
  for (const { index, events } of await log.read(1, 1_000_000))
    for (const event of events) if (event.type === 'DeploymentPaused') found.set(index, event.description)
  return found
}

test.each([[300], [1_100], [3_700], [9_000]])(
  'killed after %i answers, nothing acknowledged is lost, doubled or moved',
  async (count) => {
    const directory = await prepared()
    const told = await toldUntilKilled(directory, count)
    expect(told.size).toBeGreaterThanOrEqual(count - 1)
    const log = await openLmdbLog(directory)
    const written = await descriptionsIn(log)
    expect([...told].filter(([index, description]) => written.get(index) !== description)).toEqual([])
    expect([written.size, new Set(written.values()).size]).toEqual([await log.lastIndex(), await log.lastIndex()])
    const engine = await createEngine({ log, clock: manualClock(start), seed: fixedSeed('k'), managers: [] })
    const folded = replayAll(stateWithDeployments(9), await log.read(1, written.size))
    expect(hashState(engine.read())).toBe(hashState(folded))
    await engine.close()
    await rm(directory, { recursive: true })
  },
)
