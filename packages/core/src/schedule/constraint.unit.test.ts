// Every operator of constraints on every pair of some values, as a table that people read: a row for each left side, `y` where it holds.
// Rules: semantics/2 §3.1 step 7. `npm test -- --update` prints it anew.

import { expect, test } from 'vitest'
import { checkOperand, hostFinds } from './constraint.ts'

const lefts = [
  undefined,
  '',
  '1',
  '2',
  '10',
  '1.0',
  '1.2.3',
  '1.2.3-a',
  '1.2.3-b',
  'v1.2.3',
  '1.2.3+x',
  '1.3',
  '2.0.0-beta',
  'x',
  'a,b',
  'b , a',
]
const plain = [undefined, '', '1', '2', '10', '1.0', 'x', 'a', 'a,b', 'b, c', '^1', '[']
const conditions = [
  ...[
    '1.2.3',
    '= 1.2.3',
    '!= 1.2.3',
    '> 1.2.3',
    '>= 1.2.3',
    '< 1.2.3',
    '<= 1.2.3',
    '~> 1.2.3',
    '~> 1.2',
    '~> 1',
    '> 1.2.3-a',
  ],
  ...['<= 1.2.3-a', '~> 1.2.3-a', '>= 1.2, < 2', '>= 1, != 1.2.3', '>= 2.0.0-alpha', 'x', '', '1.2.3.0', '~> 1.2.3.4'],
]
const operators = [
  ...['=', '==', 'is', '', '!=', 'not', '<', '<=', '>', '>=', 'is_set', 'is_not_set', 'regexp', 'unknown'],
  ...[
    'set_contains',
    'set_contains_all',
    'set_contains_any',
    'distinct_hosts',
    'distinct_property',
    'version',
    'semver',
  ],
]

test('every operator holds where it is written down to hold', async () => {
  const lines = operators.flatMap((operator) => {
    const rights = operator === 'version' || operator === 'semver' ? conditions : plain
    const rows = lefts.map((left) => {
      const marks = rights.map((right) => (checkOperand(operator, left, right, hostFinds) ? 'y' : '·'))
      return `  ${marks.join('')} ${left === undefined ? 'absent' : JSON.stringify(left)}`
    })
    return [`# ${operator} with ${rights.map((right) => JSON.stringify(right) ?? 'absent').join(' ')}`, ...rows]
  })
  const file = new URL('../../../testing/fixtures/languages/operators.txt', import.meta.url)
  await expect(lines.join('\n')).toMatchFileSnapshot(file.pathname)
})
