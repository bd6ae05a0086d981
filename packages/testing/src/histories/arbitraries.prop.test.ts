// The arbitraries keep their promises: documents are taken, histories are long and stay histories when they shrink, states are reached,
// nodes may behave as they like, a log may fail as it likes.

import { hashState, replay } from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import { checkInvariants } from '@cutover/invariants'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { playTwice } from '../model/play.ts'
import { engineOn, smallLog } from '../small-engines.ts'
import { statusChange } from '../small-states.ts'
import { arbitraryFaultSchedule } from './arbitrary-faults.ts'
import { arbitraryHistory, arbitraryState } from './arbitrary-history.ts'
import { arbitraryJob } from './arbitrary-job.ts'
import { arbitraryBehaviour, playBehaviours } from './behaviour.ts'
import { firstState } from './first-state.ts'

test('every job is taken by the server', () => {
  fc.assert(
    fc.property(arbitraryJob(), (job) => {
      expect(submissionOf(firstState, { body: JSON.stringify({ Job: job }) }, 'global')).toMatchObject({ ok: true })
    }),
  )
})

test('histories are fifty commands long on the average, and the core and the model agree on them', () => {
  const lengths: number[] = []
  fc.assert(
    fc.property(arbitraryHistory(), (intents) => {
      lengths.push(intents.length)
      expect(playTwice(intents).divergence).toBeUndefined()
    }),
  )
  expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBeGreaterThanOrEqual(50)
})

test('a failing history shrinks to a short one that is still played', () => {
  const run = fc.check(
    fc.property(arbitraryHistory(), (intents) => {
      return ![...playTwice(intents).state.tables.deployments].some(({ status }) => status === 'paused')
    }),
    { seed: 3, endOnFailure: false },
  )
  const [shrunk] = run.counterexample ?? []
  expect(run.failed).toBe(true)
  expect(shrunk?.length).toBeLessThanOrEqual(6)
})

test('states are reached by histories: rows of every kind occur in them', () => {
  const states = fc.sample(arbitraryState(), 20)
  const has = (count: (tables: (typeof states)[number]['tables']) => number): boolean =>
    states.some(({ tables }) => count(tables) > 0)
  expect(has(({ deployments }) => [...deployments].length)).toBe(true)
  expect(has(({ allocations }) => [...allocations].length)).toBe(true)
  expect(has(({ evaluations }) => [...evaluations].length)).toBe(true)
})

test('however nodes behave, every invariant holds after every entry', () => {
  fc.assert(
    fc.property(arbitraryJob(), fc.array(arbitraryBehaviour, { minLength: 1, maxLength: 6 }), (job, behaviours) => {
      playBehaviours({ job, behaviours, stepsMax: 150 }, (before, entry, after) => {
        expect(checkInvariants(before, entry, after, { managed: true, quick: true })).toEqual([])
      })
    }),
    { numRuns: 30 },
  )
})

test('however a log fails, what is read is the fold of what it holds', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryFaultSchedule, async (schedule) => {
      const log = await smallLog()
      const engine = await engineOn(log)
      const first = engine.read()
      log.faults.push(...schedule)
      for (let n = 0; n < 6; n++) await engine.submit(statusChange(n)).catch(() => undefined)
      const read = engine.read()
      const entries = await log.read(first.lastIndex + 1, 1_000)
      const held = entries.filter(({ index }) => index <= read.lastIndex)
      await engine.close()
      expect(hashState(held.reduce(replay, first))).toBe(hashState(read))
    }),
    { numRuns: 40 },
  )
})
