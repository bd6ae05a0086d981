// The engine: a state machine made durable, with one writer and any number of readers. The one file that wires the others.

import { type Command, type Index, type Manager, plus, type Quirks, type State, seconds } from '@cutover/core'
import { type BlockingQuery, type Waited, Waiters } from './blocking-query.ts'
import type { Clock } from './clock.ts'
import { alone, type Cluster, type Follower, leaderWaitMs, levelWith, onceLed, type Standing } from './cluster.ts'
import type { Change, Commit } from './commit.ts'
import { answeredBefore, keyOf, type SubmitOptions } from './group.ts'
import { createKeys, type Key, type Keys } from './keys.ts'
import { defaultLimits, type EngineLimits, requestBounds } from './limits.ts'
import type { Log } from './log.ts'
import { type Monitor, type MonitorFinding, watchChanges } from './monitors.ts'
import { createNotifier, type Notifier } from './notify.ts'
import type { Accepted, Refused, StorageFailed, Submitted } from './outcome.ts'
import { openState, stateAt } from './restart.ts'
import type { Seed } from './seed.ts'
import { SnapshotSchedule } from './snapshot-schedule.ts'
import { subscribe } from './subscription.ts'
import { createWakeups, type Wakeups } from './wakeups.ts'
import { Writer } from './writer.ts'

/** What an engine is made of. */
export interface EngineOptions {
  readonly log: Log
  readonly clock: Clock
  /** Asked only when the log is new. */
  readonly seed: Seed
  /** Which oddities of Nomad a new log has; default: all. A log keeps what it began with. */
  readonly quirks?: Quirks
  readonly managers: readonly Manager[]
  readonly limits?: Partial<EngineLimits>
  /** See every durable entry; default: none. They run in the writer's turn, so they should be quick. */
  readonly monitors?: readonly Monitor[]
  /** Hears what the monitors find, beside the count in `status`. Must not throw. Default: nobody. */
  readonly onFinding?: (finding: MonitorFinding) => void
  /** Others with the same log; default: this engine is on its own, and leads. */
  readonly cluster?: Cluster
  /** Told of snapshots that are damaged and passed over at the start. */
  readonly onWarning?: (text: string) => void
}

/** How the engine is doing; for health checks and metrics. */
export interface EngineStatus {
  /** The term of the leader. */
  readonly term: number
  readonly standing: Standing
  readonly lastIndex: Index
  readonly waiting: number
  readonly blocked: number
  /** Why the last append failed; undefined once one has succeeded again. */
  readonly storageFailure: string | undefined
  /** Why the last snapshot failed, if it did. */
  readonly snapshotFailure: string | undefined
  /** How often a monitor found something since the engine was opened. */
  readonly findings: number
}

/** A running engine. */
export interface Engine {
  /** Asks for a command; resolves when what it did is durable, or why nothing was done. Rejects only for a bug of ours. */
  readonly submit: (command: Command, options?: SubmitOptions) => Promise<Submitted>
  /** What the same key was answered before; undefined when it is not remembered. Nothing is asked for. */
  readonly answered: (request: Key) => Accepted | Refused | undefined
  /** The last durable state. */
  readonly read: () => State
  /** Reads from the last durable state. */
  readonly query: <T>(fn: (state: State) => T) => T
  /** Waits until what is read has moved past an index. */
  readonly blockingQuery: (query: BlockingQuery) => Promise<Waited>
  /** The entries from index `from` on (the next one by default), for ever; leaving the loop ends it. */
  readonly subscribe: (options?: { readonly from?: Index }) => AsyncIterableIterator<Change>
  /**
   * Waits until what is read is no older than what the leader had written when it was asked; at once on the leader. `confirmed`: the
   * leader makes sure first that it still leads. Resolves with false when nobody leads, or the log could not be followed in time.
   */
  readonly caughtUp: (confirmed?: boolean) => Promise<boolean>
  /** The state right after the entry at an index, folded anew; for tools. Rejects when the log does not hold it. */
  readonly at: (index: Index) => Promise<State>
  /** Takes a snapshot now. */
  readonly snapshot: () => Promise<void>
  readonly status: () => EngineStatus
  /** Takes no more commands, waits for those under way, ends all readers, closes the log. */
  readonly close: () => Promise<void>
}

const noOptions: SubmitOptions = {}

/** How long after a failed append the managers are asked again. */
const retryAfter = seconds(1)

