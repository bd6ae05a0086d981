// Folding many entries at once is folding them one by one, wherever the log is cut.

import { rolloutEntries } from '@cutover/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Entry, hashState, initialState, replay, replayAll, type State } from './index.ts'

const entries = rolloutEntries()
const first = initialState('rollout')
const states: State[] = [first]
for (const entry of entries) states.push(replay(states.at(-1) ?? first, entry))

function expectSame(found: State, wanted: State | undefined): void {
  expect({ ...found, tables: hashState(found) }).toEqual({ ...wanted, tables: wanted && hashState(wanted) })
}

test('a log in pieces folds to the state that it folds to entry by entry, and no state before is touched', () => {
  const cut = fc.integer({ min: 0, max: entries.length })
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 5 }), (cuts) => {
      const ends = [...cuts.sort((a, b) => a - b), entries.length]
      let state = first
      let from = 0
      for (const end of ends) {
        const piece: readonly Entry[] = entries.slice(from, end)
        const before = hashState(state)
        const after = replayAll(state, piece)
        expect(hashState(state)).toBe(before)
        expectSame(after, states[end])
        state = after
        from = end
      }
    }),
    { numRuns: 50 },
  )
})

test('no entries change nothing', () => {
  expect(replayAll(first, [])).toBe(first)
})
