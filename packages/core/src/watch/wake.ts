// When the watcher has to look at a deployment though nothing happens: the bound that the wake-up index is kept on.

import { type Deployment, isTerminal } from '../entities/deployment.ts'
import { type Micros, milliseconds, plus, zero } from '../time.ts'
import { deadlineBound } from './deadline.ts'

/** How long all watchers together collect what their batches hand over. Rules: semantics/3 §1.3.4. */
export const handOver: Micros = milliseconds(250)

/** An instant never later than the watcher's next business with this deployment; zero when it has none. */
export function wakeBound(deployment: Deployment): Micros {
  if (isTerminal(deployment)) return zero
  const deadline = deadlineBound(deployment)
  const opened = deployment.watch?.windowDue ?? zero
  const flush = opened === zero ? zero : plus(opened, handOver)
  if (deadline === zero) return flush
  return flush === zero || deadline < flush ? deadline : flush
}
