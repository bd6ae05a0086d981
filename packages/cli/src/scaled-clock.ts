// A clock that runs faster or slower than the one under it; it starts with it.

import { type Micros, micros } from '@cutover/core'
import type { Clock } from '@cutover/engine'

/** The clock at `factor` times its speed. */
export function scaledClock(clock: Clock, factor: number): Clock {
  const start = clock.now()
  const scaled = (at: Micros): Micros => micros(start + Math.floor((at - start) * factor))
  const real = (at: Micros): Micros => micros(start + Math.ceil((at - start) / factor))
  return { now: () => scaled(clock.now()), setTimer: (at, fn) => clock.setTimer(real(at), fn) }
}
