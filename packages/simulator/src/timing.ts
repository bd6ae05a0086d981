// How long things take in the simulated fleet. The defaults reproduce recordings of a real cluster on one machine.

import { type Micros, micros, milliseconds, seconds } from '@cutover/core'

/** Delays of the simulated nodes, all in microseconds. */
export interface Timing {
  /** From the entry that places or changes an allocation until its node has it. */
  readonly pull: Micros
  /** From then until the first tasks run. */
  readonly taskStart: Micros
  /** From a kill until the task is dead. */
  readonly kill: Micros
  /** A task that never ran is reported this long after it finished (semantics/3 §2.2). */
  readonly lateReport: Micros
  /** How often a node looks whether it has something to report. */
  readonly tick: Micros
  /** Reports without a change of client status go out on every n-th tick only. */
  readonly typicalTicks: number
  /** How long the server collects reports into one entry. */
  readonly reportBatch: Micros
  /** A restart delay is stretched by this, in thousandths. */
  readonly restartJitter: number
  /** Least heartbeat time to live; each is stretched by up to as much again. */
  readonly heartbeatTtl: Micros
  /** Added to the time to live before a node counts as lost. */
  readonly heartbeatGrace: Micros
  /** How often checks are polled. */
  readonly checkPoll: Micros
}

/** The measured delays. */
export const defaultTiming: Timing = {
  pull: milliseconds(40),
  taskStart: milliseconds(185),
  kill: milliseconds(8),
  lateReport: milliseconds(4005),
  tick: milliseconds(200),
  typicalTicks: 5,
  reportBatch: milliseconds(50),
  restartJitter: 125,
  heartbeatTtl: seconds(5),
  heartbeatGrace: seconds(5),
  checkPoll: milliseconds(500),
}

/** A duration stretched by thousandths, rounded down. */
export function stretched(duration: Micros, thousandths: number): Micros {
  return micros(duration + Math.floor((duration * thousandths) / 1000))
}
