// The bounds of a server as flags of `serve`: how much one request, one client, or all of them may ask for.

import type { EngineLimits } from '@cutover/engine'
import { defaultLimits } from '@cutover/engine'
import { defaultServerLimits, type ServerLimits } from '@cutover/http'
import type { Command } from 'commander'
import { wholeNumber } from './cli-error.ts'

/** The flags, as they were read. */
export interface LimitFlags {
  readonly bodyMax: number
  readonly headersMax: number
  readonly requestTimeout: number
  readonly keepAlive: number
  readonly connectionsMax: number
  readonly connectionsPerClient: number
  readonly blockedMax: number
  readonly waitMax: number
  readonly waitingMax: number
  readonly snapshotEvery: number
  readonly retainEntries: number
  readonly keysMax: number
}

const most = 2 ** 31 - 1

/** Adds the flags to a command. */
export function addLimitFlags(command: Command): Command {
  const { bodyBytesMax, headerBytesMax, requestTimeoutMs, keepAliveTimeoutMs } = defaultServerLimits
  command
    .option('--body-max <bytes>', 'largest body of a request', flag('--body-max', 1), bodyBytesMax)
    .option('--headers-max <bytes>', 'largest headers of a request', flag('--headers-max', 1_024), headerBytesMax)
    .option(
      '--request-timeout <ms>',
      'how long a request may take to arrive',
      flag('--request-timeout', 1),
      requestTimeoutMs,
    )
    .option('--keep-alive <ms>', 'how long a connection may rest', flag('--keep-alive', 0), keepAliveTimeoutMs)
  return addEngineFlags(addConnectionFlags(command))
}

const flag = (name: string, least: number): ((text: string) => number) => wholeNumber(name, least, most)

function addConnectionFlags(command: Command): Command {
  return command
    .option('--connections-max <count>', 'connections at once; 0 for no bound', flag('--connections-max', 0), 0)
    .option(
      '--connections-per-client <count>',
      'from one address; 0 for no bound',
      flag('--connections-per-client', 0),
      0,
    )
}

function addEngineFlags(command: Command): Command {
  return command
    .option('--blocked-max <count>', 'reads that wait at once', flag('--blocked-max', 0), defaultLimits.blockedMax)
    .option('--wait-max <ms>', 'the longest that a read waits', flag('--wait-max', 0), defaultLimits.waitMsMax)
    .option(
      '--snapshot-every <count>',
      'entries between two snapshots; 0 takes none',
      flag('--snapshot-every', 0),
      defaultLimits.snapshotEvery,
    )
    .option('--retain-entries <count>', 'entries that are kept at least; 0 keeps all', flag('--retain-entries', 0), 0)
    .option('--waiting-max <count>', 'writes that wait at once', flag('--waiting-max', 1), defaultLimits.waitingMax)
    .option('--keys-max <count>', 'keys of writes that are remembered', flag('--keys-max', 1), defaultLimits.keysMax)
}

/** What the flags mean to the engine and to the server in front of it. */
export function limitsOf(flags: LimitFlags): { readonly engine: Partial<EngineLimits>; readonly server: ServerLimits } {
  return {
    engine: {
      blockedMax: flags.blockedMax,
      waitMsMax: flags.waitMax,
      waitingMax: flags.waitingMax,
      snapshotEvery: flags.snapshotEvery,
      retainEntries: flags.retainEntries,
      keysMax: flags.keysMax,
    },
    server: {
      bodyBytesMax: flags.bodyMax,
      headerBytesMax: flags.headersMax,
      requestTimeoutMs: flags.requestTimeout,
      keepAliveTimeoutMs: flags.keepAlive,
      connectionsMax: flags.connectionsMax,
      connectionsPerClientMax: flags.connectionsPerClient,
    },
  }
}
