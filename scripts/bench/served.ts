// A server in a process of its own for the benches about HTTP: Cutover on LMDB, or a bare Fastify route with the same body.
// Prints its address; the control port tells how much processor time it has used and how much memory it holds.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Command } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { createEngine, type Engine, fixedSeed, type Submitted, snapshotOf, systemClock } from '@cutover/engine'
import { createServer } from '@cutover/http'
import { openLmdbLog } from '@cutover/log-lmdb'
import fastify from 'fastify'
import { statusChange } from '../../packages/testing/src/small-states.ts'
import { coreTime } from './bench.ts'
import { deploymentIdOf, stateWithAllocations } from './states.ts'

const [kind = '', argument = ''] = process.argv.slice(2)

/** What can be asked beside what is measured. */
const controls = new Map<string, (query: URLSearchParams) => unknown>([
  ['usage', () => ({ coreMs: coreTime() })],
  [
    'memory',
    () => {
      globalThis.gc?.()
      const { rss, heapUsed, external } = process.memoryUsage()
      return { rss, held: heapUsed + external }
    },
  ],
])

async function serveBare(body: string): Promise<string> {
  const server = fastify({ keepAliveTimeout: 75_000 })
  server.get('/v1/deployment/:id', (_request, reply) => reply.type('application/json').send(body))
  return server.listen({ port: 0, host: '127.0.0.1' })
}

async function serveCutover(deployments: number): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'cutover-bench-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const log = await openLmdbLog(directory)
  await log.putSnapshot(snapshotOf(stateWithAllocations(deployments, 0)))
  const clock = systemClock()
  const engine = await createEngine({ log, clock, seed: fixedSeed('bench'), managers: defaultManagers })
  const settings = { region: 'global', datacenter: 'dc1', name: 'bench', version: '0.1.0', address: '127.0.0.1' }
  const server = await createServer({ engine, clock, settings })
  controls.set('blocked', () => ({ blocked: engine.status().blocked }))
  controls.set('write', (query) => writeEvents(engine, query))
  return server.listen({ port: 0, host: '127.0.0.1' })
}

function change(n: number): Command {
  return { ...statusChange(n, n % 20 < 10 ? 'paused' : 'running'), deploymentId: deploymentIdOf(n % 10) }
}

/** Writes events at a steady rate, as far as the engine keeps up; answers when the last one is durable. */
async function writeEvents(engine: Engine, query: URLSearchParams): Promise<unknown> {
  const rate = Number(query.get('rate'))
  const count = Number(query.get('count'))
  const begun = performance.now()
  const waiting: Promise<Submitted>[] = []
  for (let sent = 0; sent < count; await setTimeout(5)) {
    const due = Math.min(count, Math.floor(((performance.now() - begun) / 1_000) * rate))
    for (; sent < due; sent += 1) waiting.push(engine.submit(change(sent)))
  }
  const lost = (await Promise.all(waiting)).find(({ outcome }) => outcome !== 'accepted')
  if (lost) throw new Error(`bench: an event was not written: ${lost.outcome}`)
  return { index: engine.read().lastIndex, seconds: (performance.now() - begun) / 1_000 }
}

// Asked on a port of its own, so that what is measured answers nothing else.
const control = createPlainServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bench')
  Promise.resolve(controls.get(pathname.slice(1))?.(searchParams)).then(
    (answer) => response.end(JSON.stringify(answer)),
    (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
  )
})
const url = kind === 'bare' ? await serveBare(argument) : await serveCutover(Number(argument))
await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve))
const address = control.address()
const port = typeof address === 'object' ? address?.port : undefined
process.on('SIGTERM', () => process.exit(0))
process.stdout.write(`${JSON.stringify({ url, control: `http://127.0.0.1:${port}` })}\n`)
