// When the watcher has to look at a deployment though nothing happens: the bound that the wake-up index is kept on.

import { type Deployment, isTerminal, watchOf } from '../entities/deployment.ts'
import { earliest, type Micros, milliseconds, plus, zero } from '../time.ts'
import { deadlineBound } from './deadline.ts'

/** How long all watchers together collect what their batches hand over. Rules: semantics/3 §1.3.4. */
const handOver: Micros = milliseconds(250)

/** An instant never later than the watcher's next business with this deployment; zero when it has none. */
export function wakeBound(deployment: Deployment): Micros {
  if (isTerminal(deployment)) return zero
  return earliest([deadlineBound(deployment), flushDue(deployment)]) ?? zero
}

/** When the open batch of the deployment's watcher is handed over; undefined while none is open. */
export function flushDue(deployment: Deployment): Micros | undefined {
  const { windowDue } = watchOf(deployment)
  return windowDue === zero ? undefined : plus(windowDue, handOver)
}
