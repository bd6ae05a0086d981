// A run is what its lines say: played again, forked, shared and exported it is the same.

import { expect, test } from 'vitest'
import { firstDifference, play, spokenUntil } from './run.ts'
import { decodeRun, encodeRun } from './share.ts'

const spoken = [
  { at: 0, line: 'register web: 3 × app, canary 1' },
  { at: 6, line: 'change web: rev 1' },
  { at: 12.5, line: 'promote d2' },
]

test('played in small steps it is the same as played at once', () => {
  const once = play(spoken, 30).run
  const player = play([], 0)
  for (let second = 0; second <= 30; second += 0.25) {
    player.until(second)
    for (const { at, line } of spoken) if (at === second) player.say(line)
  }
  expect([firstDifference(once, player.run), player.run.history.entries.length]).toEqual([
    undefined,
    once.history.entries.length,
  ])
})

test('a fork shares the beginning and differs from where something else was done', () => {
  const first = play(spoken, 30).run
  const fork = play(spokenUntil(spoken, 12), 12)
  fork.say('fail d2')
  fork.until(30)
  const place = firstDifference(first, fork.run)
  const entry = place === undefined ? undefined : fork.run.history.entries[place]
  expect(entry?.cause.command).toBe('FailDeployment')
})

test('what the engine refuses is told, what makes no sense is thrown', () => {
  const player = play(spoken.slice(0, 1), 0.1)
  player.say('promote d9')
  expect(player.run.refusal).not.toBe('')
  expect(() => player.say('explode')).toThrow('does not know how to')
})

test('a link brings the same run back, and is short', async () => {
  const link = await encodeRun({ nodes: 3, until: 30, spoken, cursor: 12 })
  const shared = await decodeRun(link)
  expect(shared).toEqual({ nodes: 3, until: 30, spoken, cursor: 12 })
})

test.each(['2abc', '1%%%', '1', ''])('a damaged link says so: %s', async (text) => {
  expect(typeof (await decodeRun(text))).toBe('string')
})
