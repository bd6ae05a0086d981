// What is published of the provers has the shape that others read, and the page tells the same.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const figures = new Map<string, unknown>(
  Object.entries<unknown>(JSON.parse(readFileSync(new URL('proof.json', import.meta.url), 'utf8'))),
)
const page = readFileSync(new URL('proof.md', import.meta.url), 'utf8')

const shape: readonly (readonly [string, readonly string[]])[] = [
  ['explorer', ['states', 'transitions', 'depth', 'seconds']],
  ['mutants', ['killed', 'total']],
  ['model', ['commands', 'averageLength']],
  ['blockers', ['states', 'broken']],
  ['years', ['simulatedDays', 'ratio']],
  ['museum', ['families', 'sound', 'shown']],
]

test('proof.json tells of each prover, and of the commit that they ran on', () => {
  expect([...figures.keys()]).toEqual([...shape.map(([name]) => name), 'commit'])
  expect(figures.get('commit')).toMatch(/^[0-9a-f]{40}$/)
})

test.each(shape)('%s has its figures, and the page the same ones', (name, fields) => {
  const told = figures.get(name)
  const row = new RegExp(`^\\| ${name} \\| (.+) \\|$`, 'm').exec(page)?.[1]
  if (told === null || typeof told !== 'object') {
    expect(row).toBe('not run')
    return
  }
  expect(Object.keys(told)).toEqual(fields)
  for (const [field, value] of Object.entries<unknown>(told)) {
    expect(typeof value).toBe('number')
    expect(`; ${row};`).toContain(`; ${field} ${Number(value).toLocaleString('en')};`)
  }
})
