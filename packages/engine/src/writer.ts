// The single writer: takes all waiting turns, decides them on a speculative root, appends once for the group, swaps the root,
// then notifies, then answers. While a group is on its way into the log, the next one is decided on what that leaves; if the log
// turns out otherwise it is decided again. Nothing that is not durable is ever seen outside this file.

import { setImmediate } from 'node:timers/promises'
import { type Entry, later, type Manager, type Micros, type State } from '@cutover/core'
import type { Commit, Taken } from './commit.ts'
import { decideGroup, emptyGroup, type Group, type Turn } from './group.ts'
import { type EngineLimits, requestBounds } from './limits.ts'
import type { Log } from './log.ts'
import { inDoubt, type NoLeader, reasonOf, type StorageFailed, type Submitted } from './outcome.ts'
import { foldEntries, foldOthers, hasLanded } from './reread.ts'
import { type Ahead, answerAll, type Batch, turnOf, type Waiting } from './waiting.ts'
import { wakeupAfter } from './wakeups.ts'

/** What the writer works with. */
export interface WriterPorts {
  readonly log: Log
  readonly now: () => Micros
  /** The term to write with; undefined: others write, until `lead`. */
  readonly term: number | undefined
  readonly managers: readonly Manager[]
  readonly limits: EngineLimits
  /** Whether commits are looked at entry by entry. */
  readonly isWatched: () => boolean
  /** Called after the root was swapped, before the callers are answered. */
  readonly onCommit: (commit: Commit) => void
  /** When the managers want their next turn; called after every group in which something was taken. */
  readonly onWakeup: (at: Micros | undefined) => void
  /** The store failed. A turn of the managers, if one was due, is still open. */
  readonly onFailure: (failure: StorageFailed) => void
  /** The log is in a later term: somebody else leads. */
  readonly onDeposed: () => void
}

/** How a group ended. */
type Ending = Group | StorageFailed | NoLeader

/** The way of one group into the log. */
interface Effort {
  readonly turns: readonly Turn[]
  /** What was decided last. */
  group: Group | undefined
  /** Why the last append may have landed all the same. */
  doubt: string | undefined
}

/** From so many waiting turns on it pays to send one half first, and to decide the other while that is on its way. */
const halvedMin = 128

/** The one who writes, on a durable root. */
export class Writer {
  readonly #ports: WriterPorts
  #root: State
  #term: number | undefined
  #queue: Waiting[] = []
  /** The group on its way into the log. */
  #underWay: Group | undefined
  /** What is to follow it. */
  #ahead: Ahead | undefined
  /** What others wrote and is not folded in yet. */
  #lessons: Entry[] = []
  #running: Promise<void> | undefined
  /** An append may have landed unseen: the log must be read before anything else is decided. */
  #isBehind = false
  /** How often we began to lead. What was read or written before the last time says nothing of what others wrote meanwhile. */
  #beginnings = 0
  /** Entries of others were folded in that the managers have not been shown. */
  #isUnsettled = false

  constructor(root: State, ports: WriterPorts) {
    this.#root = root
    this.#ports = ports
    this.#term = ports.term
  }

  /** The last durable root. */
  get root(): State {
    return this.#root
  }

  /** How many turns wait for those under way. */
  get waiting(): number {
    return this.#queue.length + (this.#ahead?.waiting.length ?? 0)
  }

  /** The term that is written with; undefined while others write. */
  get term(): number | undefined {
    return this.#term
  }

  /** Writes from now on, after having read what others wrote last. */
  lead(term: number): Promise<Submitted> {
    this.#term = term
    this.#beginnings += 1
    this.#isBehind = true
    this.#isUnsettled = true
    return this.take('settle')
  }

  /** Leaves the writing to others. What is under way ends as it may. */
  follow(): void {
    this.#term = undefined
  }

  /** Folds in what others wrote, after what is under way. */
  learn(entries: readonly Entry[]): void {
    for (const entry of entries) this.#lessons.push(entry)
    this.#running ??= this.#run()
  }

