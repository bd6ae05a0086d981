// Simulated lives and shrinking as a person meets them: sums, reproducible scripts, and the smallest story that still shows it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inDirectory, run } from './command.fixture.ts'

test('a life keeps all formulas, and its seed alone repeats it', async () => {
  const args = ['sim', '--seed', 'tests', '--days', '1', '--json']
  const [first, second] = await Promise.all([run(args), run(args)])
  const [one, two] = [first, second].map(({ out }) => JSON.parse(out))
  expect([first.code, one.violations, one.days >= 1]).toEqual([0, 0, true])
  expect([two.entries, two.lines]).toEqual([one.entries, one.lines])
})

test('a long story becomes the few lines that a complaint needs, in three forms', async () => {
  await inDirectory(async (directory) => {
    const story = [
      'register api: 2 × app',
      'register web: 2 × app, canary 1, no reschedules; 1 × worker',
      'run 5m',
      'evaluate api',
      'scale api.app to 3',
      'run 5m',
      'change web: rev 1, crashes',
      'run 10m',
      'stop api',
    ]
    const out = join(directory, 'failed')
    const where = 'deployments: status == "failed" and jobId == "web"'
    const ended = await run(['shrink', '-', '--where', where, '--out', out], story.join('\n'))
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('/ui/#shrunk/1') })
    const lines = readFileSync(`${out}.txt`, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('> '))
    expect(lines).toEqual(['> register web: 1 × worker', '> change web: crashes', '> run 2m'])
    expect(readFileSync(`${out}.test.ts`, 'utf8')).toContain('watchForRows(')
  })
})

test.each([
  [['shrink'], 'say what to shrink'],
  [['shrink', '-', '--where', 'cats: x == 1'], 'a complaint begins with'],
  [['shrink', '-', '--invariant', 'none'], 'there is no formula none'],
  [['sim'], 'say which job documents'],
])('%j is refused', async (args, says) => {
  expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining(says) })
})
