// Requests over HTTP: one deployment beside a bare route of the framework with the same body, lists, and durable writes.

import { type Bench, type Figure, median } from './bench.ts'
import {
  Callers,
  Connection,
  type Load,
  load,
  requestText,
  type Served,
  startServer,
  textOf,
  together,
} from './load.ts'
import { deploymentIdOf } from './states.ts'

const deployments = 1_000
const ms = 700
/** How long one of two servers is read before it is the other's turn. */
const turnMs = 60
const turns = 16
/** For how long rows are changed before a turn, where they change: about a hundred of the thousand. */
const changesMs = 15

interface Servers {
  readonly bare: Served
  readonly cutover: Served
  /** Takes the registrations, so that the lists of the other stay as long as they are said to be. */
  readonly registrar: Served
}

let servers: Promise<Servers> | undefined

// The first requests are what compiles a server: they are not measured, and many at once are sooner done. A registration runs
// through thousands of functions, once each.
async function warmed(all: Servers): Promise<Servers> {
  for (let pass = 0; pass < 2; pass += 1) {
    await reads(all)
    await pauses(all.cutover, 64)
    await registrations(all.registrar, { connections: 16, ms: 3 * ms })
  }
  return all
}

async function start(): Promise<Servers> {
  const cutover = await startServer('cutover', String(deployments))
  const registrar = await startServer('cutover', String(deployments))
  const body = await textOf(`http://127.0.0.1:${cutover.port}/v1/deployment/${deploymentIdOf(0)}`)
  return warmed({ cutover, registrar, bare: await startServer('bare', body) })
}

function document(id: string): unknown {
  const task = { Name: 'server', Driver: 'mock_driver', Config: { run_for: '1h' } }
  return {
    Job: { ID: id, Type: 'service', Datacenters: ['dc1'], TaskGroups: [{ Name: 'app', Count: 1, Tasks: [task] }] },
  }
}

interface Turns {
  readonly own: Load
  readonly peer: Load
  /** Requests that Cutover's thread answers of a core's time, for each that the other's does: the middle of all pairs of turns. */
  readonly share: number
}

const readRequests = Array.from({ length: deployments }, (_, n) =>
  requestText('GET', `/v1/deployment/${deploymentIdOf(n)}`),
)

/**
 * Reads one deployment of both servers in short turns over connections that stay open. What else the machine does weighs on both
 * of a pair; what weighs on one turn alone spoils one pair, not the middle.
 */
async function readsInTurns({ bare, cutover }: Servers, before = async (): Promise<void> => undefined): Promise<Turns> {
  const [theirs, ours] = [await Callers.open(bare, 32), await Callers.open(cutover, 32)]
  const asking = { ms: turnMs, request: (n: number): string => readRequests[n % deployments] ?? '' }
  const own: Load[] = []
  const peer: Load[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    await before()
    if (turn % 2) own.push(await ours.load(asking))
    peer.push(await theirs.load(asking))
    if (turn % 2 === 0) own.push(await ours.load(asking))
  }
  theirs.close()
  ours.close()
  const shares = own.map((load, turn) => load.perCoreSecond / (peer[turn]?.perCoreSecond ?? Number.NaN))
  return { own: together(own), peer: together(peer), share: median(shares) * 100 }
}

/** The same where many rows have changed before each turn. */
async function changingReads(servers: Servers): Promise<Turns> {
  const writers = await Callers.open(servers.cutover, 16)
  const found = await readsInTurns(servers, async () => void (await writers.load({ ms: changesMs, request: pause })))
  writers.close()
  return found
}

async function reads(servers: Servers): Promise<readonly Figure[]> {
  const { own, peer, share } = await readsInTurns(servers)
  const changing = await changingReads(servers)
  const request = requestText('GET', '/v1/deployments')
  const list = await load(servers.cutover, { connections: 8, ms, request: () => request })
  const bareRoute = `bare route: ${Math.round(peer.perSecond)}/s`
  return [
    { what: 'GET one deployment', value: own.perSecond, unit: '/s', peer: bareRoute },
    { what: 'GET one deployment, share of the bare route', value: share, unit: '%', bar: 90 },
    { what: 'the same, about 100 rows changed before each turn', value: changing.share, unit: '%', bar: 90 },
    { what: 'list of 1,000 deployments', value: list.perSecond, unit: '/s', bar: 2_000, peer: 'Nomad 200–335' },
    { what: 'the same, one of them changed before each', value: await changedLists(servers), unit: '/s' },
  ]
}

/** Lists a second where each list is another than the one before; the writes between them are not counted. */
async function changedLists({ cutover }: Servers): Promise<number> {
  const connection = await Connection.open(cutover.port)
  const request = requestText('GET', '/v1/deployments')
  let spent = 0
  let count = 0
  for (; spent < ms / 2; count += 1) {
    await connection.ask(pause())
    const begun = performance.now()
    await connection.ask(request)
    spent += performance.now() - begun
  }
  connection.close()
  return (count / spent) * 1_000
}

let written = 0

/** Every request pauses another deployment; each is an entry, also for one that was paused before. */
function pause(): string {
  written += 1
  const id = deploymentIdOf(written % deployments)
  return requestText('POST', `/v1/deployment/pause/${id}`, { DeploymentID: id, Pause: true })
}

function pauses(cutover: Served, connections: number): Promise<Load> {
  return load(cutover, { connections, ms, request: pause })
}

function registrations(
  registrar: Served,
  asking: { readonly connections: number; readonly ms: number },
): Promise<Load> {
  const request = (): string => {
    written += 1
    return requestText('POST', '/v1/jobs', document(`bench-${written}`))
  }
  return load(registrar, { ...asking, request })
}

async function writes({ cutover, registrar }: Servers): Promise<readonly Figure[]> {
  const many = await pauses(cutover, 64)
  const one = await pauses(cutover, 1)
  const register = await registrations(registrar, { connections: 1, ms })
  return [
    {
      what: 'POST pause, durable, 64 connections',
      value: many.perSecond,
      unit: '/s',
      bar: 10_000,
      peer: 'Nomad 3,000',
    },
    { what: 'the same, a second of the server’s own', value: many.perCoreSecond, unit: '/s' },
    { what: 'POST pause, durable, one connection', value: one.perSecond, unit: '/s', bar: 1_500, peer: 'Nomad 300' },
    {
      what: 'register one after another, durable',
      value: register.perSecond,
      unit: '/s',
      bar: 1_000,
      peer: 'Nomad 330',
    },
  ]
}

export const bench: Bench = {
  name: 'http',
  bar: 'GET 90 % of a bare route; lists of 1,000 at 2,000/s; pause 10 k/s at 64 connections, 1.5 k/s at one; register 1 k/s',
  run: async () => {
    servers ??= start()
    const both = await servers
    return [...(await reads(both)), ...(await writes(both))]
  },
  end: async () => {
    const both = await servers
    await Promise.all([both?.bare.stop(), both?.cutover.stop(), both?.registrar.stop()])
  },
}
