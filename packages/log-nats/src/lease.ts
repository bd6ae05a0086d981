// The leader's lease: one key that its holder keeps writing. Whoever sees it unchanged for as long as a lease lasts, by a clock of its
// own, may take it; of two who try one succeeds. The lease only says who should try: what a leader may still write is decided by
// the stream (see `nats-log.ts`), so a lease that two believe in does no harm.

import { JetStreamApiError, jetstream } from '@nats-io/jetstream'
import { type KV, Kvm } from '@nats-io/kv'
import type { NatsConnection } from '@nats-io/transport-node'
import type { StreamShape } from './stream.ts'

/** Who holds the lease, and since which term. */
export interface Holder {
  readonly name: string
  /** `host:port` of its HTTP listener. */
  readonly address: string
  readonly term: number
}

/** What was seen under the key. */
export interface Seen {
  readonly revision: number
  /** Undefined when it was given up. */
  readonly holder: Holder | undefined
}

/** The key. All methods reject when the servers do not answer. */
export interface Lease {
  readonly look: () => Promise<Seen | undefined>
  /** Writes the key if it is still as it was seen (0: not there); resolves with its revision, or undefined when somebody else was faster. */
  readonly hold: (holder: Holder | undefined, seen: number) => Promise<number | undefined>
}

const key = 'leader'

/** How long a look at the key may take, and a write of it, in milliseconds: what was asked while the servers had no leader stays unanswered. */
const lookMs = 1_000
const holdMs = 2_000

/** Opens the bucket of a stream's lease, making it when it is new. */
export async function openLease(connection: NatsConnection, { stream, replicas }: StreamShape): Promise<Lease> {
  const kept = { replicas, history: 1, storage: 'file' } as const
  const bucket = await new Kvm(connection).create(`${stream}-leader`, kept)
  const quick = await new Kvm(jetstream(connection, { timeout: lookMs })).open(`${stream}-leader`)
  return { look: () => look(quick), hold: (holder, seen) => hold(bucket, holder, seen) }
}

async function look(bucket: KV): Promise<Seen | undefined> {
  const entry = await bucket.get(key)
  if (entry === null) return undefined
  return { revision: entry.revision, holder: holderIn(entry.string()) }
}

async function hold(bucket: KV, holder: Holder | undefined, seen: number): Promise<number | undefined> {
  try {
    const text = holder === undefined ? '' : JSON.stringify(holder)
    return seen === 0 ? await bucket.create(key, text) : await bucket.update(key, text, seen, holdMs)
  } catch (error) {
    if (error instanceof JetStreamApiError) return undefined
    throw error
  }
}

function holderIn(text: string): Holder | undefined {
  if (text === '') return undefined
  const { name, address, term }: Partial<Holder> = JSON.parse(text)
  return name === undefined || address === undefined || term === undefined ? undefined : { name, address, term }
}
