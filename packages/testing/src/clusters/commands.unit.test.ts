// Whatever is asked of whatever cluster, one thing after the other and with no process manager between them, comes to what it always came
// to: the entries, their events on the stream, and the rows, each of them and their hash. `npm test -- --update` tells it anew.

import { hashState, isRefusal } from '@cutover/core'
import { beginHistory, entryAt, extendHistory, forkAt, type History, stateAt } from '@cutover/core/explain'
import { expect, test } from 'vitest'
import { digestAnswers } from './tell-answers.ts'
import { digestCommands, giveCommands } from './tell-commands.ts'

const fixtures = new URL('../../fixtures/clusters/', import.meta.url).pathname

test.each([0, 1, 2, 3])('commands of group %s come to what is written down', async (group) => {
  const seeds = Array.from({ length: 8 }, (_, n) => 1 + group * 8 + n)
  const lines = seeds.map((seed) => digestCommands(seed, 120))
  await expect(lines.join('\n')).toMatchFileSnapshot(`${fixtures}commands-${group}.txt`)
})

test.each([0, 1, 2, 3])('the managers answer states of group %s as written down', async (group) => {
  const seeds = Array.from({ length: 4 }, (_, n) => 41 + group * 4 + n)
  const lines = seeds.map((seed) => digestAnswers(seed, 48, 4))
  await expect(lines.join('\n')).toMatchFileSnapshot(`${fixtures}answers-${group}.txt`)
})

// How many entries lie before each state that is kept.
const kept = (history: History): readonly number[] => history.kept.map(({ lastIndex }) => lastIndex)

test('a history keeps the same states however it came together, and knows the state after every entry', () => {
  const { origin, taken } = giveCommands(77, 400)
  const entries = taken.flatMap(({ outcome }) => (isRefusal(outcome) ? [] : outcome.entries))
  const history = extendHistory(beginHistory(origin), entries)
  const oneByOne = entries.reduce((grown, entry) => extendHistory(grown, [entry]), beginHistory(origin))
  expect(kept(history).length).toBeGreaterThan(1)
  expect([kept(oneByOne), hashState(oneByOne.head)]).toEqual([kept(history), hashState(history.head)])
  const before = origin.lastIndex
  for (const [place, { index }] of entries.entries()) {
    expect([stateAt(history, index)?.lastIndex, entryAt(history, index)]).toEqual([index, entries[place]])
    const fork = forkAt(history, index)
    expect([fork?.entries.length, fork && kept(fork)]).toEqual([place + 1, kept(history).filter((at) => at <= index)])
    if (!fork || place % 40 !== 0) continue
    const again = extendHistory(fork, entries.slice(place + 1))
    expect([kept(again), hashState(again.head)]).toEqual([kept(history), hashState(history.head)])
  }
  expect([stateAt(history, before), entryAt(history, before), stateAt(history, before - 1)]).toEqual([
    origin,
    undefined,
    undefined,
  ])
  expect(stateAt(history, history.head.lastIndex + 1)).toBeUndefined()
})
