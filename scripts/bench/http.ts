// Requests over HTTP: one deployment beside a bare route of the framework with the same body, lists, and durable writes.

import type { Bench, Figure } from './bench.ts'
import { Connection, type Load, load, requestText, type Served, startServer, textOf, together } from './load.ts'
import { deploymentIdOf } from './states.ts'

const deployments = 1_000
const ms = 700
const turns = 5

interface Servers {
  readonly bare: Served
  readonly cutover: Served
}

let servers: Promise<Servers> | undefined

// The first requests are what compiles a server: they are not measured, and many at once are sooner done.
async function warmed(both: Servers): Promise<Servers> {
  for (let pass = 0; pass < 2; pass += 1) {
    await reads(both)
    await pauses(both.cutover, 64)
    await registrations(both.cutover, 16)
  }
  return both
}

async function start(): Promise<Servers> {
  const cutover = await startServer('cutover', String(deployments))
  const body = await textOf(`http://127.0.0.1:${cutover.port}/v1/deployment/${deploymentIdOf(0)}`)
  return warmed({ cutover, bare: await startServer('bare', body) })
}

function document(id: string): unknown {
  const task = { Name: 'server', Driver: 'mock_driver', Config: { run_for: '1h' } }
  return {
    Job: { ID: id, Type: 'service', Datacenters: ['dc1'], TaskGroups: [{ Name: 'app', Count: 1, Tasks: [task] }] },
  }
}

/** Reads one deployment of both servers in turns, so that what else the machine does weighs on both. */
async function readsInTurns({ bare, cutover }: Servers): Promise<{ readonly own: Load; readonly peer: Load }> {
  const requests = Array.from({ length: deployments }, (_, n) =>
    requestText('GET', `/v1/deployment/${deploymentIdOf(n)}`),
  )
  const options = { connections: 32, ms: ms / turns, request: (n: number) => requests[n % deployments] ?? '' }
  const own: Load[] = []
  const peer: Load[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    peer.push(await load(bare, options))
    own.push(await load(cutover, options))
  }
  return { own: together(own), peer: together(peer) }
}

async function reads(servers: Servers): Promise<readonly Figure[]> {
  const { own, peer } = await readsInTurns(servers)
  const request = requestText('GET', '/v1/deployments')
  const list = await load(servers.cutover, { connections: 8, ms, request: () => request })
  return [
    {
      what: 'GET one deployment',
      value: own.perSecond,
      unit: '/s',
      peer: `bare route: ${Math.round(peer.perSecond)}/s`,
    },
    {
      what: 'GET one deployment, share of the bare route, by the clock',
      value: (own.perSecond / peer.perSecond) * 100,
      unit: '%',
    },
    {
      what: 'GET one deployment, share of the bare route',
      value: (own.perCoreSecond / peer.perCoreSecond) * 100,
      unit: '%',
      bar: 90,
    },
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

function registrations(cutover: Served, connections: number): Promise<Load> {
  const request = (): string => {
    written += 1
    return requestText('POST', '/v1/jobs', document(`bench-${written}`))
  }
  return load(cutover, { connections, ms, request })
}

async function writes({ cutover }: Servers): Promise<readonly Figure[]> {
  const many = await pauses(cutover, 64)
  const one = await pauses(cutover, 1)
  const register = await registrations(cutover, 1)
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
    await Promise.all([both?.bare.stop(), both?.cutover.stop()])
  },
}
