// Sums are the same on every version of Node, and those that everybody knows.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createChecksum, tableChecksum } from './checksum.ts'

test('the sum of Node and our own agree on any bytes', () => {
  const [theirs, ours] = [createChecksum(), tableChecksum()]
  fc.assert(fc.property(fc.uint8Array({ maxLength: 10_000, size: 'max' }), (bytes) => theirs(bytes) === ours(bytes)))
})

test.each([[createChecksum()], [tableChecksum()]])('the check value of CRC-32 comes out', (checksum) => {
  expect(checksum(Buffer.from('123456789'))).toBe(0xcbf43926)
})
