// Several servers on one stream: the election, what the others write handed to the engine, and requests handed to the leader.

import type { Index } from '@cutover/core'
import type { Cluster, Member, Standing } from '@cutover/engine'
import { type Msg, type NatsConnection, NoRespondersError, type Subscription } from '@nats-io/transport-node'
import { Election, leaseMs } from './election.ts'
import { type Holder, openLease } from './lease.ts'
import type { NatsLog } from './nats-log.ts'
import type { StreamShape } from './stream.ts'

/** A cluster, and a way to hand the leader what only it may do. */
export interface NatsCluster extends Cluster {
  /** What this server answers to what the others hand over, while it leads. Must not reject. */
  readonly serve: (answer: (request: Uint8Array) => Promise<Uint8Array>) => void
  /**
   * Hands a request to the leader. Resolves with undefined when certainly nobody took it; rejects when no answer came in time, so
   * that what became of it is not known.
   */
  readonly ask: (request: Uint8Array) => Promise<Uint8Array | undefined>
}

/** What a cluster is made of. */
export interface NatsClusterOptions extends StreamShape {
  readonly connection: NatsConnection
  readonly log: NatsLog
  /** How we are known to the others, and where our HTTP listener is; asked whenever the lease is written. */
  readonly us: () => Omit<Holder, 'term'>
  /** Hears what an operator should know: lost contact, changes of leader. */
  readonly onWarning: (text: string) => void
  /** Hears whether we lead, whenever that changes. */
  readonly onRole?: (leads: boolean) => void
}

/** How long an answer of the leader is waited for, in milliseconds. */
const askMs = 30_000
const indexMs = 2_000
const followAgainMs = 500
/** How often a term is begun anew when a write of the last leader came between. */
const beginnings = 5

/** Takes part in the cluster of a stream. */
export async function natsCluster(options: NatsClusterOptions): Promise<NatsCluster> {
  const lease = await openLease(options.connection, options)
  const cluster = new StreamCluster(options)
  const election = new Election({
    lease,
    us: options.us,
    now: () => performance.now(),
    beginTerm: () => beginTerm(options.log),
    onElected: (term) => cluster.lead(term),
    onLost: () => cluster.lose(),
    onWarning: options.onWarning,
  })
  cluster.election = election
  return {
    join: (member) => cluster.join(member),
    leave: () => cluster.leave(),
    leaderIndex: (confirmed) => cluster.leaderIndex(confirmed),
    deposed: () => cluster.deposed(),
    standing: () => cluster.standing(),
    serve: (answer) => {
      cluster.answer = answer
    },
    ask: (request) => cluster.ask(request),
  }
}

async function beginTerm(log: NatsLog): Promise<number | undefined> {
  for (let attempt = 0; attempt < beginnings; attempt++) {
    const term = await log.beginTerm()
    if (term !== undefined) return term
  }
  return undefined
}

class StreamCluster {
  readonly #options: NatsClusterOptions
  election: Election | undefined
  answer: ((request: Uint8Array) => Promise<Uint8Array>) | undefined
  #member: Member | undefined
  #subscriptions: readonly Subscription[] = []
  #isOver = false

  constructor(options: NatsClusterOptions) {
    this.#options = options
  }

  async join(member: Member): Promise<void> {
    this.#member = member
    void this.#follow(member)
    await this.election?.start()
  }

  async leave(): Promise<void> {
    this.#isOver = true
    this.#unsubscribe()
    this.#member?.follow()
    await this.election?.leave()
  }

  async lead(term: number): Promise<void> {
    await this.#member?.lead(term)
    const on = (verb: string, answer: (message: Msg) => Promise<void>): Subscription =>
      this.#options.connection.subscribe(this.#subject(term, verb), {
        callback: (error, message) => {
          if (!error)
            answer(message).catch((failure: unknown) =>
              this.#options.onWarning(`a request of another server failed: ${String(failure)}`),
            )
        },
      })
    this.#subscriptions = [
      on('index', (message) => this.#tellIndex(message)),
      on('ask', async (message) => {
        message.respond(this.answer ? await this.answer(message.data) : new Uint8Array())
      }),
    ]
    this.#options.onRole?.(true)
  }

  lose(): void {
    this.#member?.follow()
    this.deposed()
  }

  /** The engine knows already. */
  deposed(): void {
    this.election?.deposed()
    this.#unsubscribe()
    this.#options.onRole?.(false)
  }

  standing(): Standing {
    const known = this.election?.known()
    if (known === undefined) return { leads: false, leader: undefined, lastContactMs: 0 }
    const { leads, holder, ageMs } = known
    const { name, address } = holder ?? {}
    const isKnown = name !== undefined && address !== undefined && ageMs < leaseMs * 2
    return { leads, leader: isKnown ? { name, address } : undefined, lastContactMs: Math.round(ageMs) }
  }

  async leaderIndex(confirmed: boolean): Promise<Index | undefined> {
    const known = this.election?.known()
    if (known?.leads) return !confirmed || (await this.election?.confirm()) ? this.#member?.lastIndex() : undefined
    if (known?.holder === undefined) return undefined
    const answer = await this.#request(
      known.holder.term,
      'index',
      new TextEncoder().encode(confirmed ? 'confirmed' : ''),
      indexMs,
    )
    const index = Number(answer === undefined || answer.length === 0 ? Number.NaN : new TextDecoder().decode(answer))
    return Number.isNaN(index) ? undefined : index
  }

  async ask(request: Uint8Array): Promise<Uint8Array | undefined> {
    const term = this.election?.known().holder?.term
    return term === undefined ? undefined : this.#request(term, 'ask', request, askMs)
  }

  /** Only one server ever listens for a term, so one answers, or nobody. */
  async #request(term: number, verb: string, data: Uint8Array, timeout: number): Promise<Uint8Array | undefined> {
    try {
      return (await this.#options.connection.request(this.#subject(term, verb), data, { timeout })).data
    } catch (error) {
      if (error instanceof NoRespondersError || (error instanceof Error && error.cause instanceof NoRespondersError))
        return undefined
      if (verb === 'index') return undefined
      throw error
    }
  }

  async #tellIndex(message: Msg): Promise<void> {
    const leads = message.data.length > 0 ? await this.election?.confirm() : this.election?.known().leads
    message.respond(new TextEncoder().encode(leads ? String(this.#member?.lastIndex()) : ''))
  }

  #subject(term: number, verb: string): string {
    return `cutover.${this.#options.stream}.leader.${term}.${verb}`
  }

  #unsubscribe(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe()
    this.#subscriptions = []
  }

  /** Hands what is written to the engine, for ever; begins again where it stopped. */
  async #follow(member: Member): Promise<void> {
    while (!this.#isOver) {
      try {
        for await (const entries of this.#options.log.follow(member.lastIndex() + 1)) member.learn(entries)
      } catch (error) {
        if (!this.#isOver) this.#options.onWarning(`the stream could not be followed: ${String(error)}`)
      }
      if (!this.#isOver) await new Promise((resolve) => setTimeout(resolve, followAgainMs))
    }
  }
}
