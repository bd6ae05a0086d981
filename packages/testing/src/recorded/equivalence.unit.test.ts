// The committed page on equivalence says what the list of oddities says now.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { equivalencePage } from './equivalence.ts'

const fromOddities = (page: string): string => page.slice(page.indexOf('## Oddities of Nomad'))

test('docs/equivalence.md is up to date but for its figures', () => {
  const committed = readFileSync(new URL('../../../../docs/equivalence.md', import.meta.url), 'utf8')
  expect(fromOddities(committed)).toBe(fromOddities(equivalencePage([])))
})
