// The state hash: pinned values, and how far a small change reaches.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addHashes, emptyHash, hashRow, hashText, printHash } from './hash.ts'

test('hashes are the same in every version and runtime', () => {
  expect(['', 'a', 'nomad', 'é😀', 'x'.repeat(1000)].map((text) => printHash(hashText(text)))).toMatchInlineSnapshot(`
    [
      "d81cb15a657b353b8953eed296d10711",
      "01cb361779df1feb3332bc8a066a888d",
      "0dcacc0a5b0faad7a0f51e5fb1af1d78",
      "7f4ee12a94e3e912e6053150f56588b1",
      "1d0b12e77c3220878bb8d1da1fc8f5ec",
    ]
  `)
  expect(printHash({ ...hashRow({ id: 'd1', modifyIndex: 7 }), count: 1 })).toMatchInlineSnapshot(
    `"fc870ba374c4a1af5aabaa1fa19ee173:1"`,
  )
})

test('equal values hash equally, however they are written down', () => {
  expect(hashRow({ a: 1, b: [2n], c: undefined })).toEqual(hashRow({ b: [2], a: 1 }))
  expect(hashRow({ a: -0 })).toEqual(hashRow({ a: 0 }))
})

test('a sum of hashes does not depend on the order', () => {
  const lane = fc.integer()
  const hash = fc.record({ a: lane, b: lane, c: lane, d: lane })
  fc.assert(
    fc.property(hash, hash, hash, (x, y, z) => {
      expect(addHashes(addHashes(x, y), z)).toEqual(addHashes(z, addHashes(y, x)))
      expect(printHash(addHashes(x, emptyHash))).toBe(printHash(x))
    }),
  )
})

test('among 200,000 similar texts no lane has more equal values than chance gives', () => {
  const count = 200_000
  const lanes = [new Set<number>(), new Set<number>(), new Set<number>(), new Set<number>()]
  for (let n = 0; n < count; n += 1) {
    const { a, b, c, d } = hashText(`{"id":"allocation-${n}","modifyIndex":${n % 10}}`)
    for (const [place, lane] of [a, b, c, d].entries()) lanes[place]?.add(lane)
  }
  // About n² / 2³³ = 4.7 pairs are expected to share a lane.
  for (const lane of lanes) expect(count - lane.size).toBeLessThan(25)
})

test('changing one bit of a text changes about half of the bits of every lane', () => {
  const base = 'the quick brown fox jumps over it'
  const flips = [0, 0, 0, 0]
  const trials = base.length * 7
  for (let n = 0; n < trials; n += 1) {
    const place = n % base.length
    const unit = base.charCodeAt(place) ^ (1 << Math.floor(n / base.length))
    const changed = lanesOf(base.slice(0, place) + String.fromCharCode(unit) + base.slice(place + 1))
    for (const [i, lane] of lanesOf(base).entries()) flips[i] = (flips[i] ?? 0) + bitsOf(lane ^ (changed[i] ?? 0))
  }
  for (const flipped of flips) {
    expect(flipped / trials).toBeGreaterThan(15)
    expect(flipped / trials).toBeLessThan(17)
  }
})

function lanesOf(text: string): readonly number[] {
  const { a, b, c, d } = hashText(text)
  return [a, b, c, d]
}

function bitsOf(word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length
}
