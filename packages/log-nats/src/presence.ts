// Which servers of a cluster are there: each says so every second to all others, and is believed for a while. Nothing is stored, and
// no clock of two machines is compared: what counts is when a word was heard.

import type { Peer } from '@cutover/engine'
import type { Line } from './line.ts'

/** How often a server says that it is there, and for how long it is believed, in milliseconds. */
const sayMs = 1_000
const believedMs = 5_000

/** What a server says. */
interface Announcement extends Peer {
  /** It goes, of its own will. */
  readonly leaves: boolean
}

/** The servers that live, as far as one of them knows. */
export class Presence {
  readonly #line: Pick<Line, 'publish' | 'subscribe'>
  readonly #subject: string
  readonly #us: () => Peer
  readonly #heard = new Map<string, { readonly peer: Peer; readonly at: number }>()
  #subscription: { unsubscribe(): void } | undefined
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(line: Pick<Line, 'publish' | 'subscribe'>, subject: string, us: () => Peer) {
    this.#line = line
    this.#subject = subject
    this.#us = us
  }

  /** Takes part until `leave`. */
  join(): void {
    this.#subscription = this.#line.subscribe(this.#subject, {
      callback: (error, message) => {
        if (!error) this.#hear(announcementIn(message.data))
      },
    })
    this.#say(false)
    this.#timer = setInterval(() => this.#say(false), sayMs)
  }

  /** Tells the others that they need not wait. */
  leave(): void {
    clearInterval(this.#timer)
    this.#subscription?.unsubscribe()
    this.#say(true)
  }

  /** All who live, ourselves included, by name. */
  peers(): readonly Peer[] {
    const now = performance.now()
    const others = [...this.#heard.values()].filter(({ at }) => now - at < believedMs).map(({ peer }) => peer)
    const us = this.#us()
    return [us, ...others.filter(({ name }) => name !== us.name)].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  #say(leaves: boolean): void {
    const announcement: Announcement = { ...this.#us(), leaves }
    this.#line.publish(this.#subject, JSON.stringify(announcement))
  }

  #hear(announcement: Announcement | undefined): void {
    if (announcement === undefined) return
    const { name, address, leaves } = announcement
    const isNew = !this.#heard.has(name)
    if (leaves) this.#heard.delete(name)
    else this.#heard.set(name, { peer: { name, address }, at: performance.now() })
    // Who has just come does not wait to hear of us.
    if (isNew && !leaves && name !== this.#us().name) this.#say(false)
  }
}

function announcementIn(data: Uint8Array): Announcement | undefined {
  const { name, address, leaves }: Partial<Announcement> = JSON.parse(new TextDecoder().decode(data))
  return name === undefined || address === undefined ? undefined : { name, address, leaves: leaves === true }
}
