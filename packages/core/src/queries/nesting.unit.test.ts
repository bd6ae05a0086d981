// How deep texts of strangers may be nested: filters, policies and bodies, on both sides of their limits, and that what stands side by side
// does not add up.

import { expect, test } from 'vitest'
import { readPolicyRules } from '../acl/policy-rules.ts'
import { readBody } from '../job-document/body-text.ts'
import { parseFilter } from './filter-syntax.ts'

function filterOf(depth: number): boolean {
  return !('fault' in parseFilter(`${'('.repeat(depth)}a == 1${')'.repeat(depth)}`))
}

function bodyOf(depth: number, [open = '', close = '']: readonly string[]): boolean {
  return readBody(`${open.repeat(depth)}1${close.repeat(depth)}`).ok
}

function policyOf(depth: number): string {
  const read = readPolicyRules(`namespace "a" { policy = ${'['.repeat(depth)}{}${']'.repeat(depth)} }`)
  return 'fault' in read ? read.fault : ''
}

test('filters', () => {
  expect([1, 499, 500, 501, 5_000].map(filterOf)).toEqual([true, true, false, false, false])
  expect(parseFilter(Array.from({ length: 600 }, () => '(a == 1)').join(' and '))).not.toHaveProperty('fault')
  expect(parseFilter(`${'('.repeat(500)}a == 1`)).toEqual({ fault: '1:501 (500): rule "grouping": Too many levels' })
})

test('bodies', () => {
  for (const marks of [
    ['[', ']'],
    ['{"a":', '}'],
  ])
    expect([1, 999, 1_000, 1_001, 9_000].map((depth) => bodyOf(depth, marks))).toEqual([true, true, true, false, false])
  expect(readBody(`[${Array.from({ length: 1_200 }, () => '[]').join()}]`).ok).toBe(true)
})

test('policies', () => {
  expect(policyOf(98)).not.toContain('too deeply nested')
  expect([110, 1_000].map((depth) => policyOf(depth).includes('too deeply nested'))).toEqual([true, true])
  const blocks = Array.from({ length: 150 }, (_, n) => `namespace "n${n}" { policy = "read" }`).join('\n')
  expect(readPolicyRules(blocks)).not.toHaveProperty('fault')
})
