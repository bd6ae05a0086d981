// Real NATS servers for tests: three processes in a cluster with a directory each, which can be paused, killed and started again.

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'

const run = promisify(execFile)

/** How long getting and starting the servers may take, in milliseconds. */
export const serversMs = 300_000

const version = 'v2.15.2'
const cache = fileURLToPath(new URL(`../../../node_modules/.cache/cutover-nats-${version}`, import.meta.url))

/** The server's program: built once by the Go tool from its public module. Undefined where there is no Go. */
export async function natsProgram(): Promise<string | undefined> {
  const program = join(cache, 'nats-server')
  if (existsSync(program)) return program
  try {
    await run('go', ['version'])
  } catch {
    return undefined
  }
  mkdirSync(cache, { recursive: true })
  // Two who find nothing at the same time both build it; neither sees half of it.
  const made = mkdtempSync(join(cache, 'made-'))
  await run('go', ['install', `github.com/nats-io/nats-server/v2@${version}`], { env: { ...process.env, GOBIN: made } })
  renameSync(join(made, 'nats-server'), program)
  rmSync(made, { recursive: true })
  return program
}

/** One server. */
export interface NatsServer {
  readonly url: string
  readonly monitor: string
  readonly signal: (signal: NodeJS.Signals) => void
  /** Kills it, at once and without a word, and waits until it is gone. */
  readonly kill: () => Promise<void>
  readonly start: () => void
}

/** Servers that know each other. */
export interface NatsServers {
  readonly servers: readonly NatsServer[]
  readonly urls: readonly string[]
  readonly stop: () => Promise<void>
}

/** Starts servers with JetStream that sync before they acknowledge, and waits until they have a leader. */
export async function startNatsServers(program: string, count = 3): Promise<NatsServers> {
  const folder = mkdtempSync(join(tmpdir(), 'cutover-nats-'))
  const ports = await freePorts(count * 3)
  const routes = Array.from({ length: count }, (_, one) => `nats://127.0.0.1:${ports[count + one]}`)
  const servers = Array.from({ length: count }, (_, one) => {
    const [port = 0, cluster = 0, monitor = 0] = [ports[one], ports[count + one], ports[2 * count + one]]
    return startOne(program, join(folder, `n${one}`), {
      name: `n${one}`,
      port,
      cluster,
      monitor,
      routes: count > 1 ? routes : [],
    })
  })
  const urls = servers.map(({ url }) => url)
  await untilReady(urls)
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.kill()))
    rmSync(folder, { recursive: true, force: true })
  }
  return { servers, urls, stop }
}

interface Place {
  readonly name: string
  readonly port: number
  readonly cluster: number
  readonly monitor: number
  readonly routes: readonly string[]
}

function startOne(program: string, folder: string, place: Place): NatsServer {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'nats.conf')
  writeFileSync(file, configuration(folder, place))
  let child: ChildProcess = spawn(program, ['-c', file], { stdio: 'ignore' })
  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGCONT')
      child.kill('SIGKILL')
    })
  return {
    url: `nats://127.0.0.1:${place.port}`,
    monitor: `http://127.0.0.1:${place.monitor}`,
    signal: (signal) => void child.kill(signal),
    kill,
    start: () => {
      child = spawn(program, ['-c', file], { stdio: 'ignore' })
    },
  }
}

function configuration(folder: string, { name, port, cluster, monitor, routes }: Place): string {
  const lines = [
    `server_name: ${name}`,
    `listen: "127.0.0.1:${port}"`,
    `http: "127.0.0.1:${monitor}"`,
    'max_payload: 8MB',
    `jetstream { store_dir: ${JSON.stringify(join(folder, 'store'))}, sync_interval: always }`,
  ]
  if (routes.length > 0)
    lines.push(
      `cluster { name: tests, no_advertise: true, listen: "127.0.0.1:${cluster}", routes: [${routes.map((route) => `"${route}"`).join(', ')}] }`,
    )
  return `${lines.join('\n')}\n`
}

async function untilReady(servers: readonly string[]): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      const connection = await connect({ servers: [...servers], maxReconnectAttempts: 0, timeout: 2_000 })
      try {
        const manager = await jetstreamManager(connection, { timeout: 2_000 })
        await manager.streams.add({
          name: 'ready',
          subjects: ['ready'],
          num_replicas: servers.length,
          storage: 'memory',
        })
        await manager.streams.delete('ready')
        return
      } finally {
        await connection.close()
      }
    } catch (error) {
      if (attempt > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

/** Ports that nobody listens on at the moment. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const listeners = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<{ port: number; close: () => void }>((resolve) => {
          const server = createServer()
          server.listen(0, '127.0.0.1', () => {
            const address = server.address()
            resolve({
              port: typeof address === 'object' && address ? address.port : 0,
              close: () => void server.close(),
            })
          })
        }),
    ),
  )
  for (const { close } of listeners) close()
  return listeners.map(({ port }) => port)
}
