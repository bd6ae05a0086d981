// The list is whole: every switch is described, every place that the semantics mark is named, and every switch has its test.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nomadQuirks, quirksOf, safeQuirks } from '../quirks.ts'
import { quirkList } from './quirk-list.ts'

const names = Object.keys(nomadQuirks)

// Every `[Q]` of semantics/2 §8.3, every `[quirk]` of semantics/3, every row of semantics/4 §9.3.
const markedPlaces = [
  ...Array.from({ length: 22 }, (_, i) => `2 Q${i + 1}`),
  ...[2, 4, 5, 7, 10, 14, 20].map((fact) => `3 fact ${fact}`),
  ...['§1.2', '§1.3.1', '§1.3.2', '§1.3.3', '§1.3.4', '§1.4', '§2.3', '§2.5', '§4.3', '§4.4'].map((at) => `3 ${at}`),
  ...['§6.2 R6', '§6.3', 'W13', 'W26', 'W37', 'N4'].map((at) => `3 ${at}`),
  ...['stable mark', 'copied tag', 'unchanged register', 'scaling policy', 'event-only scale', 'repeated stop'].map(
    (row) => `4 §9.3 ${row}`,
  ),
  ...['later batches', 'log annotation', 'Max Delay', 'KillTimout', 'deregister type', 'body version'].map(
    (row) => `4 §9.3 ${row}`,
  ),
]

test('every switch is described, once', () => {
  expect(quirkList.flatMap((note) => note.switch ?? []).sort()).toEqual([...names].sort())
  expect(new Set(quirkList.map(({ name }) => name)).size).toBe(quirkList.length)
})

test('every marked place of the semantics is in the list', () => {
  const named = new Set(quirkList.flatMap(({ places }) => places))
  expect(markedPlaces.filter((place) => !named.has(place))).toEqual([])
})

test('a profile turns all switches on or all off', () => {
  expect(Object.values(quirksOf('nomad')).every((on) => on)).toBe(true)
  expect(Object.values(quirksOf('safe')).some((on) => on)).toBe(false)
  expect(quirksOf('safe')).toBe(safeQuirks)
})

test('every switch is named by a test that turns it off', () => {
  const tests = [
    '../reconcile/reconcile-quirks.unit.test.ts',
    '../schedule/scheduler-quirks.int.test.ts',
    '../schedule/system-quirks.unit.test.ts',
    './log-quirks.int.test.ts',
    './watcher-quirks.int.test.ts',
  ].map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
  expect(names.filter((name) => !tests.some((text) => text.includes(name)))).toEqual([])
})
