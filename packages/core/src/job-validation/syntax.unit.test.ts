// Texts inside a job that have a language of their own: regular expressions, versions, cron lines, and how errors are
// put together.

import { describe, expect, it } from 'vitest'
import { cronError } from './cron-syntax.ts'
import { regexpError } from './regexp-syntax.ts'
import { errorList, nested, quote, warningList } from './texts.ts'
import { malformedCondition } from './version-syntax.ts'

describe('regular expressions', () => {
  it.each([
    ['((', 'missing closing ): `((`'],
    ['a)', 'unexpected ): `a)`'],
    ['*', 'missing argument to repetition operator: `*`'],
    ['a|+', 'missing argument to repetition operator: `+`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['[a', 'missing closing ]: `[a`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['\\y', 'invalid escape sequence: `\\y`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
    ['a{2000}', 'invalid repeat count: `{2000}`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
  ])('%s is refused', (pattern, why) => expect(regexpError(pattern)).toBe(`error parsing regexp: ${why}`))

  it.each([
    '',
    '^a.*$',
    '(a|b)+?',
    '(?i)x',
    '(?P<n>x)',
    '[]a]',
    '[^a-z[:alpha:]]',
    '\\d{2,3}',
    '\\Q(\\E',
    'a{,2}',
    '\\pL',
  ])('%s is understood', (pattern) => expect(regexpError(pattern)).toBeUndefined())
})

describe('versions', () => {
  it.each(['>= 1.2, < 2.0', '~> 1', '1.2.3-beta.1', 'v1.0', '= 1.0+build'])('%s is understood', (conditions) =>
    expect(malformedCondition(conditions, 'version')).toBeUndefined(),
  )
  it.each([
    ['abc', 'abc'],
    ['', ''],
    ['>= 1, q', ' q'],
    ['=> 1', '=> 1'],
  ])('%s is refused', (conditions, bad) => expect(malformedCondition(conditions, 'version')).toBe(bad))
})

describe('cron lines', () => {
  it.each([
    ...['* * * * *', '*/15 0 1,15 * 1-5', '0 0 12 * * * *', '0 0 1 1 * 2030', '@daily', '0 0 L * ?', '0 0 * JAN MON#1'],
  ])('%s is understood', (line) => expect(cronError(line)).toBeUndefined())
  it.each([
    ['x', 'missing field(s)'],
    ['* * *', 'missing field(s)'],
    ['99 * * * *', "syntax error in minute field: '99'"],
    ['* 24 * * *', "syntax error in hour field: '24'"],
    ['* * 1,32 * *', "syntax error in day-of-month field: '32'"],
  ])('%s is refused', (line, why) => expect(cronError(line)).toBe(why))
})

describe('errors', () => {
  it('nest with their trailing newlines', () => {
    const inner = nested('Task group g validation failed: ', ['Missing tasks for task group'])
    expect(errorList(inner)).toBe(
      '1 error occurred:\n\t* Task group g validation failed: 1 error occurred:\n\t* Missing tasks for task group\n\n\n\n',
    )
    expect(nested('nothing: ', [])).toEqual([])
  })

  it('become warnings without them', () => {
    expect(warningList(['a\n\n', 'b'])).toBe('2 warnings:\n\n* a\n* b')
    expect(warningList([])).toBe('')
  })

  it.each([
    ['a"b\\', '"a\\"b\\\\"'],
    ['\u0000\n\u007f', '"\\x00\\n\\x7f"'],
    ['\u00ad\u200b', '"\\u00ad\\u200b"'],
    ['\u{e0001}😀', '"\\U000e0001😀"'],
    ['\u0007\b\f\r\t\v', '"\\a\\b\\f\\r\\t\\v"'],
    ['jö\u2028b <&>', '"jö\\u2028b <&>"'],
  ])('quote as Go does', (text, quoted) => expect(quote(text)).toBe(quoted))
})
