// The checker of the kill test notices what it is there for: losses, doubles, gaps, entries that were seen and are gone.

import type { Entry } from '@cutover/core'
import { expect, test } from 'vitest'
import { actorOf, CommandHistory } from './command-history.ts'
import { entryAt } from './small-states.ts'

/** Two callers: `0:1` as entry 1, `1:1` as 2, `0:2` as 3; a reader saw entry 2. */
function told(): CommandHistory {
  const history = new CommandHistory(2)
  history.acknowledge({ caller: 0, number: 1 }, 1)
  history.acknowledge({ caller: 1, number: 1 }, 2)
  history.acknowledge({ caller: 0, number: 2 }, 3)
  history.see({ caller: 1, number: 1 }, 2)
  return history
}

async function* logOf(...actors: readonly string[]): AsyncGenerator<readonly Entry[]> {
  yield actors.map((actor, place) => ({ ...entryAt(place + 1), cause: { ...entryAt(1).cause, actor } }))
}

test('a log that holds what was told is right, with or without what was under way', async () => {
  for (const more of [[], ['1:2']]) {
    const history = told()
    history.reopen(3 + more.length, [2, 1 + more.length])
    await history.check(logOf('0:1', '1:1', '0:2', ...more))
    expect([history.problems, history.acknowledged, history.next]).toEqual([[], 3, [3, 2]])
  }
})

test.each([
  ['an acknowledged command that is lost', ['0:1', '1:1'], 'caller 0: 2 acknowledged, 1 in the log'],
  ['a command that was done twice', ['0:1', '1:1', '0:2', '0:2'], 'entry 4 is 0:2 where 0:3 is due'],
  ['commands that changed places', ['1:1', '0:1', '0:2'], '1:1 was acknowledged as entry 2, it is 1'],
  ['a command that nobody asked for', ['0:1', '1:1', '0:2', ''], 'entry 4 is  where 0:3 is due'],
])('%s is told', async (_, actors, problem) => {
  const history = told()
  await history.check(logOf(...actors))
  expect(history.problems).toContain(problem)
})

test('an entry that a reader saw and that is another now is told', async () => {
  const history = told()
  history.see({ caller: 1, number: 9 }, 3)
  await history.check(logOf('0:1', '1:1', '0:2'))
  expect(history.problems).toEqual(['entry 3 was seen as 1:9, it is 0:2'])
})

test('a gap is told', async () => {
  const history = told()
  async function* gapped(): AsyncGenerator<readonly Entry[]> {
    yield [1, 2, 4].map((index, place) => ({
      ...entryAt(index),
      cause: { ...entryAt(1).cause, actor: ['0:1', '1:1', '0:2'][place] ?? '' },
    }))
  }
  await history.check(gapped())
  expect(history.problems).toContain('entry 4 stands where 3 is due')
})

test('a restart that knows less than was told, or more than was asked for, is told', () => {
  const history = told()
  history.reopen(2, [1, 3])
  expect(history.problems).toEqual([
    'entry 3 was acknowledged or seen, the log ends at 2',
    'caller 0 was told of 2 commands, the state knows 1',
    'caller 1 asked for 2 commands, the state knows 3',
  ])
  history.acknowledge({ caller: 0, number: 4 }, 9)
  expect(history.problems.at(-1)).toBe(`${actorOf({ caller: 0, number: 4 })} was acknowledged out of turn`)
})
