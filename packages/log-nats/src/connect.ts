// The connection to the NATS servers, and what of them an operator should know before trusting them with a log.

import { readFile } from 'node:fs/promises'
import { connect, credsAuthenticator, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node'

/** Where the servers are and who we are there. */
export interface NatsAddress {
  /** `host:port` or `nats://user:password@host:port`, one or more. */
  readonly servers: readonly string[]
  /** A credentials file with a JWT and a seed. */
  readonly credentials?: string
  /** A certificate authority in PEM; given, TLS is asked for. */
  readonly caFile?: string
  /** Our own certificate and key in PEM, where the servers verify clients. */
  readonly certFile?: string
  readonly keyFile?: string
}

/** Connects, and stays connected: a lost server is replaced by another for ever. Rejects when no server answers in time. */
export async function connectNats(address: NatsAddress, name: string): Promise<NatsConnection> {
  const options: NodeConnectionOptions = {
    name,
    servers: address.servers.map(withoutUser),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    // A server that was paused or cut off says nothing and closes nothing: without these it would be trusted for long.
    pingInterval: 1_000,
    maxPingOut: 2,
    timeout: 5_000,
    ...userOf(address.servers),
    ...tlsOf(address),
  }
  if (address.credentials !== undefined)
    options.authenticator = credsAuthenticator(new Uint8Array(await readFile(address.credentials)))
  try {
    return await connect(options)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`no NATS server of ${address.servers.map(withoutUser).join(', ')} can be used: ${reason}`)
  }
}

function withoutUser(server: string): string {
  return server.replace(/\/\/[^@/]*@/, '//')
}

function userOf(servers: readonly string[]): Pick<NodeConnectionOptions, 'user' | 'pass' | 'token'> {
  for (const server of servers) {
    const [, said] = /\/\/([^@/]*)@/.exec(server) ?? []
    if (said === undefined) continue
    const [user = '', pass] = said.split(':', 2).map(decodeURIComponent)
    return pass === undefined ? { token: user } : { user, pass }
  }
  return {}
}

function tlsOf({ caFile, certFile, keyFile }: NatsAddress): Pick<NodeConnectionOptions, 'tls'> {
  if (caFile === undefined && certFile === undefined) return {}
  const tls = {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  }
  return { tls }
}

/** Servers from here on can be told to sync before they acknowledge. */
const versionWanted = [2, 10] as const

/**
 * What keeps the servers from being trusted with acknowledged writes, as sentences; none when all is well. A server says only on
 * its monitoring port how it syncs (`monitors`: `http://host:8222`); where there is none, that is said too.
 */
export async function warningsOf(connection: NatsConnection, monitors: readonly string[]): Promise<readonly string[]> {
  const version = connection.info?.version ?? '0'
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < versionWanted[0] || (major === versionWanted[0] && minor < versionWanted[1]))
    return [
      `NATS ${version} acknowledges writes before they are on the disk; what it acknowledged can be lost with the power. Use ${versionWanted.join('.')} or newer with sync_interval: always`,
    ]
  if (monitors.length === 0)
    return [
      'whether the NATS servers sync before they acknowledge is not known: name their monitoring ports with --nats-monitor',
    ]
  const found = await Promise.all(monitors.map(syncWarning))
  return found.filter((text) => text !== '')
}

async function syncWarning(monitor: string): Promise<string> {
  try {
    const answer = await fetch(new URL('/jsz?config=1', monitor), { signal: AbortSignal.timeout(2_000) })
    const text = await answer.text()
    if (/"sync_always"\s*:\s*true/.test(text)) return ''
    return `the NATS server at ${monitor} acknowledges writes before they are on the disk: set sync_interval: always in its jetstream block`
  } catch (error) {
    return `the NATS monitoring port ${monitor} does not answer (${error instanceof Error ? error.message : String(error)}), so how that server syncs is not known`
  }
}
