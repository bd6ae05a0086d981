// Process managers in an engine: asked after each entry, at the instant they wish, after a restart, and after a failure.

import { type Manager, type Micros, plus, type State, seconds } from '@cutover/core'
import { deploymentIdAt, engineOn, rounds, smallLog, start, statusChange, statusOf } from '@cutover/testing'
import { expect, test } from 'vitest'
import { manualClock } from './index.ts'

const patience = seconds(10)

/** Resumes what was paused, ten seconds after. */
const resumer: Manager = {
  name: 'housekeeping',
  react: (state, { at }) =>
    [...paused(state)].filter((due) => due.at <= at).map(({ n }) => ({ ...statusChange(n, 'running'), updatedAt: at })),
  nextWakeup: (state) => [...paused(state)].map(({ at }) => at).sort((a, b) => a - b)[0],
}

function* paused(state: State): Generator<{ readonly n: number; readonly at: Micros }> {
  for (let n = 0; n < 8; n++) {
    const row = state.tables.deployments.get(deploymentIdAt(n))
    if (row?.status === 'paused') yield { n, at: plus(row.modifyTime, patience) }
  }
}

test('a manager is asked at the instant it wished, with one timer for all', async () => {
  const clock = manualClock(start)
  const engine = await engineOn(await smallLog(), { clock, managers: [resumer] })
  await engine.submit(statusChange(0))
  await engine.submit({ ...statusChange(1), updatedAt: plus(start, seconds(3)) })
  expect([clock.pending(), clock.next()]).toEqual([1, plus(start, patience)])
  clock.advanceTo(plus(start, patience))
  await rounds()
  expect([statusOf(engine.read(), 0), statusOf(engine.read(), 1)]).toEqual(['running', 'paused'])
  expect([clock.pending(), clock.next()]).toEqual([1, plus(start, seconds(13))])
  clock.advanceTo(plus(start, seconds(20)))
  await rounds()
  expect([statusOf(engine.read(), 1), clock.pending()]).toEqual(['running', 0])
  expect(engine.read().at).toBe(plus(start, seconds(20)))
})

test('what was due while nobody ran is done when the engine starts', async () => {
  const log = await smallLog()
  const first = await engineOn(log, { managers: [resumer] })
  await first.submit(statusChange(0))
  await first.close()
  const second = await engineOn(log, { clock: manualClock(plus(start, seconds(60))), managers: [resumer] })
  expect(statusOf(second.read(), 0)).toBe('running')
  expect(await log.read(2, 9)).toMatchObject([{ index: 2, term: 2, cause: { by: 'housekeeping', command: '' } }])
})

test('a wake-up whose append fails comes again', async () => {
  const log = await smallLog()
  const clock = manualClock(start)
  const engine = await engineOn(log, { clock, managers: [resumer] })
  await engine.submit(statusChange(0))
  log.faults.push({ kind: 'rejected', reason: 'full' })
  clock.advanceTo(plus(start, patience))
  await rounds()
  expect([statusOf(engine.read(), 0), engine.status().storageFailure]).toEqual(['paused', 'full'])
  clock.advanceTo(plus(start, seconds(11)))
  await rounds()
  expect([statusOf(engine.read(), 0), engine.status().storageFailure]).toEqual(['running', undefined])
})

test('what others wrote is shown to the managers', async () => {
  const log = await smallLog()
  const engine = await engineOn(log, { managers: [resumer], clock: manualClock(plus(start, seconds(60))) })
  const description = 'theirs'
  log.faults.push({
    kind: 'overtaken',
    by: (after) => [
      {
        index: after + 1,
        term: 9,
        at: start,
        cause: { change: 'UpdateDeploymentStatus', command: '', by: 'operator', actor: '', after: 0 },
        events: [{ type: 'DeploymentPaused', deploymentId: deploymentIdAt(5), description, updatedAt: start }],
      },
    ],
  })
  await engine.submit({ ...statusChange(0), updatedAt: plus(start, seconds(60)) })
  expect([statusOf(engine.read(), 5), statusOf(engine.read(), 0)]).toEqual(['running', 'paused'])
})

test('closing leaves no timer', async () => {
  const clock = manualClock(start)
  const engine = await engineOn(await smallLog(), { clock, managers: [resumer] })
  await engine.submit(statusChange(0))
  await engine.close()
  expect(clock.pending()).toBe(0)
})
