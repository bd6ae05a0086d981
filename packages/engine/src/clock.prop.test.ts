// Clocks as they are: they jump forward and back and stand still. Entries keep their order in time, deadlines are met by the
// log's own time, and what was written is what is read again.

import { hashState, type Manager, type Micros, micros, plus, type State, seconds } from '@cutover/core'
import { deploymentIdAt, engineOn, rounds, smallLog, start, statusChange } from '@cutover/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Clock, Engine } from './index.ts'

const deployments = 4
const patience = seconds(10)

/** Resumes what was paused, ten seconds of the log's time after. */
const resumer: Manager = {
  name: 'housekeeping',
  react: (state, { at }) =>
    [...paused(state)]
      .filter(({ due }) => due <= at)
      .map(({ n }) => ({ ...statusChange(n, 'running'), updatedAt: at })),
  nextWakeup: (state) => [...paused(state)].map(({ due }) => due).sort((a, b) => a - b)[0],
}

function* paused({ tables }: State): Generator<{ readonly n: number; readonly due: Micros }> {
  for (let n = 0; n < deployments; n++) {
    const row = tables.deployments.get(deploymentIdAt(n))
    if (row?.status === 'paused') yield { n, due: plus(row.modifyTime, patience) }
  }
}

/** A clock that is set to anything; its timers go off when they are told to, as those of a system whose clock was moved. */
class WildClock implements Clock {
  present: Micros = start
  #timers: (() => void)[] = []

  readonly now = (): Micros => this.present

  readonly setTimer = (_at: Micros, fn: () => void): (() => void) => {
    this.#timers.push(fn)
    return () => {
      this.#timers = this.#timers.filter((timer) => timer !== fn)
    }
  }

  fire(): void {
    const due = this.#timers
    this.#timers = []
    for (const timer of due) timer()
  }
}

type Move =
  | { readonly kind: 'pause'; readonly n: number }
  | { readonly kind: 'jump'; readonly by: number }
  | { readonly kind: 'fire' }

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('pause' as const), n: fc.nat(deployments - 1) }),
  fc.record({ kind: fc.constant('jump' as const), by: fc.integer({ min: -40_000_000, max: 40_000_000 }) }),
  fc.record({ kind: fc.constant('fire' as const) }),
)

async function make(next: Move, engine: Engine, clock: WildClock): Promise<void> {
  if (next.kind === 'jump') clock.present = micros(Math.max(0, clock.present + next.by))
  else if (next.kind === 'fire') clock.fire()
  else await engine.submit({ ...statusChange(next.n), updatedAt: engine.read().at || start })
  await rounds(2)
}

test('a clock that jumps and stands still never brings the log out of order, and no deadline is lost', async () => {
  let jumpsBack = 0
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 10, maxLength: 40, size: 'max' }), async (moves) => {
      const log = await smallLog(deployments)
      const clock = new WildClock()
      const engine = await engineOn(log, { clock, managers: [resumer] })
      for (const next of moves) {
        await make(next, engine, clock)
        if (next.kind === 'jump' && next.by < 0) jumpsBack += 1
      }
      const entries = await log.read(1, 1_000)
      expect(entries.map(({ index }) => index)).toEqual(entries.map((_, place) => place + 1))
      for (const [place, { at }] of entries.entries()) expect(at).toBeGreaterThanOrEqual(entries[place - 1]?.at ?? 0)
      // Once time has passed for good, everything that waited has been done.
      clock.present = plus(start, seconds(100_000))
      for (let n = 0; n < 3; n++) {
        clock.fire()
        await rounds(2)
      }
      expect([...paused(engine.read())]).toEqual([])
      expect(hashState((await engineOn(log)).read())).toBe(hashState(engine.read()))
    }),
    { numRuns: 60 },
  )
  expect(jumpsBack).toBeGreaterThan(50)
})

test('on a clock that stands still indexes rise, instants stay, and nothing is due', async () => {
  const clock = new WildClock()
  const engine = await engineOn(await smallLog(deployments), { clock, managers: [resumer] })
  for (let n = 0; n < deployments; n++) await engine.submit({ ...statusChange(n), updatedAt: start })
  clock.fire()
  await rounds()
  expect([engine.read().lastIndex, engine.read().at, [...paused(engine.read())].length]).toEqual([4, start, 4])
})

test('a jump back does not hold up what is due by the time that the log has reached', async () => {
  const clock = new WildClock()
  const engine = await engineOn(await smallLog(deployments), { clock, managers: [resumer] })
  await engine.submit({ ...statusChange(0), updatedAt: start })
  clock.present = plus(start, seconds(20))
  await engine.submit({ ...statusChange(1), updatedAt: plus(start, seconds(20)) })
  expect([...paused(engine.read())].map(({ n }) => n)).toEqual([1])
  clock.present = start
  clock.fire()
  await rounds()
  expect([...paused(engine.read())].map(({ n }) => n)).toEqual([1])
  expect(engine.read().at).toBe(plus(start, seconds(20)))
})
