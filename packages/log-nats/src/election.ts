// Who leads: keeps or takes the lease in a loop, begins a term when it was taken, and gives up when it cannot be kept.

import type { Holder, Lease, Seen } from './lease.ts'

/** What an election needs and whom it tells. */
export interface ElectionPorts {
  readonly lease: Lease
  /** How we are known. */
  readonly us: () => Omit<Holder, 'term'>
  /** Milliseconds that only ever go forward. */
  readonly now: () => number
  /** Marks the beginning of a term in the log; undefined when somebody else wrote meanwhile. */
  readonly beginTerm: () => Promise<number | undefined>
  readonly onElected: (term: number) => Promise<void>
  readonly onLost: () => void
  /** Hears what went wrong; the election goes on. */
  readonly onWarning: (text: string) => void
}

/** How long a lease holds without being renewed, in milliseconds. */
export const leaseMs = 2_000
const tickMs = 500
/** How long one step may take before it is given up. */
const stepMs = 8_000

/** What is known of the leader. */
export interface Known {
  readonly leads: boolean
  readonly holder: Holder | undefined
  /** Milliseconds since the lease was last seen to be renewed. */
  readonly ageMs: number
}

/** One server's part in the election. */
export class Election {
  readonly #ports: ElectionPorts
  #seen: Seen | undefined
  #seenAt: number
  /** The term that we lead in, and when the lease was last certainly ours. */
  #ours: { readonly term: number; readonly heldAt: number } | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOver = false
  #turn: Promise<void> = Promise.resolve()
  #takingOver: Promise<void> = Promise.resolve()
  /** The last warning, which is not said again and again. */
  #told = ''

  constructor(ports: ElectionPorts) {
    this.#ports = ports
    this.#seenAt = ports.now()
  }

  /** Takes part until `leave`; resolves after the first look, and after having taken over if nobody led. */
  async start(): Promise<void> {
    await this.#tick()
    // What was won at once is kept while it is taken over, which may take longer than it lasts.
    this.#schedule()
    await this.#takingOver
  }

  /** Gives the lease up, so that nobody has to wait for its end. */
  async leave(): Promise<void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#turn
    if (this.#ours && this.#seen) await this.#ports.lease.hold(undefined, this.#seen.revision).catch(() => undefined)
    this.#ours = undefined
  }

  /** We turned out not to lead any more. */
  deposed(): void {
    this.#ours = undefined
  }

  /** Whether we were elected for a term, and have not lost it. A lease that is late is not lost yet: nobody else may have wanted it. */
  isElected(term: number): boolean {
    return this.#ours?.term === term
  }

  known(): Known {
    const now = this.#ports.now()
    const leads = this.#ours !== undefined && now - this.#ours.heldAt < leaseMs
    const ageMs = leads ? 0 : now - this.#seenAt
    const holder = this.#seen?.holder
    return { leads, holder: holder && holder.term > 0 ? holder : undefined, ageMs }
  }

  /** Renews the lease now. False when we do not lead. */
  async confirm(): Promise<boolean> {
    await this.#once(() => this.#keep())
    return this.known().leads
  }

  #schedule(): void {
    if (this.#isOver) return
    this.#timer = setTimeout(() => void this.#tick().then(() => this.#schedule()), tickMs)
  }

  #tick(): Promise<void> {
    return this.#once(() => (this.#ours === undefined ? this.#stand() : this.#keep()))
  }

  /** One step after the other; what fails is told and tried again. */
  #once(step: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn
      .then(() => inTime(step()))
      .catch((error: unknown) => {
        this.#warnOnce(`the lease of the leader could not be looked at: ${String(error)}`)
        this.#giveUpIfLate()
      })
    return this.#turn
  }

  async #keep(): Promise<void> {
    const ours = this.#ours
    if (ours === undefined || this.#seen === undefined) return
    const heldAt = this.#ports.now()
    const holder = { ...this.#ports.us(), term: ours.term }
    const revision = await this.#ports.lease.hold(holder, this.#seen.revision)
    if (revision === undefined) return this.#lose()
    this.#seen = { revision, holder }
    this.#seenAt = heldAt
    if (this.#ours === ours) this.#ours = { term: ours.term, heldAt }
  }

  #warnOnce(text: string): void {
    if (text !== this.#told) this.#ports.onWarning(text)
    this.#told = text
  }

  #giveUpIfLate(): void {
    if (this.#ours && this.#ports.now() - this.#ours.heldAt >= leaseMs) this.#lose()
  }

  #lose(): void {
    if (this.#ours === undefined) return
    this.#ours = undefined
    this.#ports.onLost()
  }

  async #stand(): Promise<void> {
    const found = await this.#ports.lease.look()
    const now = this.#ports.now()
    if (found?.revision !== this.#seen?.revision) {
      this.#seen = found
      this.#seenAt = now
    }
    this.#told = ''
    const isFree = found?.holder === undefined
    if (this.#isOver || (!isFree && now - this.#seenAt < leaseMs)) return
    await this.#take(found?.revision ?? 0, now)
  }

  async #take(revision: number, heldAt: number): Promise<void> {
    const held = await this.#ports.lease.hold({ ...this.#ports.us(), term: 0 }, revision)
    if (held === undefined) return
    this.#seen = { revision: held, holder: undefined }
    const term = await this.#ports.beginTerm()
    if (term === undefined) return
    this.#ours = { term, heldAt }
    await this.#keep()
    if (this.#ours === undefined) return
    // What is there to catch up with may take longer than a lease lasts: it is kept meanwhile.
    this.#takingOver = this.#ports.onElected(term).catch((error: unknown) => {
      this.#ports.onWarning(`term ${term} could not be begun: ${String(error)}`)
      this.#lose()
    })
  }
}

/** Rejects when the work takes too long: a server that does not answer must not keep us from asking again. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), stepMs)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
