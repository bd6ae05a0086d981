// How the cases compare what servers write.

import { expect, test } from 'vitest'
import { isLater } from './case.ts'

test('instants are compared as instants, with a fraction or without', () => {
  const rising = [
    null,
    '2026-11-28T18:22:08Z',
    '2026-11-28T18:22:08.000001Z',
    '2026-11-28T18:22:08.5Z',
    '2026-11-28T18:22:09Z',
  ]
  for (const [place, instant] of rising.entries())
    for (const [other, than] of rising.entries()) expect(isLater(instant, than)).toBe(place > other)
})
