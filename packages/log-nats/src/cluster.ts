// Several servers on one stream: the election, what the others write handed to the engine, and requests handed to the leader.

import type { Index } from '@cutover/core'
import type { Cluster, Member, Standing } from '@cutover/engine'
import { type NatsConnection, NoRespondersError } from '@nats-io/transport-node'
import { Election, leaseMs } from './election.ts'
import { type Holder, type Lease, openLease } from './lease.ts'
import type { Line, Word } from './line.ts'
import { EntriesGone, type NatsLog } from './nats-log.ts'
import { Presence } from './presence.ts'
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
  /** Hears that the stream dropped what this server has not read: it has to start again, from a snapshot. */
  readonly onBehind?: (text: string) => void
  /** Hears whether we lead, whenever that changes. */
  readonly onRole?: (leads: boolean) => void
}

/** What of it is used once the lease is open. */
export interface ClusterPorts extends Omit<NatsClusterOptions, 'connection' | 'log' | 'replicas'> {
  readonly connection: Line
  readonly log: Pick<NatsLog, 'beginTerm' | 'follow'>
}

/** How long an answer of the leader is waited for, in milliseconds. */
const askMs = 30_000
const indexMs = 2_000
const followAgainMs = 500
const termLookMs = 100
/** How often a term is begun anew when a write of the last leader came between. */
const beginnings = 5

/** Takes part in the cluster of a stream. */
export async function natsCluster(options: NatsClusterOptions): Promise<NatsCluster> {
  return clusterOver(await openLease(options.connection, options), options)
}

/** Takes part in the cluster that shares a lease. */
export function clusterOver(lease: Lease, options: ClusterPorts): NatsCluster {
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

async function beginTerm(log: ClusterPorts['log']): Promise<number | undefined> {
  for (let attempt = 0; attempt < beginnings; attempt++) {
    const term = await log.beginTerm()
    if (term !== undefined) return term
  }
  return undefined
}

interface Asked {
  readonly verb: 'index' | 'ask'
  readonly data: Uint8Array
  readonly timeout: number
}

/** Whether certainly nobody heard a request. */
function isUnheard(error: unknown): boolean {
  return error instanceof NoRespondersError || (error instanceof Error && error.cause instanceof NoRespondersError)
}

class StreamCluster {
  readonly #options: ClusterPorts
  readonly #presence: Presence
  election: Election | undefined
  answer: ((request: Uint8Array) => Promise<Uint8Array>) | undefined
  #member: Member | undefined
  #subscriptions: readonly { unsubscribe(): void }[] = []
  #isOver = false
  /** We lead and have read all that was written before: only now may what we have be taken for the newest. */
  #hasTakenOver = false

  constructor(options: ClusterPorts) {
    this.#options = options
    this.#presence = new Presence(options.connection, `cutover.${options.stream}.servers`, options.us)
  }

  async join(member: Member): Promise<void> {
    this.#member = member
    this.#presence.join()
    void this.#follow(member)
    await this.election?.start()
  }

  async leave(): Promise<void> {
    this.#isOver = true
    this.#unsubscribe()
    this.#member?.follow()
    this.#presence.leave()
    await this.election?.leave()
  }

  async lead(term: number): Promise<void> {
    if (!(await this.#takeOver(term))) return
    this.#hasTakenOver = true
    const on = (verb: string, answer: (message: Word) => Promise<void>) =>
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

  /** Asks the engine until it has read everything. False when the term was lost meanwhile: what it read may not be the newest. */
  async #takeOver(term: number): Promise<boolean> {
    while (this.#isElected(term)) {
      try {
        await this.#member?.lead(term)
        return this.#isElected(term)
      } catch (error) {
        this.#options.onWarning(`term ${term} is not begun yet: ${String(error)}`)
        await new Promise((resolve) => setTimeout(resolve, termLookMs))
      }
    }
    return false
  }

  #isElected(term: number): boolean {
    return this.election?.isElected(term) === true
  }

  lose(): void {
    this.#member?.follow()
    this.deposed()
  }

  /** The engine knows already. */
  deposed(): void {
    this.election?.deposed()
    this.#hasTakenOver = false
    this.#unsubscribe()
    this.#options.onRole?.(false)
  }

  standing(): Standing {
    const known = this.election?.known()
    const peers = this.#presence.peers()
    if (known === undefined) return { leads: false, leader: undefined, lastContactMs: 0, peers }
    const { holder, ageMs } = known
    const leads = known.leads && this.#hasTakenOver
    const { name, address } = holder ?? {}
    const isKnown = name !== undefined && address !== undefined && ageMs < leaseMs * 2
    return { leads, leader: isKnown ? { name, address } : undefined, lastContactMs: Math.round(ageMs), peers }
  }

  async leaderIndex(confirmed: boolean): Promise<Index | undefined> {
    const known = this.election?.known()
    if (known?.leads) return this.#ownIndex(confirmed)
    if (known?.holder === undefined) return undefined
    const asked = new TextEncoder().encode(confirmed ? 'confirmed' : '')
    const answer = await this.#request(known.holder.term, { verb: 'index', data: asked, timeout: indexMs }).catch(
      () => undefined,
    )
    return answer === undefined || answer.length === 0 ? undefined : Number(new TextDecoder().decode(answer))
  }

  async #ownIndex(confirmed: boolean): Promise<Index | undefined> {
    if (!this.#hasTakenOver || (confirmed && !(await this.election?.confirm()))) return undefined
    return this.standing().leads ? this.#member?.lastIndex() : undefined
  }

  async ask(request: Uint8Array): Promise<Uint8Array | undefined> {
    const term = this.election?.known().holder?.term
    return term === undefined ? undefined : this.#request(term, { verb: 'ask', data: request, timeout: askMs })
  }

  /** Only one server ever listens for a term, so one answers, or nobody. Rejects at once when the term is over. */
  async #request(term: number, { verb, data, timeout }: Asked): Promise<Uint8Array | undefined> {
    const over = new AbortController()
    const asked = this.#options.connection
      .request(this.#subject(term, verb), data, { timeout })
      .then((answer) => answer.data)
    try {
      return await Promise.race([asked, this.#termOver(term, over.signal)])
    } catch (error) {
      asked.catch(() => undefined)
      if (isUnheard(error)) return undefined
      throw error
    } finally {
      over.abort()
    }
  }

  async #termOver(term: number, signal: AbortSignal): Promise<never> {
    while (!signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, termLookMs))
      const now = this.election?.known().holder?.term
      if (now !== undefined && now !== term) throw new Error('another server leads by now')
    }
    return new Promise<never>(() => undefined)
  }

  async #tellIndex(message: Word): Promise<void> {
    const index = await this.#ownIndex(message.data.length > 0)
    message.respond(new TextEncoder().encode(index === undefined ? '' : String(index)))
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
        if (error instanceof EntriesGone) return this.#options.onBehind?.(error.message)
        if (!this.#isOver) this.#options.onWarning(`the stream could not be followed: ${String(error)}`)
      }
      if (!this.#isOver) await new Promise((resolve) => setTimeout(resolve, followAgainMs))
    }
  }
}
