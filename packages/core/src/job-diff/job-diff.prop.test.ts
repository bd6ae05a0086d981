// What holds for the diff of any two documents.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { jobDiff } from './job-diff.ts'

const word = fc.constantFrom('', 'a', 'b')
const map = fc.dictionary(fc.constantFrom('x', 'y'), word)
const service = fc.record({ Name: word, PortLabel: word, Tags: fc.array(word, { maxLength: 3 }), Meta: map })
const template = fc.record({ DestPath: word, EmbeddedTmpl: word, Wait: fc.option(fc.record({ Min: fc.nat(2) })) })
const task = fc.record({
  Name: fc.constantFrom('t', 'u'),
  Driver: word,
  Env: map,
  Config: fc.option(map),
  Templates: fc.array(template, { maxLength: 1 }),
  Constraints: fc.array(fc.record({ LTarget: word, RTarget: word, Operand: word }), { maxLength: 3 }),
})
const group = fc.record({
  Name: fc.constantFrom('g', 'h'),
  Count: fc.nat(3),
  Tasks: fc.uniqueArray(task, { selector: ({ Name }) => Name, maxLength: 2 }),
  Services: fc.array(service, { maxLength: 1 }),
  Networks: fc.array(fc.record({ Mode: word, Hostname: word }), { maxLength: 2 }),
})
const job: fc.Arbitrary<JsonObject> = fc.record({
  ID: fc.constant('job'),
  Priority: fc.nat(2),
  Datacenters: fc.array(word, { maxLength: 3 }),
  TaskGroups: fc.uniqueArray(group, { selector: ({ Name }) => Name, maxLength: 2 }),
  UI: fc.option(fc.record({ Description: word, Links: fc.array(fc.record({ Label: word }), { maxLength: 2 }) })),
})

it('finds nothing between a document and itself', () => {
  fc.assert(
    fc.property(job, (document) => {
      const diff = jobDiff(document, structuredClone(document), false)
      expect([diff.Type, diff.Fields, diff.Objects]).toEqual(['None', null, null])
    }),
  )
})

it('swaps Added and Deleted, Old and New when the documents are swapped', () => {
  fc.assert(
    fc.property(job, job, (a, b) => {
      expect(unordered(swapped(jobDiff(a, b, false)))).toEqual(unordered(jobDiff(b, a, false)))
    }),
  )
})

it('shows the same changes with and without context', () => {
  fc.assert(
    fc.property(job, job, (a, b) => {
      const { Type: type, Fields: fields } = jobDiff(a, b, true)
      expect([type, fields]).toEqual([jobDiff(a, b, false).Type, jobDiff(a, b, false).Fields])
    }),
  )
})

const opposite: Readonly<Record<string, string>> = { Added: 'Deleted', Deleted: 'Added' }

function swapped(value: Json): Json {
  if (Array.isArray(value)) return value.map(swapped)
  if (typeof value !== 'object' || value === null) return value
  const members: [string, Json][] = Object.entries(value).map(([key, member]) => {
    if (key === 'Type' && typeof member === 'string') return [key, opposite[member] ?? member]
    return [key === 'Old' ? 'New' : key === 'New' ? 'Old' : key, swapped(member)]
  })
  return Object.fromEntries(members)
}

/** The order of objects and of the texts of a set depends on the direction. */
function unordered(value: Json): Json {
  if (Array.isArray(value)) return value.map(unordered).sort((a, b) => (text(a) < text(b) ? -1 : 1))
  if (typeof value !== 'object' || value === null) return value
  const keys = Object.keys(value).sort()
  const source: ReadonlyMap<string, Json> = new Map(Object.entries(value))
  return Object.fromEntries(keys.map((key) => [key, unordered(source.get(key) ?? null)]))
}

function text(value: Json): string {
  return JSON.stringify(value)
}
