// Every exhibit of the museum plays here without its bug, and names what exists. `npm run prove -- museum` makes every mistake and
// plays the exhibit again; here it is made once, as a sample.

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { assertInvariants, invariants } from '@cutover/invariants'
import { exhibits, isSound, playExhibit } from '@cutover/simulator'
import { describe, expect, test } from 'vitest'
import { museumMistakes } from './mutations/museum-mistakes.ts'
import { mutated } from './mutations/mutation.ts'
import { mutations } from './mutations/mutation-list.ts'
import { copySources, sourceOf } from './mutations/source-tree.ts'

const mistakes = [...mutations, ...museumMistakes]

describe('an exhibit', () => {
  test.each(exhibits)('$id ends well, every entry by the rules', (exhibit) => {
    const story = playExhibit(exhibit, (entry, after, before) =>
      assertInvariants(before, entry, after, { managed: true }),
    )
    expect(isSound(exhibit, story)).toBe(true)
  })
})

test('25 families at least, each with issues, no two of one name; the mistakes and invariants that they name exist', () => {
  expect(exhibits.length).toBeGreaterThanOrEqual(25)
  expect(new Set(exhibits.map(({ id }) => id)).size).toBe(exhibits.length)
  expect(exhibits.filter(({ issues }) => issues.length === 0)).toEqual([])
  expect(mistakes.map(({ name }) => name)).toEqual(expect.arrayContaining(exhibits.map(({ mistake }) => mistake)))
  const named = exhibits.flatMap(({ invariant }) => (invariant === undefined ? [] : [invariant]))
  expect(invariants.map(({ name }) => name)).toEqual(expect.arrayContaining(named))
})

test.each(museumMistakes)('the mistake fits the sources: $name', (mistake) => {
  const source = sourceOf(mistake.file)
  expect(mutated(mistake, source)).not.toBe(source)
})

test('a mistake brings its bug about', () => {
  const tree = copySources()
  try {
    tree.spoil(mistakes.find(({ name }) => name === 'forget the deadline of a running deployment'))
    const program = join(tree.root, 'packages/testing/src/mutations/exhibit-mutant.ts')
    const args = ['--import', 'tsx', '-C', '@cutover/source', program, 'deadline-outlived']
    const shown = JSON.parse(execFileSync(process.execPath, args, { cwd: tree.root, encoding: 'utf8' }))
    expect(shown).toMatchObject({ outcome: true })
  } finally {
    tree.remove()
  }
})
