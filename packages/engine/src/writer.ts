// The single writer: takes all waiting turns, decides them on a speculative root, appends once for the group, swaps the root,
// then notifies, then answers. Nothing that is not durable is ever seen outside this file.

import { setImmediate } from 'node:timers/promises'
import { later, type Manager, type Micros, type State } from '@cutover/core'
import type { Commit } from './commit.ts'
import { decideGroup, type Group, type Turn, type Verdict } from './group.ts'
import { type EngineLimits, requestBounds } from './limits.ts'
import type { Log } from './log.ts'
import type { StorageFailed, Submitted } from './outcome.ts'
import { foldOthers, hasLanded } from './reread.ts'

/** What the writer works with. */
export interface WriterPorts {
  readonly log: Log
  readonly now: () => Micros
  readonly term: number
  readonly managers: readonly Manager[]
  readonly limits: EngineLimits
  /** Called after the root was swapped, before the callers are answered. */
  readonly onCommit: (commit: Commit) => void
  /** When the managers want their next turn; called after every group in which something was taken. */
  readonly onWakeup: (at: Micros | undefined) => void
  /** The store failed. A turn of the managers, if one was due, is still open. */
  readonly onFailure: (failure: StorageFailed) => void
}

interface Waiting {
  readonly turn: Turn
  readonly resolve: (submitted: Submitted) => void
  readonly reject: (error: unknown) => void
}

/** The one who writes, on a durable root. */
export class Writer {
  readonly #ports: WriterPorts
  #root: State
  #queue: Waiting[] = []
  #running: Promise<void> | undefined
  /** An append may have landed unseen: the log must be read before anything else is decided. */
  #isBehind = false
  /** Entries of others were folded in that the managers have not been shown. */
  #isUnsettled = false

  constructor(root: State, ports: WriterPorts) {
    this.#root = root
    this.#ports = ports
  }

  /** The last durable root. */
  get root(): State {
    return this.#root
  }

  /** How many turns wait. */
  get waiting(): number {
    return this.#queue.length
  }

  /** Takes a turn in a group. Resolves when it is durable; rejects only for a failed assertion of the core. */
  take(turn: Turn): Promise<Submitted> {
    const waiting = this.#queue.length
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
    // Whoever was just answered may have more to ask: let them, so that the next group is as large as it can be.
    for (await Promise.resolve(); this.#queue.length > 0; await setImmediate()) {
      const group = this.#queue.slice(0, this.#ports.limits.groupMax)
      this.#queue = this.#queue.slice(group.length)
      await this.#write(group)
    }
    this.#running = undefined
  }

  async #write(waiting: readonly Waiting[]): Promise<void> {
    const ended = await this.#land(waiting.map(({ turn }) => turn))
    if ('outcome' in ended) {
      this.#ports.onFailure(ended)
      for (const one of waiting) one.resolve(ended)
      return
    }
    this.#swap(ended)
    // A settling turn of our own may stand before those that were asked for.
    const verdicts = ended.verdicts.slice(ended.verdicts.length - waiting.length)
    for (const [place, one] of waiting.entries()) answer(one, verdicts[place])
  }

  /** Brings the turns into the log as one group, deciding again as often as others were faster. */
  async #land(turns: readonly Turn[]): Promise<Group | StorageFailed> {
    let group: Group | undefined
    let doubt: string | undefined
    try {
      for (let attempt = 0; attempt < this.#ports.limits.attemptsMax; attempt++) {
        if (group && (await this.#hasLandedUnseen(group))) return group
        group = await this.#decideOnLatest(turns, group)
        if (group.entries.length === 0) return group
        const ended = await this.#ports.log.append(group.before.lastIndex, group.entries)
        if (ended.outcome === 'ok') return group
        this.#isBehind = true
        if (ended.outcome === 'unknown') doubt = ended.reason
      }
    } catch (error) {
      return { outcome: 'storage-failed', reason: reasonOf(error), certain: doubt === undefined }
    }
    const reason = doubt ?? 'others kept writing to the log'
    return { outcome: 'storage-failed', reason, certain: doubt === undefined }
  }

  async #hasLandedUnseen(group: Group): Promise<boolean> {
    return this.#isBehind && (await hasLanded(this.#ports.log, group))
  }

  // The same group again, unless others have moved the root: should an append still be under way, only one can win.
  async #decideOnLatest(turns: readonly Turn[], group: Group | undefined): Promise<Group> {
    if (this.#isBehind) await this.#catchUp()
    return group?.before === this.#root ? group : this.#decide(turns)
  }

  #decide(turns: readonly Turn[]): Group {
    const { now, term, managers, limits } = this.#ports
    const all: readonly Turn[] = this.#isUnsettled ? ['settle', ...turns] : turns
    return decideGroup(this.#root, all, {
      at: later(this.#root.at, now()),
      term,
      managers,
      requests: requestBounds(limits),
    })
  }

  #swap(group: Group): void {
    this.#root = group.after
    this.#isBehind = false
    this.#isUnsettled = false
    if (group.entries.length > 0) this.#ports.onCommit(group)
    if (group.isSettled) this.#ports.onWakeup(group.wakeup)
  }

  /** Takes in what others wrote; the managers see it when the next group is decided. */
  async #catchUp(): Promise<void> {
    const before = this.#root
    const steps = await foldOthers(this.#ports.log, before)
    this.#isBehind = false
    const last = steps.at(-1)
    if (last === undefined) return
    this.#root = last.after
    this.#isUnsettled = true
    this.#ports.onCommit({ before, after: last.after, steps })
  }
}

function answer(waiting: Waiting, verdict: Verdict | undefined): void {
  if (verdict === undefined) waiting.reject(new Error('writer: a turn without a verdict'))
  else if (verdict.outcome === 'broken') waiting.reject(verdict.error)
  else waiting.resolve(verdict)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
