// Every exhibit of the museum plays here without its bug, and names what exists.

import { assertInvariants, invariants } from '@cutover/invariants'
import { exhibits, playExhibit } from '@cutover/simulator'
import { describe, expect, test } from 'vitest'
import { mutations } from './mutations/mutation-list.ts'

describe('an exhibit', () => {
  test.each(exhibits)('$id ends well, every entry by the rules', (exhibit) => {
    const story = playExhibit(exhibit, (entry, after, before) =>
      assertInvariants(before, entry, after, { managed: true }),
    )
    const last = story.findLastIndex((line) => line.startsWith('>'))
    expect(story.slice(last).join('\n')).toContain(exhibit.shows)
  })
})

test('twelve families at least, no two of one name; the mistakes and invariants that they name exist', () => {
  expect(exhibits.length).toBeGreaterThanOrEqual(12)
  expect(new Set(exhibits.map(({ id }) => id)).size).toBe(exhibits.length)
  const mistakes = exhibits.flatMap(({ mistake }) => (mistake === undefined ? [] : [mistake]))
  expect(mutations.map(({ name }) => name)).toEqual(expect.arrayContaining(mistakes))
  const named = exhibits.flatMap(({ invariant }) => (invariant === undefined ? [] : [invariant]))
  expect(invariants.map(({ name }) => name)).toEqual(expect.arrayContaining(named))
})
