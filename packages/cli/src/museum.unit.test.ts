// The museum on the command line: the list, an exhibit by number and by name, JSON, and one that does not exist.

import { exhibits } from '@cutover/simulator'
import { expect, test } from 'vitest'
import { museumText } from './museum.ts'

test('the list names every exhibit, as text and as JSON', () => {
  const text = museumText([], false)
  for (const { id } of exhibits) expect(text).toContain(id)
  expect(JSON.parse(museumText([], true))).toEqual(exhibits)
})

test('an exhibit plays by its number and by its name', () => {
  const byNumber = museumText(['4'], false)
  expect(byNumber).toBe(museumText(['play', 'pause-against-deadline'], false))
  expect(byNumber).toContain('#27804')
  expect(byNumber).toContain('> resume d1')
  expect(byNumber.trimEnd().split('\n').at(-2)).toContain('successful')
  expect(JSON.parse(museumText(['4'], true))).toMatchObject({ id: 'pause-against-deadline', issues: [27804] })
})

test('an exhibit is shown without being played', () => {
  const text = museumText(['show', '4'], false)
  expect(text).toContain('fail a paused deployment by its deadline')
  expect(text).not.toContain('> resume d1')
  expect(JSON.parse(museumText(['show', '4'], true))).not.toHaveProperty('run')
})

test('one that does not exist is refused', () => {
  expect(() => museumText(['play', '0'], false)).toThrow('there is no exhibit 0')
})
