// Several servers on one log: the flags of `serve` that say where the log is, and the opening of it.

import type { LeaderLine } from '@cutover/http'
import { type NatsCluster, natsCluster, openNatsLog, warningsOf } from '@cutover/log-nats'
import type { Command } from 'commander'
import { CliError, wholeNumber } from './cli-error.ts'
import { warn } from './open-log.ts'

/** The flags, as they were read. */
export interface NatsFlags {
  readonly stream: string
  readonly replicas: number
  readonly natsCredentials?: string
  readonly natsCa?: string
  readonly natsCert?: string
  readonly natsKey?: string
  readonly natsMonitor?: string
}

/** Adds the flags to a command. */
export function addNatsFlags(command: Command): Command {
  return command
    .option('--stream <name>', 'with --log nats://…: the stream that holds the log', 'cutover')
    .option(
      '--replicas <count>',
      'copies of a new stream; 3 survive the loss of one server',
      wholeNumber('--replicas', 1, 5),
      3,
    )
    .option('--nats-credentials <file>', 'a credentials file of NATS')
    .option('--nats-ca <file>', 'the certificate authority of the NATS servers; asks for TLS')
    .option('--nats-cert <file>', 'our certificate for NATS servers that verify their clients')
    .option('--nats-key <file>', 'its key')
    .option(
      '--nats-monitor <urls>',
      'monitoring ports of the NATS servers, to see whether they sync: http://a:8222,http://b:8222',
    )
}

/** Whether the flag `--log` names NATS servers. */
export function isNats(log: string): boolean {
  return log.startsWith('nats://') || log.startsWith('tls://')
}

/** A server's place among others. */
export interface Servers {
  readonly log: Awaited<ReturnType<typeof openNatsLog>>['log']
  readonly cluster: NatsCluster
}

/** Who we are to the others, and who hears whether we lead. */
export interface Ourselves {
  readonly us: () => { readonly name: string; readonly address: string }
  readonly onRole: (leads: boolean) => void
}

/** Connects, and opens the log and the election. */
export async function openServers(log: string, flags: NatsFlags, { us, onRole }: Ourselves): Promise<Servers> {
  try {
    const shape = { stream: flags.stream, replicas: flags.replicas }
    const opened = await openNatsLog({ servers: log.split(','), name: us().name, ...shape, ...accessOf(flags) })
    for (const text of await warningsOf(opened.connection, flags.natsMonitor?.split(',') ?? [])) warn(text)
    const cluster = await natsCluster({ ...opened, ...shape, us, onRole, onWarning: warn, onBehind: startAgain })
    return { log: opened.log, cluster }
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error), 3)
  }
}

/** Stops in peace; whoever supervises the server starts it again, which begins with the latest snapshot. */
function startAgain(text: string): void {
  warn(`${text}; this server was away for too long and stops, to be started again`)
  process.kill(process.pid, 'SIGTERM')
}

function accessOf({ natsCredentials, natsCa, natsCert, natsKey }: NatsFlags): object {
  return {
    ...(natsCredentials !== undefined && { credentials: natsCredentials }),
    ...(natsCa !== undefined && { caFile: natsCa }),
    ...(natsCert !== undefined && { certFile: natsCert }),
    ...(natsKey !== undefined && { keyFile: natsKey }),
  }
}

/** What the API is given of the others; nothing for a server on its own. */
export function sharedBy(servers: Servers | undefined): { readonly leader?: LeaderLine } {
  return servers ? { leader: { ask: servers.cluster.ask } } : {}
}
