// `npm run prove -- servers`: three servers on one log of three NATS servers, under load, while leaders are killed, a leader is paused
// for longer than its lease, a NATS server is paused and a server is cut off. Then the whole log is held against what was
// acknowledged. Flags: `--acknowledged n` (100,000), `--faults n` (at least so many; 10), `--callers n` (96), `--rest n` (ms between
// faults; 4,000), `--json`.
import { execFileSync } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Entry, hashState, replay } from '@cutover/core'
import { restore } from '@cutover/engine'
import { type OpenedNatsLog, openNatsLog } from '@cutover/log-nats'
import { jetstreamManager } from '@nats-io/jetstream'
import {
  freePorts,
  type NatsServers,
  natsProgram,
  startNatsServers,
} from '../../packages/log-nats/src/nats-servers.fixture.ts'
import { flagsOf } from './catalogue.ts'
import { type Acknowledged, type Load, startLoad } from './servers-load.ts'
import { ServerProcess } from './servers-processes.ts'

interface Plan {
  readonly acknowledged: number
  readonly faults: number
  readonly callers: number
  readonly restMs: number
  readonly json: boolean
}

interface Scene {
  readonly nats: NatsServers
  readonly servers: readonly ServerProcess[]
  /** A look at the log of our own, past all lines that can be cut. */
  readonly own: OpenedNatsLog
}

/** Longer than a lease lasts. What is broken stays so for longer if nothing is acknowledged before: a mended leader is no new one. */
const pauseMs = 5_000
const pageOf = 4_096

/** Runs the faults in turn; answers whether nothing was lost, doubled, out of order or seen to go back. */
export async function proveWithServers(args: readonly string[]): Promise<boolean> {
  const plan = planOf(args)
  const program = await natsProgram()
  if (program === undefined) {
    process.stdout.write('left out: go is not installed, which builds the NATS server\n')
    return true
  }
  execFileSync(fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url)), ['-b'])
  const nats = await startNatsServers(program)
  const begun = performance.now()
  const servers: ServerProcess[] = []
  try {
    for (const [one, port] of (await freePorts(3)).entries())
      servers.push(await ServerProcess.start(`server-${one}`, port, nats.urls))
    const own = await openNatsLog({ servers: nats.urls, stream: 'proof', replicas: 3 })
    const load = startLoad(
      servers.map(({ url }) => url),
      plan.callers,
    )
    const recoveries = await breakThings({ nats, servers, own }, load, plan)
    await load.stop()
    const problems = [
      ...load.problems,
      ...(await checkLog(own, load.acknowledged)),
      ...(await checkServers({ nats, servers, own })),
    ]
    await own.log.close()
    return report({ load, recoveries, problems, seconds: (performance.now() - begun) / 1_000 }, plan)
  } finally {
    for (const server of servers) await server.end()
    await nats.stop()
  }
}

function planOf(args: readonly string[]): Plan {
  const { values } = parseArgs({ args: [...args], options: flagsOf.servers })
  return {
    acknowledged: Number(values.acknowledged),
    faults: Number(values.faults),
    callers: Number(values.callers),
    restMs: Number(values.rest),
    json: values.json,
  }
}

/** Breaks something and, after a while, mends it. */
type Fault = (scene: Scene) => Promise<() => Promise<void> | void>

const faults: Readonly<Record<string, Fault>> = {
  'kill the leading server': async ({ servers }) => {
    const leader = await leaderOf(servers)
    await leader.kill()
    return () => leader.start()
  },
  'kill the NATS leader of the stream': async ({ nats, own }) => {
    const leader = nats.servers[await streamLeader(own)]
    await leader?.kill()
    return () => leader?.start()
  },
  'pause the leading server': async ({ servers }) => {
    const leader = await leaderOf(servers)
    leader.signal('SIGSTOP')
    return () => leader.signal('SIGCONT')
  },
  'pause the NATS leader of the stream': async ({ nats, own }) => {
    const leader = nats.servers[await streamLeader(own)]
    leader?.signal('SIGSTOP')
    return () => leader?.signal('SIGCONT')
  },
  'cut the leading server off': async ({ servers }) => {
    const leader = await leaderOf(servers)
    leader.cut(true)
    return () => leader.cut(false)
  },
}

/**
 * Milliseconds from a fault to the first acknowledgement of something asked for after it, by fault; and to the first answer of a new
 * leader among the NATS servers, which is their own affair: they elect one after four to nine seconds.
 */
type Recoveries = ReadonlyMap<string, readonly number[]>

async function breakThings(scene: Scene, load: Load, plan: Plan): Promise<Recoveries> {
  const recoveries = new Map<string, number[]>()
  const names = Object.keys(faults)
  for (let done = 0; done < plan.faults || load.acknowledged.length < plan.acknowledged; done++) {
    await setTimeout(plan.restMs)
    const name = names[done % names.length] ?? ''
    const mend = await faults[name]?.(scene)
    const instant = performance.now()
    const elected = name.includes('NATS') ? untilElected(scene) : undefined
    await setTimeout(pauseMs)
    const answered = await untilAnswered(load, instant)
    const electedAt = await elected
    await mend?.()
    note(recoveries, name, answered - instant)
    if (electedAt !== undefined) note(recoveries, `${name}: NATS itself`, electedAt - instant)
    process.stderr.write(
      `${name}: ${Math.round(answered - instant)} ms; ${load.acknowledged.length} acknowledged, ${load.reads} reads\n`,
    )
    if (load.problems.length > 0) break
  }
  await setTimeout(plan.restMs)
  return recoveries
}

