// Clients that hold on, hang up, read slowly or send too much: nothing leaks, and others are served.
import { execFileSync, spawn } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import type { ServerLimits } from '@cutover/http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rounds } from './small-engines.ts'
import { type SmallServer, smallServer } from './small-server.ts'

let server: SmallServer

const start = async (limits: Partial<ServerLimits> = {}): Promise<void> => {
  server = await smallServer(0, limits)
}

beforeEach(() => {
  warnings.length = 0
  process.on('warning', remember)
})

afterEach(async () => {
  process.off('warning', remember)
  await server.close()
})

const warnings: string[] = []
const remember = ({ name }: Error): void => void warnings.push(name)

// A connection that has sent this.
function caller(text: string): Promise<Socket> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text, () => resolve(socket)))
    socket.once('error', reject)
  })
}

const get = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\nHost: here\r\n${headers}\r\n`

// All that a connection brings until it is closed.
async function answerOf(socket: Socket): Promise<string> {
  let text = ''
  socket.removeAllListeners('error')
  socket.on('error', () => undefined)
  for await (const chunk of socket) text += String(chunk)
  return text
}

const blocked = (): number => server.engine.status().blocked

const sockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length

const isServed = async (): Promise<number> => (await fetch(`${server.url}/v1/deployments`)).status

// As many clients as the machine lets a process open files, up to what is asked for: the server needs some for itself.
const filesMax = Number(execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()) || 10_000_000
const askedFor = 10_000
const pollsHeld = Math.min(askedFor, filesMax - 1_000)
const bound = pollsHeld < askedFor ? ` (this machine's limit of ${filesMax} open files allows no more)` : ''

// Clients in a process of their own: files that they hold open are not the server's.
const clients = `
  const { connect } = require('node:net')
  const [port, count, text] = process.argv.slice(1)
  let left = Number(count)
  const next = () => {
    if (left-- <= 0) return
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text, next))
  }
  for (let n = 0; n < 100; n++) next()
`

test(`${pollsHeld} held polls are let go when their clients are killed${bound}`, async () => {
  await start()
  expect(await isServed()).toBe(200)
  const before = sockets()
  const poll = get('/v1/deployments?index=1000000&wait=300s')
  const holding = spawn(process.execPath, ['-e', clients, new URL(server.url).port, String(pollsHeld), poll])
  while (blocked() < pollsHeld) await rounds()
  expect(await isServed()).toBe(200)
  expect(blocked()).toBe(pollsHeld)
  holding.kill('SIGKILL')
  while (blocked() > 0) await rounds()
  while (sockets() > before) await rounds()
  expect(blocked()).toBe(0)
  expect(await isServed()).toBe(200)
}, 120_000)

test('polls on one connection, one after the other, leave nothing behind', async () => {
  await start()
  const one = get('/v1/deployments?index=1000000&wait=1ms')
  const last = get('/v1/deployments?index=1000000&wait=1ms', 'Connection: close\r\n')
  const text = await answerOf(await caller(one.repeat(100) + last))
  expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(101)
  expect(blocked()).toBe(0)
  expect(warnings).toEqual([])
})

test('a follower of the event stream who does not read holds nobody up, and ends when it hangs up', async () => {
  await start()
  const slow = await caller(get('/v1/event/stream?topic=*'))
  slow.pause()
  const register = (n: number): Promise<Response> => {
    const job = { ID: `job-${n}`, Datacenters: ['dc1'], TaskGroups: [group] }
    return fetch(`${server.url}/v1/jobs`, { method: 'PUT', body: JSON.stringify({ Job: job }) })
  }
  for (let n = 0; n < 300; n += 50) {
    const answers = await Promise.all(Array.from({ length: 50 }, (_one, more) => register(n + more)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  }
  expect(await isServed()).toBe(200)
  slow.destroy()
})

const group = {
  Name: 'web',
  Tasks: [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' }, Meta: { padding: 'x'.repeat(10_000) } }],
}

const refusals: readonly (readonly [name: string, limits: Partial<ServerLimits>, sent: string, status: string])[] = [
  ['one huge header', {}, get('/v1/jobs', `X-Huge: ${'x'.repeat(2_000_000)}\r\n`), '431'],
  ['a flood of headers', { headerBytesMax: 16_384 }, get('/v1/jobs', 'X-Flood: x\r\n'.repeat(20_000)), '431'],
  ['a request that does not end', { requestTimeoutMs: 50 }, 'GET /v1/jobs HTTP/1.1\r\nHost: he', '408'],
  [
    'a body that does not come',
    { requestTimeoutMs: 50 },
    'PUT /v1/jobs HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n{',
    '408',
  ],
  [
    'a body that is too large',
    { bodyBytesMax: 10 },
    'PUT /v1/jobs HTTP/1.1\r\nHost: here\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{"Job":{}}  ',
    '413',
  ],
  ['no HTTP at all', {}, '\u0000\u0001\u0002\r\n\r\n', '400'],
]

const cases = refusals.map(([name, limits, sent, status]) => ({ name, limits, sent, status }))

test.each(cases)('$name is answered $status and the connection closed', async ({ limits, sent, status }) => {
  await start(limits)
  const [line = ''] = (await answerOf(await caller(sent))).split('\r\n')
  expect(line.split(' ')[1]).toBe(status)
  expect(await isServed()).toBe(200)
})

test('connections of one address beyond its bound are answered 429, as Nomad does', async () => {
  await start({ connectionsPerClientMax: 3 })
  const held = await Promise.all([1, 2, 3].map(() => caller(get('/v1/deployments?index=1000000&wait=300s'))))
  while (blocked() < 3) await rounds()
  const text = await answerOf(await caller(get('/v1/jobs')))
  expect(text).toContain('HTTP/1.1 429 Too Many Requests')
  expect(text).toContain('Your IP is issuing too many concurrent connections, please rate limit your calls\n')
  for (const socket of held) socket.destroy()
  while (blocked() > 0) await rounds()
  expect(await isServed()).toBe(200)
})
