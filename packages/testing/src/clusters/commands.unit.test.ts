// Whatever is asked of whatever cluster, one thing after the other and with no process manager between them, comes to what it always came
// to: the entries, their events on the stream, and the rows, each of them and their hash. `npm test -- --update` tells it anew.

import { expect, test } from 'vitest'
import { digestAnswers } from './tell-answers.ts'
import { digestCommands } from './tell-commands.ts'

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
