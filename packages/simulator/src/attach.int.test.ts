// The fleet on a real engine with a clock that moves when told: a rollout comes about, and a detached fleet says nothing more.

import { type Micros, seconds } from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import { defaultManagers } from '@cutover/core/managers'
import { createEngine, type Engine, fixedSeed, type ManualClock, manualClock, memoryLog } from '@cutover/engine'
import { expect, test } from 'vitest'
import { attachFleet } from './attach.ts'
import { jobOf } from './cluster.fixture.ts'
import { Fleet } from './fleet.ts'

const start: Micros = seconds(1_893_456_000)

async function settled(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}

async function letPass(clock: ManualClock, time: number): Promise<void> {
  const end = clock.now() + seconds(time)
  await settled()
  for (let due = clock.next(); due !== undefined && due <= end; due = clock.next()) {
    clock.advanceTo(due)
    await settled()
  }
  clock.advanceTo(end as Micros)
}

async function register(engine: Engine): Promise<void> {
  const submission = submissionOf(engine.read(), { body: JSON.stringify({ Job: jobOf({}) }) }, 'global')
  if (!submission.ok) throw new Error(submission.text)
  const { namespace, registration } = submission
  await engine.submit({ type: 'SubmitJob', namespace, registration })
}

test('a rollout on an engine ends well, and a detached fleet says nothing more', async () => {
  const clock = manualClock(start)
  const engine = await createEngine({
    log: memoryLog(),
    clock,
    seed: fixedSeed('attached'),
    managers: defaultManagers,
  })
  const attached = await attachFleet(engine, new Fleet({ seed: 'attached' }), clock)
  expect([...engine.read().tables.nodes].map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
    'client-1 ready',
    'client-2 ready',
    'client-3 ready',
  ])
  await register(engine)
  await letPass(clock, 10)
  expect([...engine.read().tables.deployments].map(({ status }) => status)).toEqual(['successful'])
  expect([...engine.read().tables.allocations].map(({ clientStatus }) => clientStatus)).toEqual(
    Array.from({ length: 3 }, () => 'running'),
  )
  await attached.detach()
  await engine.submit({
    type: 'StopJob',
    namespace: 'default',
    jobId: 'web',
    purge: false,
    noShutdownDelay: false,
    evaluationPriority: 0,
  })
  await letPass(clock, 10)
  expect([...engine.read().tables.allocations].map(({ clientStatus }) => clientStatus)).not.toContain('complete')
  await engine.close()
})
