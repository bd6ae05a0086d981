// Engines and logs to try things on: a small log with faults to come, an engine with a clock that stands still.

import type { State } from '@cutover/core'
import {
  createEngine,
  type Engine,
  type EngineOptions,
  fixedSeed,
  type Log,
  manualClock,
  memoryLog,
  snapshotOf,
} from '@cutover/engine'
import { type FaultLog, faultLog } from './fault-log.ts'
import { deploymentIdAt, start, stateWithDeployments } from './small-states.ts'

/** A log in memory that begins with some running deployments. */
export async function smallLog(deployments = 8): Promise<FaultLog> {
  const log = memoryLog()
  await log.putSnapshot(snapshotOf(stateWithDeployments(deployments)))
  return faultLog(log)
}

/** An engine without managers, on a clock that only moves when told. */
export async function engineOn(log: Log, options: Partial<EngineOptions> = {}): Promise<Engine> {
  return createEngine({ log, clock: manualClock(start), seed: fixedSeed('small'), managers: [], ...options })
}

/** The status of the n-th deployment. */
export function statusOf(state: State, n: number): string | undefined {
  return state.tables.deployments.get(deploymentIdAt(n))?.status
}

/** Something to wait for, and what ends the wait. */
export interface Gate {
  readonly until: Promise<void>
  readonly open: () => void
}

/** A closed gate. */
export function gate(): Gate {
  let open = (): void => undefined
  const until = new Promise<void>((resolve) => {
    open = resolve
  })
  return { until, open }
}

/** Lets everything that can go on without time or IO go on. */
export async function rounds(count = 20): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise<void>((resolve) => setImmediate(resolve))
}
