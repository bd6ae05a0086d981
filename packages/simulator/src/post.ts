// The way of the fleet's messages to the servers, which may deliver a report twice or after the one that follows it.

import type { FleetMessage } from './message.ts'

/** What becomes of the next report: it arrives twice, or after the one that follows it. */
export type Disturbance = 'twice' | 'late'

/** Delivers messages, in order but for what was asked for. */
export class Post {
  #disturbances: Disturbance[] = []
  #held: FleetMessage[] = []

  /** The next report that nothing was asked for yet. */
  disturb(how: Disturbance): void {
    this.#disturbances.push(how)
  }

  deliver(messages: readonly FleetMessage[]): readonly FleetMessage[] {
    if (this.#disturbances.length === 0 && this.#held.length === 0) return messages
    return messages.flatMap((message) => (message.kind === 'report' ? this.#pass(message) : [message]))
  }

  #pass(message: FleetMessage): readonly FleetMessage[] {
    const how = this.#disturbances.shift()
    if (how === 'late') {
      this.#held.push(message)
      return []
    }
    const held = this.#held
    this.#held = []
    return how === 'twice' ? [message, message, ...held] : [message, ...held]
  }
}
