// The simulated fleet on a running engine and a real clock: follows the log, and submits what the nodes have to say.

import type { Command, Entry, Micros } from '@cutover/core'
import type { Clock, Engine } from '@cutover/engine'
import type { Fleet } from './fleet.ts'
import { commandsOf } from './message-commands.ts'

/** A fleet at work. */
export interface AttachedFleet {
  /** Stops the nodes; what they have sent already stays. */
  readonly detach: () => Promise<void>
}

/** Lets the fleet's nodes join and follow what the servers want, until it is detached. */
export async function attachFleet(engine: Engine, fleet: Fleet, clock: Clock): Promise<AttachedFleet> {
  const following = new Following(engine, fleet, clock)
  await following.start()
  return { detach: () => following.stop() }
}

class Following {
  readonly #engine: Engine
  readonly #fleet: Fleet
  readonly #clock: Clock
  readonly #changes: ReturnType<Engine['subscribe']>
  #loop: Promise<void> = Promise.resolve()
  #cancelTimer: () => void = () => undefined
  #stopped = false

  constructor(engine: Engine, fleet: Fleet, clock: Clock) {
    this.#engine = engine
    this.#fleet = fleet
    this.#clock = clock
    this.#changes = engine.subscribe()
  }

  async start(): Promise<void> {
    const now = this.#clock.now()
    for (const message of this.#fleet.registrations(now)) await this.#tell(commandsOf(message, this.#engine.read()))
    this.#observe([])
    this.#loop = this.#follow()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancelTimer()
    await this.#changes.return?.(undefined)
    await this.#loop
  }

  async #follow(): Promise<void> {
    for await (const { entry } of this.#changes) {
      if (this.#stopped) return
      this.#observe([entry])
    }
  }

  #observe(entries: readonly Entry[]): void {
    this.#fleet.observe(this.#engine.read(), this.#clock.now(), entries)
    this.#arm()
  }

  #arm(): void {
    this.#cancelTimer()
    const due = this.#fleet.due()
    if (due === undefined || this.#stopped) return
    this.#cancelTimer = this.#clock.setTimer(due, () => this.#fire(this.#clock.now()))
  }

  #fire(now: Micros): void {
    if (this.#stopped) return
    const messages = this.#fleet.run(now)
    for (const message of messages) void this.#tell(commandsOf(message, this.#engine.read()))
    this.#arm()
  }

  // What the servers do not take is not lost: the nodes' next report carries the newest state.
  async #tell(commands: readonly Command[]): Promise<void> {
    for (const command of commands) await this.#engine.submit(command, { by: 'fleet' })
  }
}