function note(recoveries: Map<string, number[]>, what: string, ms: number): void {
  recoveries.set(what, [...(recoveries.get(what) ?? []), ms])
}

/** When the NATS servers have a leader of the stream again: only that one says what its last message is. */
async function untilElected({ own }: Scene): Promise<number> {
  const manager = await jetstreamManager(own.connection, { checkAPI: false, timeout: 250 })
  // The one that was broken may still answer what reached it before.
  await setTimeout(500)
  for (let attempt = 0; attempt < 1_000; attempt++) {
    try {
      await manager.streams.getMessage('proof', { last_by_subj: 'cutover.proof.log' })
      return performance.now()
    } catch {
      await setTimeout(20)
    }
  }
  throw new Error('the NATS servers do not elect a leader')
}

async function untilAnswered(load: Load, instant: number): Promise<number> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    const answered = load.firstAfter(instant)
    if (answered !== undefined) return answered
    await setTimeout(20)
  }
  throw new Error('nothing was acknowledged for a minute')
}

async function leaderOf(servers: readonly ServerProcess[]): Promise<ServerProcess> {
  for (let attempt = 0; attempt < 200; attempt++) {
    for (const server of servers) {
      const answer = await fetch(`${server.url}/v1/agent/self`, { signal: AbortSignal.timeout(1_000) }).catch(
        () => undefined,
      )
      if ((await answer?.text())?.includes('"leader":"true"')) return server
    }
    await setTimeout(50)
  }
  throw new Error('nobody leads')
}

async function streamLeader({ connection }: OpenedNatsLog): Promise<number> {
  const manager = await jetstreamManager(connection, { checkAPI: false })
  const { cluster } = await manager.streams.info('proof')
  return Number(cluster?.leader?.slice(1) ?? 0)
}

/** Every command once, in the order of its caller, where it was said to be. */
async function checkLog({ log }: OpenedNatsLog, acknowledged: readonly Acknowledged[]): Promise<readonly string[]> {
  const problems: string[] = []
  const places = new Map<string, number>()
  const reached = new Map<string, number>()
  let last = 0
  for (let page = await log.read(1, pageOf); page.length > 0; page = await log.read(last + 1, pageOf)) {
    for (const entry of page) {
      if (entry.index !== last + 1) problems.push(`entry ${entry.index} stands where ${last + 1} is due`)
      last = entry.index
      for (const [name, number] of written(entry)) {
        if (number !== (reached.get(name) ?? 0) + 1) problems.push(`entry ${last} has ${number} of ${name} out of turn`)
        reached.set(name, number)
        places.set(`${name}:${number}`, last)
      }
    }
  }
  problems.push(...acknowledged.flatMap((one) => misplaced(one, places)))
  return problems.slice(0, 20)
}

function misplaced({ caller, number, index }: Acknowledged, places: ReadonlyMap<string, number>): readonly string[] {
  const place = places.get(`caller-${caller}:${number}`)
  return place === index ? [] : [`${caller}:${number} was acknowledged at ${index}, the log has it at ${place}`]
}

/** The callers' numbers in an entry. */
function written({ events }: Entry): readonly (readonly [name: string, number: number])[] {
  return events.flatMap((event) => {
    if (event.type !== 'NamespaceUpserted') return []
    const { name, document } = event.namespace
    return [[name, Number(document['Description'])] as const]
  })
}

/** Every server has folded the same log to the same state. */
async function checkServers({ servers, own }: Scene): Promise<readonly string[]> {
  const snapshot = await own.log.latestSnapshot(0)
  if (!snapshot) return ['the beginning of the log is gone']
  let state = await restore(snapshot)
  for (
    let page = await own.log.read(1, pageOf);
    page.length > 0;
    page = await own.log.read(state.lastIndex + 1, pageOf)
  )
    for (const entry of page) state = replay(state, entry)
  const problems: string[] = []
  for (const { name, url } of servers) {
    const found = await hashOf(url)
    if (!found.includes(`"${hashState(state)}"`)) problems.push(`${name} has another state than the log: ${found}`)
  }
  return problems
}

/** A server that has just come back may have to wait for a leader first. */
async function hashOf(url: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(`${url}/v1/cutover/hash`)
    if (answer.ok || attempt === 10) return answer.text()
    await setTimeout(1_000)
  }
}

interface Outcome {
  readonly load: Load
  readonly recoveries: Recoveries
  readonly problems: readonly string[]
  readonly seconds: number
}

function report({ load, recoveries, problems, seconds }: Outcome, { json, callers }: Plan): boolean {
  const figures = {
    callers,
    'commands acknowledged': load.acknowledged.length,
    'reads that never went back': load.reads,
    faults: Object.keys(faults).reduce((sum, name) => sum + (recoveries.get(name) ?? []).length, 0),
    ...Object.fromEntries([...recoveries].map(([name, times]) => [`${name}, ms`, times.map(Math.round).join(' ')])),
    seconds: Number(seconds.toFixed(1)),
    broken: problems.length,
  }
  if (json) process.stdout.write(`${JSON.stringify({ ...figures, problems })}\n`)
  else for (const [what, value] of Object.entries(figures)) process.stdout.write(`${what.padEnd(40)}${value}\n`)
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  return problems.length === 0
}