/** Opens the log, folds it, lets the managers take up what is due, and starts to take commands. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const state = await openState(options)
  const engine = new RunningEngine(state, options)
  await engine.start()
  return {
    submit: (command, submit = noOptions) => engine.submit(command, submit),
    answered: (request) => engine.answered(request),
    read: () => engine.read(),
    query: (fn) => fn(engine.read()),
    blockingQuery: (query) => engine.blockingQuery(query),
    subscribe: (subscription = {}) => engine.subscribe(subscription.from),
    caughtUp: (confirmed = false) => engine.caughtUp(confirmed),
    at: (index) => engine.at(index),
    snapshot: () => engine.snapshot(),
    status: () => engine.status(),
    close: () => engine.close(),
  }
}

class RunningEngine {
  readonly #log: Log
  readonly #clock: Clock
  readonly #limits: EngineLimits
  readonly #cluster: Cluster | undefined
  readonly #notifier: Notifier = createNotifier()
  readonly #keys: Keys
  readonly #writer: Writer
  readonly #waiters: Waiters
  readonly #wakeups: Wakeups
  readonly #snapshots: SnapshotSchedule
  #storageFailure: string | undefined
  #snapshotFailure: string | undefined
  #closing: Promise<void> | undefined
  #findings = 0

  constructor(state: State, options: EngineOptions) {
    const { log, clock, limits, monitors = [], onFinding, cluster } = options
    this.#log = log
    this.#clock = clock
    this.#limits = { ...defaultLimits, ...limits }
    this.#keys = createKeys(this.#limits.keysMax)
    this.#cluster = cluster
    watchChanges(this.#notifier, monitors, (finding) => {
      this.#findings += 1
      onFinding?.(finding)
    })
    this.#writer = this.#writerOn(state, options)
    this.#wakeups = createWakeups(clock, () => this.#settle())
    const { blockedMax, waitMsMax } = this.#limits
    this.#waiters = new Waiters({ root: () => this.#writer.root, clock, blockedMax, waitMsMax })
    this.#snapshots = this.#snapshotsFrom(state.lastIndex)
  }

  #writerOn(state: State, { log, clock, managers, cluster }: EngineOptions): Writer {
    return new Writer(state, {
      log,
      now: clock.now,
      term: cluster ? undefined : state.term + 1,
      managers,
      limits: this.#limits,
      isWatched: this.#notifier.isWatched,
      onCommit: (commit) => this.#onCommit(commit),
      onWakeup: (at) => this.#wakeups.set(at),
      onFailure: (failure) => this.#onFailure(failure),
      onDeposed: () => this.#onDeposed(),
    })
  }

  #snapshotsFrom(latest: Index): SnapshotSchedule {
    const { snapshotEvery: every, retainEntries: retain } = this.#limits
    const onFailure = (error: unknown): void => {
      this.#snapshotFailure = String(error)
    }
    return new SnapshotSchedule(this.#log, { every, retain, latest, onFailure })
  }

  /** A failing store does not keep the engine from starting: it can still be read, and the managers are asked again. */
  async start(): Promise<void> {
    if (this.#cluster === undefined) return void (await this.#writer.take('settle'))
    await this.#cluster.join({
      lead: (term) => this.#lead(term),
      follow: () => this.#follow(),
      learn: (entries) => this.#writer.learn(entries),
      lastIndex: () => this.#writer.root.lastIndex,
    })
  }

  async caughtUp(confirmed: boolean): Promise<boolean> {
    const cluster = this.#cluster
    if (cluster === undefined || (cluster.standing().leads && !confirmed)) return true
    const indexOf = ({ lastIndex }: State): Index => lastIndex
    const own: Follower = {
      lastIndex: () => this.#writer.root.lastIndex,
      reaches: async (index) =>
        (await this.#waiters.wait({ index: index - 1, waitMs: leaderWaitMs, indexOf })).end === 'moved',
    }
    return (await onceLed(this.#clock, () => levelWith(() => cluster.leaderIndex(confirmed), own))) ?? false
  }

  submit(command: Command, options: SubmitOptions): Promise<Submitted> {
    if (this.#closing) return Promise.resolve({ outcome: 'closed' })
    const turn = { command, options }
    const key = keyOf(turn)
    return key === undefined ? this.#writer.take(turn) : this.#keys.once(key, () => this.#writer.take(turn))
  }

  answered(request: Key): Accepted | Refused | undefined {
    const root = this.#writer.root
    return answeredBefore(root, request, { at: this.#clock.now(), requests: requestBounds(this.#limits) })
  }

  read(): State {
    return this.#writer.root
  }

  blockingQuery(query: BlockingQuery): Promise<Waited> {
    return this.#waiters.wait(query)
  }

  subscribe(from: Index = this.#writer.root.lastIndex + 1): AsyncIterableIterator<Change> {
    const { lagMax } = this.#limits
    return subscribe(from, { log: this.#log, root: () => this.#writer.root, notifier: this.#notifier, lagMax })
  }

  at(index: Index): Promise<State> {
    return index === this.#writer.root.lastIndex ? Promise.resolve(this.#writer.root) : stateAt(this.#log, index)
  }

  snapshot(): Promise<void> {
    return this.#snapshots.take(this.#writer.root)
  }

  status(): EngineStatus {
    return {
      term: this.#writer.term ?? this.#writer.root.term,
      standing: this.#cluster?.standing() ?? alone,
      lastIndex: this.#writer.root.lastIndex,
      waiting: this.#writer.waiting,
      blocked: this.#waiters.size,
      storageFailure: this.#storageFailure,
      snapshotFailure: this.#snapshotFailure,
      findings: this.#findings,
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#cluster?.leave()
    await this.#writer.idle()
    this.#wakeups.set(undefined)
    this.#waiters.close()
    this.#notifier.close()
    await this.#snapshots.idle()
    await this.#log.close()
  }

  #settle(): void {
    // A failed assertion of a manager has no caller to go to: it must not pass in silence.
    this.#writer.take('settle').catch((error: unknown) => {
      queueMicrotask(() => {
        throw error
      })
    })
  }

  async #lead(term: number): Promise<void> {
    const done = await this.#writer.lead(term)
    if (done.outcome === 'storage-failed') throw new Error(done.reason)
  }

  #follow(): void {
    this.#writer.follow()
    this.#wakeups.set(undefined)
  }

  #onDeposed(): void {
    this.#wakeups.set(undefined)
    this.#cluster?.deposed()
  }

  #onCommit(commit: Commit): void {
    this.#storageFailure = undefined
    this.#waiters.wake(commit)
    this.#notifier.publish(commit)
    if (this.#writer.term !== undefined) this.#snapshots.consider(commit.after)
  }

  #onFailure({ reason }: StorageFailed): void {
    this.#storageFailure = reason
    if (this.#closing || this.#writer.term === undefined) return
    // A timer that is still set stands for a turn that is yet to come; one that is not may stand for a turn that was lost.
    if (this.#wakeups.due() === undefined) this.#wakeups.set(plus(this.#clock.now(), retryAfter))
  }
}
