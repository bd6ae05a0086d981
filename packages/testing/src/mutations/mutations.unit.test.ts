// Every deliberate mistake still fits the sources: a list that no longer does would prove nothing.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutated } from './mutation.ts'
import { mutations } from './mutation-list.ts'

const sourceOf = (file: string): string => readFileSync(new URL(`../../../core/src/${file}`, import.meta.url), 'utf8')

test.each(mutations.map((mutation) => [mutation.name, mutation] as const))('%s', (_name, mutation) => {
  const source = sourceOf(mutation.file)
  expect(mutated(mutation, source)).not.toBe(source)
})

test('there are at least thirty, and no two of one name', () => {
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
  expect(mutations.length).toBeGreaterThanOrEqual(30)
})

test('a mistake whose text is gone, or there twice, is an error', () => {
  const [first] = mutations
  if (!first) throw new Error('no mistake at all')
  expect(() => mutated(first, 'something else')).toThrow('occurs 0 times')
  expect(() => mutated(first, first.find + first.find)).toThrow('occurs 2 times')
})
