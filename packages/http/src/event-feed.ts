// One subscription for all who follow the event stream: each entry is told once for every distinct wish, and all who share a wish are
// handed the same bytes, what one turn of the loop brought at a time. Whoever does not keep up is cut off; nobody else waits for him.

import type { Entry, Index, State } from '@cutover/core'
import type { Engine } from '@cutover/engine'

/** Some lines of the stream as they are sent. */
export interface Told {
  readonly index: Index
  readonly bytes: Uint8Array
}

/** What a follower wants to be told. Equal keys stand for equal wishes. */
export interface Wish {
  readonly key: string
  readonly linesOf: (before: State, entry: Entry) => string | undefined
}

/** What may wait for a follower; over it he is cut off. */
const linesMax = 65_536
const bytesMax = 64 * 1_048_576

/** What came for one follower, until he takes it. */
export class Follower {
  readonly #after: Index
  #waiting: Uint8Array[] = []
  #lines = 0
  #bytes = 0
  #first: Index = 0
  #error: unknown
  #isEnded = false
  #wake: (() => void) | undefined

  /** `after`: the index up to which he was told already. */
  constructor(after: Index) {
    this.#after = after
  }

  /** Hands over some lines: those that he was told already are left out. */
  put(lines: readonly Told[], joined: Uint8Array): void {
    if (this.#isEnded) return
    const first = lines[0]?.index ?? 0
    if (first > this.#after) this.#add(first, lines.length, joined)
    else for (const { index, bytes } of lines) if (index > this.#after) this.#add(index, 1, bytes)
  }

  /** Ends after what has come already, with an error or without. */
  end(error?: unknown): void {
    this.#isEnded = true
    this.#error ??= error
    this.#wake?.()
  }

  /** What has come since the last call, waiting for it if need be; undefined at the end. Rejects with why he was cut off. */
  async take(): Promise<readonly Uint8Array[] | undefined> {
    while (this.#waiting.length === 0) {
      if (this.#error !== undefined) throw this.#error
      if (this.#isEnded) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const taken = this.#waiting
    this.#waiting = []
    this.#lines = 0
    this.#bytes = 0
    return taken
  }

  #add(index: Index, lines: number, bytes: Uint8Array): void {
    if (this.#waiting.length === 0) this.#first = index
    this.#lines += lines
    this.#bytes += bytes.length
    if (this.#lines <= linesMax && this.#bytes <= bytesMax) this.#waiting.push(bytes)
    else this.#cutOff()
    this.#wake?.()
  }

  #cutOff(): void {
    const behind = this.#lines > linesMax ? `${linesMax} entries` : `${bytesMax} bytes`
    this.#waiting = []
    this.end(new Error(`subscription: more than ${behind} behind; subscribe again from ${this.#first}`))
  }
}

/** All followers with one wish. */
class Channel {
  readonly followers = new Set<Follower>()
  readonly #wish: Wish
  #pending: Told[] = []

  constructor(wish: Wish) {
    this.#wish = wish
  }

  tell(before: State, entry: Entry): void {
    const text = this.#wish.linesOf(before, entry)
    if (text !== undefined) this.#pending.push({ index: entry.index, bytes: Buffer.from(text) })
  }

  flush(): void {
    const lines = this.#pending
    if (lines.length === 0) return
    this.#pending = []
    const joined = lines.length === 1 && lines[0] ? lines[0].bytes : Buffer.concat(lines.map(({ bytes }) => bytes))
    for (const follower of this.followers) follower.put(lines, joined)
  }
}

/** The feed of an engine. It listens while somebody uses it. */
export class Feed {
  readonly #engine: Engine
  readonly #channels = new Map<string, Channel>()
  #users = 0
  #position: Index = 0
  #changes: ReturnType<Engine['subscribe']> | undefined
  #isFlushDue = false

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** The last entry that was told. */
  get position(): Index {
    return this.#position
  }

  /** Begins to use the feed; what is returned ends it. */
  use(): () => void {
    this.#users += 1
    if (this.#changes === undefined) this.#start()
    return () => {
      this.#users -= 1
      if (this.#users === 0) this.#stop()
    }
  }

  /** Follows from after an index on, which must not lie before `position`; what is returned beside the follower leaves. */
  join(wish: Wish, after: Index): { readonly follower: Follower; readonly leave: () => void } {
    const channel = this.#channels.get(wish.key) ?? new Channel(wish)
    this.#channels.set(wish.key, channel)
    const follower = new Follower(after)
    channel.followers.add(follower)
    if (this.#changes === undefined) follower.end()
    const leave = (): void => {
      follower.end()
      channel.followers.delete(follower)
      if (channel.followers.size === 0) this.#channels.delete(wish.key)
    }
    return { follower, leave }
  }

  #start(): void {
    const { lastIndex } = this.#engine.read()
    const changes = this.#engine.subscribe({ from: lastIndex + 1 })
    this.#position = lastIndex
    this.#changes = changes
    this.#run(changes).then(
      () => this.#ended(changes),
      (error: unknown) => this.#ended(changes, error),
    )
  }

  #stop(): void {
    const changes = this.#changes
    this.#changes = undefined
    void changes?.return?.(undefined)
  }

  async #run(changes: ReturnType<Engine['subscribe']>): Promise<void> {
    for await (const { entry, before } of changes) {
      if (changes !== this.#changes) return
      this.#position = entry.index
      for (const channel of this.#channels.values()) channel.tell(before, entry)
      this.#flushSoon()
    }
  }

  // All that one commit brought is told at once, and what came meanwhile with it.
  #flushSoon(): void {
    if (this.#isFlushDue) return
    this.#isFlushDue = true
    setImmediate(() => this.#flush())
  }

  #flush(): void {
    this.#isFlushDue = false
    for (const channel of this.#channels.values()) channel.flush()
  }

  #ended(changes: ReturnType<Engine['subscribe']>, error?: unknown): void {
    if (changes !== this.#changes) return
    this.#changes = undefined
    this.#flush()
    for (const { followers } of this.#channels.values()) for (const follower of followers) follower.end(error)
  }
}