  /** Takes a turn in a group. Resolves when it is durable; rejects only for a failed assertion of the core. */
  take(turn: Turn): Promise<Submitted> {
    const { waiting } = this
    if (turn !== 'settle' && waiting >= this.#ports.limits.waitingMax)
      return Promise.resolve({ outcome: 'overloaded', waiting })
    return new Promise((resolve, reject) => {
      this.#queue.push({ turn, resolve, reject })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when no turn waits and none is under way. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    await Promise.resolve()
    while (this.waiting + this.#lessons.length > 0) {
      await this.#takeLessons()
      await this.#write(this.#nextBatch())
      // Whoever was just answered may have more to ask: let them, so that the next group is as large as it can be.
      if (!this.#ahead) await setImmediate()
    }
    this.#running = undefined
  }

  /** What was decided ahead, with what has come since, up to its share; else what waits. */
  #nextBatch(): Batch {
    this.#dropStaleAhead()
    const { waiting } = this
    const share = waiting < halvedMin ? waiting : Math.ceil(waiting / 2)
    const ahead = this.#ahead
    this.#ahead = undefined
    return ahead ? this.#grown(ahead, share) : { waiting: this.#queued(share), group: undefined }
  }

  #grown({ waiting, group, term }: Ahead, size: number): Ahead {
    const more = this.#queued(size - waiting.length, waiting.length)
    if (more.length === 0) return { waiting, group, term }
    return { waiting: [...waiting, ...more], group: this.#decide(group, more.map(turnOf), term), term }
  }

  #queued(count: number, taken = 0): readonly Waiting[] {
    return this.#queue.splice(0, Math.max(0, Math.min(count, this.#ports.limits.groupMax - taken)))
  }

  async #write(batch: Batch): Promise<void> {
    const since = this.#beginnings
    const landing = this.#land(batch)
    const ended = (await Promise.race([landing, setImmediate()])) ?? (await this.#meanwhile(landing))
    this.#underWay = undefined
    if ('outcome' in ended) {
      this.#dropAhead()
      if (ended.outcome === 'storage-failed') this.#ports.onFailure(ended)
      for (const one of batch.waiting) one.resolve(ended)
      return
    }
    this.#swap(ended)
    this.#caughtUp(since)
    answerAll(batch.waiting, ended.verdicts)
  }

  /** Decides what waits on the state that the group under way leaves. */
  async #meanwhile<T>(landing: Promise<T>): Promise<T> {
    const term = this.#term
    if (this.#underWay && this.#queue.length > 0 && term !== undefined)
      this.#ahead = this.#grown({ waiting: [], group: emptyGroup(this.#underWay.after), term }, this.#queue.length)
    return landing
  }

  #dropStaleAhead(): void {
    if (this.#ahead?.group.before !== this.#root || this.#ahead.term !== this.#term) this.#dropAhead()
  }

  /** The state that it was decided on never came to be: its turns wait again, before all others. */
  #dropAhead(): void {
    if (this.#ahead) this.#queue = [...this.#ahead.waiting, ...this.#queue]
    this.#ahead = undefined
  }

  /** Brings the turns into the log as one group, deciding again as often as others were faster. */
  async #land({ waiting, group }: Batch): Promise<Ending> {
    const effort: Effort = { turns: waiting.map(turnOf), group, doubt: undefined }
    try {
      for (let attempt = 0; attempt < this.#ports.limits.attemptsMax; attempt++) {
        const ending = await this.#attempt(effort)
        if (ending) return ending
      }
    } catch (error) {
      return { outcome: 'storage-failed', reason: reasonOf(error), certain: effort.doubt === undefined }
    }
    if (effort.doubt !== undefined) return inDoubt(effort.doubt)
    return { outcome: 'storage-failed', reason: 'others kept writing to the log', certain: true }
  }

  // Nothing is awaited before the append unless the log is in doubt: it should be under way before the next group is decided.
  async #attempt(effort: Effort): Promise<Ending | undefined> {
    if (this.#isBehind && effort.group && (await hasLanded(this.#ports.log, effort.group))) return effort.group
    const term = this.#term
    if (term === undefined) return effort.doubt === undefined ? { outcome: 'no-leader' } : inDoubt(effort.doubt)
    if (this.#isBehind) await this.#catchUp()
    const group = this.#decideOnRoot(effort, term)
    effort.group = group
    if (group.entries.length === 0) return group
    this.#underWay = group
    const ended = await this.#ports.log.append(group.before.lastIndex, group.entries)
    if (ended.outcome === 'ok') return group
    this.#underWay = undefined
    this.#isBehind = true
    // A log that ends elsewhere takes no append of before any more: it has landed, which the next look shows, or never will.
    effort.doubt = ended.outcome === 'unknown' ? ended.reason : undefined
    if (ended.outcome === 'stale' && (ended.term ?? 0) > term) this.#depose()
    return undefined
  }

  // The same group again, unless others have moved the root: should an append still be under way, only one can win.
  #decideOnRoot({ turns, group }: Effort, term: number): Group {
    if (group?.before === this.#root) return group
    return this.#decide(emptyGroup(this.#root), this.#isUnsettled ? ['settle', ...turns] : turns, term)
  }

  #depose(): void {
    this.#term = undefined
    this.#ports.onDeposed()
  }

  #decide(begun: Group, turns: readonly Turn[], term: number): Group {
    const { now, managers, limits } = this.#ports
    return decideGroup(begun, turns, {
      at: later(begun.after.at, now()),
      term,
      managers,
      requests: requestBounds(limits),
      isWatched: this.#ports.isWatched(),
    })
  }

  #swap(group: Group): void {
    this.#root = group.after
    this.#isUnsettled = false
    if (group.entries.length > 0) this.#ports.onCommit(group)
    if (group.isSettled) this.#ports.onWakeup(wakeupAfter(this.#root, this.#ports.managers))
  }

  /** Takes in what others wrote; the managers see it when the next group is decided. */
  async #catchUp(): Promise<void> {
    const since = this.#beginnings
    const steps = await foldOthers(this.#ports.log, this.#root)
    this.#caughtUp(since)
    this.#takeIn(steps)
  }

  #caughtUp(since: number): void {
    if (since === this.#beginnings) this.#isBehind = false
  }

  async #takeLessons(): Promise<void> {
    if (this.#lessons.length === 0) return
    const fresh = this.#lessons.filter((entry) => entry.index > this.#root.lastIndex)
    this.#lessons = []
    const next = fresh[0]
    if (next === undefined) return
    if (next.index === this.#root.lastIndex + 1) return this.#takeIn(foldEntries(this.#root, fresh))
    try {
      await this.#catchUp()
    } catch (error) {
      this.#isBehind = true
      this.#ports.onFailure({ outcome: 'storage-failed', reason: reasonOf(error), certain: true })
    }
  }

  #takeIn(steps: readonly Taken[]): void {
    const last = steps.at(-1)
    if (last === undefined) return
    const before = this.#root
    this.#root = last.after
    this.#isUnsettled = true
    this.#ports.onCommit({ before, after: last.after, steps })
  }
}
