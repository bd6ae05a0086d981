// Opens everything that a log on NATS needs: the connection, the stream, the store of its snapshots.

import type { NatsConnection } from '@nats-io/transport-node'
import { connectNats, type NatsAddress } from './connect.ts'
import { type NatsLog, natsLog } from './nats-log.ts'
import { openSnapshots } from './snapshots.ts'
import { openStream, type StreamShape } from './stream.ts'

/** What a log on NATS is opened with. */
export interface NatsLogOptions extends NatsAddress, StreamShape {
  /** How we call ourselves to the servers; default `cutover`. */
  readonly name?: string
}

/** A log with the connection that it lives on. */
export interface OpenedNatsLog {
  readonly connection: NatsConnection
  readonly log: NatsLog
}

/** Opens the log of a stream, making it when it is new. Rejects with a text that names the servers or the stream, and the reason. */
export async function openNatsLog(options: NatsLogOptions): Promise<OpenedNatsLog> {
  const connection = await connectNats(options, options.name ?? 'cutover')
  try {
    const stream = await openStream(connection, options)
    const snapshots = await openSnapshots(connection, options)
    const log = natsLog(stream, snapshots)
    const close = async (): Promise<void> => {
      await log.close()
      await connection.close()
    }
    return { connection, log: { ...log, close } }
  } catch (error) {
    await connection.close()
    throw error
  }
}
