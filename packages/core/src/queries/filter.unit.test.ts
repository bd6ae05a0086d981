// The filter language of lists, case by case: client-surface §2.6.

import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { isRefusal } from '../refusal.ts'
import { type CompiledPattern, readFilter } from './filter.ts'

const datum: JsonObject = {
  ID: 'd1',
  Name: 'web',
  Status: 'running',
  JobVersion: 2,
  Stop: false,
  Job: null,
  Tags: ['a', 'b'],
  Meta: { owner: 'ops' },
  TaskGroups: { app: { DesiredTotal: 3 } },
}

// Enough of regular expressions for these cases: their engine is the caller's affair.
function compile(pattern: string): CompiledPattern {
  return pattern === '[' ? { fault: 'missing closing ]' } : new RegExp(pattern.replace('(?i)', ''), 'i')
}

function outcome(text: string): boolean | string {
  const filter = readFilter(text, compile)
  if (isRefusal(filter)) return filter.text
  const passes = filter(datum)
  return typeof passes === 'boolean' ? passes : passes.text
}

describe('a filter lets pass', () => {
  test.each([
    '',
    'Status == running',
    'Status=="running"',
    'Status == `running`',
    'Status != "failed"',
    'JobVersion == 2',
    'Stop == false',
    'Tags contains a',
    'c not in Tags',
    'owner in Meta',
    'Meta.owner == ops',
    'Meta["owner"] == ops',
    '"/Meta/owner" == ops',
    'Name matches "^w"',
    'Name matches "(?i)WEB"',
    'Meta is not empty',
    'Job is nil',
    'TaskGroups.app.DesiredTotal == 3',
    'Status == failed or Name == web and JobVersion == 2',
    '(Status == failed or Name == web) and not JobVersion == 3',
    'any Tags as tag { tag == "b" }',
    'all TaskGroups as name, group { group.DesiredTotal == 3 }',
  ])('%s', (text) => expect(outcome(text)).toBe(true))
})

describe('a filter holds back', () => {
  test.each(['Status == failed', 'Meta.nobody == ops', 'Name contains x', 'Meta is empty', 'Job is not nil'])(
    '%s',
    (text) => expect(outcome(text)).toBe(false),
  )
})

const unreadable = 'failed to create result paginator: failed to read filter expression: '
const failing = 'failed to read result page: '

describe('a filter is refused', () => {
  test.each([
    [
      'Status ==',
      `${unreadable}1:10 (9): no match found, expected: "-", "0", "\\"", "\`", [ \\t\\r\\n], [1-9] or [a-zA-Z]`,
    ],
    [
      'Nope == 1',
      `${failing}error finding value in datum: /Nope at part 0: couldn't find key: struct field with name "Nope"`,
    ],
    [
      'JobVersion == "x"',
      `${failing}error getting match value in expression: strconv.ParseUint: parsing "x": invalid syntax`,
    ],
    [
      'TaskGroups.api.DesiredTotal == 3',
      `${failing}error finding value in datum: /TaskGroups/api/DesiredTotal at part 1: couldn't find key "api"`,
    ],
    ['Status is nil', `${failing}cannot perform is-nil operations on type string for selector: "Status"`],
  ])('%s', (text, refusal) => expect(outcome(text)).toBe(refusal))

  test.each(['NotValid', 'JobVersion > 2', "Status == 'running'"])('because it cannot be read: %s', (text) =>
    expect(outcome(text)).toContain('failed to read filter expression'),
  )
})
