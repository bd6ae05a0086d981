// What is left is small, still shows it, and lacks nothing that could be left out.

import { expect, test } from 'vitest'
import { createLots } from '../lots.ts'
import { shrinkLines, shrinkList } from './shrink.ts'

test('of any list the items that matter are left, in their order', () => {
  const lots = createLots('shrink')
  for (let round = 0; round < 200; round++) {
    const items = Array.from({ length: 1 + lots.below(60) }, (_, at) => at)
    const matters = new Set(items.filter(() => lots.below(8) === 0))
    const shows = (some: readonly number[]): boolean => [...matters].every((item) => some.includes(item))
    expect(shrinkList(items, shows)).toEqual([...matters])
  }
})

test('lines, waits and words go, and what is spoken at the end stays', () => {
  const lines = [
    'register web: 4 × app, canary 1, auto_revert; 2 × worker',
    'register api: 1 × app',
    'run 300s',
    'pause web',
    ...Array.from({ length: 60 }, (_, at) => `evaluate api${at}`),
    'fail web',
  ]
  const shows = (some: readonly string[]): boolean => {
    const text = some.join('\n')
    return /register web: 4 × app.*canary 1/.test(text) && /run (\d\d+)s\npause web[\s\S]*fail web$/.test(text)
  }
  expect(shrinkLines(lines, shows)).toEqual(['register web: 4 × app, canary 1', 'run 18s', 'pause web', 'fail web'])
})
