// Entries of older formats: the steps that make them what is folded now, and a worked example of adding one.

import { entryAt } from '@cutover/testing'
import { expect, test } from 'vitest'
import { entryFormat, type StoredEntry, type Upcasters, upcastEntry } from './index.ts'

test('every format from 1 to the present one has its step', () => {
  for (let format = 1; format <= entryFormat; format++) expect(upcastEntry(entryAt(1), format)).toEqual(entryAt(1))
})

test('an entry of the present format is handed on as it is', () => {
  const entry = entryAt(1)
  expect(upcastEntry(entry, entryFormat)).toBe(entry)
})

test('what is newer than the program, or older than all it knows, is refused in words', () => {
  expect(() => upcastEntry(entryAt(1), entryFormat + 1)).toThrow('are newer than this program')
  expect(() => upcastEntry(entryAt(1), 0)).toThrow('entries of format 0 are no longer read')
})

// The worked example of docs/formats.md: `DeploymentPaused` was called `DeploymentHalted` in format 7 and gave its reason as `why`.
const steps: Upcasters = new Map([
  [6, (entry) => entry],
  [7, (entry) => ({ ...entry, events: entry.events.map(renamed) })],
])

function renamed(event: StoredEntry['events'][number]): StoredEntry['events'][number] {
  if (event.type !== 'DeploymentHalted') return event
  const { why, ...rest } = { why: '', ...event }
  return Object.assign(rest, { type: 'DeploymentPaused', description: why })
}

test.each([[6], [7]])('an event that was renamed and whose field moved is what it is now, from format %i', (format) => {
  const entry = entryAt(1)
  const old: StoredEntry = {
    ...entry,
    events: entry.events.map((event) => {
      const { description, ...rest } = { description: '', ...event }
      return Object.assign(rest, { type: 'DeploymentHalted', why: description })
    }),
  }
  expect(upcastEntry(old, format, { steps, newest: 8 })).toEqual(entry)
})
