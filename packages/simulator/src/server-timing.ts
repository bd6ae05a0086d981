// How long servers take between an entry and what their process managers make of it. The core knows no such delays: a world that
// wants them asks its managers later. The defaults reproduce recordings of a real server.

import { type Micros, milliseconds } from '@cutover/core'

/** Delays of the simulated servers, in microseconds. */
export interface ServerTiming {
  /** From the entry of an evaluation until a worker has taken it, with its snapshot. */
  readonly dequeue: Micros
  /** From then until its plan is committed and it is complete. */
  readonly plan: Micros
  /** How many evaluations are worked on at once; those of one job never are. */
  readonly workers: number
  /** From the entry that changes an allocation until the watcher has looked at it. */
  readonly watch: Micros
  /** From the entry that changes a deployment until its watcher knows: longer than `watch` (semantics/3 §1.3.3). */
  readonly refresh: Micros
  /** From the entry that changes an allocation or node until the drainer has looked at it. */
  readonly drain: Micros
  /** From the end of an evaluation until those that it made pointless are cancelled. */
  readonly cancel: Micros
}

/** The measured delays. */
export const recordedServers: ServerTiming = {
  dequeue: milliseconds(3),
  plan: milliseconds(8),
  workers: 2,
  watch: milliseconds(3),
  refresh: milliseconds(5),
  drain: milliseconds(2),
  cancel: milliseconds(5),
}
