// Texts that differ little differ in their hash, in either half.

import { expect, test } from 'vitest'
import { textHash } from './text-hash.ts'

test('no two of many texts that differ in two places share a hash, and few share a half', () => {
  const base = JSON.stringify(Array.from({ length: 40 }, (_, at) => [at, 'running', false]))
  const texts = new Set<string>()
  for (let first = 0; first < base.length; first++)
    for (let second = first; second < Math.min(base.length, first + 40); second += 3)
      for (const put of ['0', '1', '2'])
        texts.add(`${base.slice(0, first)}${put}${base.slice(first + 1, second)}1${base.slice(second + 1)}`)
  const hashes = [...texts].map(textHash)
  expect(texts.size).toBeGreaterThan(10_000)
  expect(new Set(hashes.map(({ high, low }) => `${high} ${low}`)).size).toBe(texts.size)
  // By chance, so many share 32 bits: n² / 2³³.
  const byChance = texts.size ** 2 / 2 ** 33
  for (const half of ['high', 'low'] as const)
    expect(texts.size - new Set(hashes.map((hash) => hash[half])).size).toBeLessThan(byChance * 5 + 5)
})
