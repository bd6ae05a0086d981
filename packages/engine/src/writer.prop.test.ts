// Whatever the store does and whenever commands come: an answer tells the truth about the log, readers see only what is in it,
// and the state is its fold.

import { hashState } from '@cutover/core'
import { engineOn, entriesFrom, type Fault, type FaultLog, rounds, smallLog, statusChange } from '@cutover/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Engine, Submitted } from './index.ts'

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant<Fault>({ kind: 'held' }),
  fc.constant<Fault>({ kind: 'rejected', reason: 'full' }),
  fc.boolean().map<Fault>((written) => ({ kind: 'unknown', written })),
  fc.integer({ min: 1, max: 3 }).map<Fault>((count) => ({
    kind: 'overtaken',
    by: (after) => entriesFrom(after + 1, count).map((entry) => ({ ...entry, events: [] })),
  })),
)

/** Turns of the event loop that an append takes, what goes wrong with it, and how many commands come before the next pause. */
const play = fc.record({
  faults: fc.array(fc.record({ fault, turns: fc.nat(6) }), { minLength: 1, maxLength: 12 }),
  bursts: fc.array(fc.record({ count: fc.constantFrom(1, 3, 40, 150, 300), turns: fc.nat(4) }), {
    minLength: 1,
    maxLength: 8,
  }),
})

interface Told {
  readonly description: string
  readonly submitted: Submitted
}

/** Asks in bursts; every command has a text of its own, one in nine is refused. */
async function ask(engine: Engine, bursts: readonly { count: number; turns: number }[]): Promise<readonly Told[]> {
  const told: Promise<Told>[] = []
  for (const { count, turns } of bursts) {
    for (let n = 0; n < count; n++) {
      const description = `n° ${told.length}`
      const command = { ...statusChange(told.length % 9), description }
      told.push(engine.submit(command).then((submitted) => ({ description, submitted })))
    }
    await rounds(turns)
  }
  return Promise.all(told)
}

async function expectNothingEarly(engine: Engine, log: FaultLog): Promise<void> {
  const { lastIndex } = engine.read()
  expect(lastIndex).toBeLessThanOrEqual(await log.lastIndex())
}

test('answers, readers and the log agree, whatever the store does', async () => {
  await fc.assert(
    fc.asyncProperty(play, async ({ faults, bursts }) => {
      const log = await smallLog()
      const coming = [...faults]
      const engine = await engineOn({
        ...log,
        append: async (expected, entries) => {
          await expectNothingEarly(engine, log)
          const next = coming.shift()
          if (next) log.faults.push(next.fault)
          await rounds(next?.turns ?? 1)
          await expectNothingEarly(engine, log)
          return log.append(expected, entries)
        },
      })
      const told = await ask(engine, bursts)
      // Whatever was in doubt is found out before the next command.
      coming.length = 0
      expect(await engine.submit(statusChange(0))).toMatchObject({ outcome: 'accepted' })
      const entries = await log.read(1, 10_000)
      const textAt = new Map(
        entries.flatMap(({ index, events: [event] }) =>
          event?.type === 'DeploymentPaused' ? [[index, event.description]] : [],
        ),
      )
      const written = new Set(textAt.values())
      let last = 0
      for (const { description, submitted } of told) {
        if (submitted.outcome === 'accepted') {
          expect(submitted.indexes.map((index) => textAt.get(index))).toEqual([description])
          expect(submitted.indexes[0]).toBeGreaterThan(last)
          last = submitted.indexes[0] ?? 0
        } else if (submitted.outcome === 'refused' || (submitted.outcome === 'storage-failed' && submitted.certain))
          expect(written.has(description)).toBe(false)
        else expect(submitted).toMatchObject({ outcome: 'storage-failed', certain: false })
      }
      expect(entries.length).toBe(await log.lastIndex())
      expect(hashState(engine.read())).toBe(hashState((await engineOn(log)).read()))
    }),
    { numRuns: 40 },
  )
})
