// The engine on a log in memory: durability before success, order, readers, restart, faults.

import { hashState, micros, seconds } from '@cutover/core'
import { deploymentIdAt, stateWithDeployments } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { createEngine, type Engine, type EngineOptions, fixedSeed, type Log, manualClock, memoryLog, snapshotOf } from './index.ts'

const start = micros(1_700_000_000_000_000)

async function logWith(count: number): Promise<Log> {
  const log = memoryLog()
  await log.putSnapshot(snapshotOf(stateWithDeployments(count)))
  return log
}

async function engineOn(log: Log, options: Partial<EngineOptions> = {}): Promise<Engine> {
  return createEngine({ log, clock: manualClock(start), seed: fixedSeed('other'), managers: [], ...options })
}

const pause = (n: number, pause = true): { type: 'PauseDeployment'; deploymentId: string; pause: boolean } => ({
  type: 'PauseDeployment', deploymentId: deploymentIdAt(n), pause,
})

test('a command is durable when it is answered', async () => {
  const log = await logWith(1)
  const engine = await engineOn(log)
  const submitted = await engine.submit(pause(0), { actor: 'anna' })
  expect(submitted).toMatchObject({ outcome: 'accepted', indexes: [1], reply: { index: 1 } })
  expect(await log.read(1, 10)).toMatchObject([{ index: 1, term: 1, cause: { actor: 'anna', by: 'operator' } }])
  expect(engine.read().tables.deployments.get(deploymentIdAt(0))?.status).toBe('paused')
})
