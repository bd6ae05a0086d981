// Which differences between two versions of a job count as a change of its specification.

import { describe, expect, it } from 'vitest'
import type { JobDocument } from '../job-document/document.ts'
import type { JsonObject } from '../json.ts'
import { micros } from '../time.ts'
import { type JobSpec, specChanged } from './spec-changed.ts'

const document: JobDocument = {
  ID: 'job',
  Name: 'job',
  Namespace: 'default',
  Type: 'service',
  Priority: 50,
  AllAtOnce: false,
  Datacenters: ['dc1', 'dc2'],
  NodePool: 'default',
  Constraints: null,
  TaskGroups: [],
  ParentID: '',
  Periodic: null,
  ParameterizedJob: null,
  Multiregion: null,
  Meta: { a: '1', b: '2' },
}
const spec: JobSpec = { document, stop: false, versionTag: undefined }
const tag = { name: 'golden', description: '', taggedTime: micros(1) }
const saying = (fields: JsonObject): JobSpec => ({ ...spec, document: { ...document, ...fields } })

describe('a job has changed', () => {
  it.each<[what: string, before: JobSpec | undefined, after: JobSpec]>([
    ['when it did not exist', undefined, spec],
    ['when it was stopped', { ...spec, stop: true }, spec],
    ['when the other version is tagged', { ...spec, versionTag: tag }, spec],
    ['when the tag differs', { ...spec, versionTag: tag }, { ...spec, versionTag: { ...tag, name: 'x' } }],
    ['when the priority differs', spec, saying({ Priority: 51 })],
    ['when a value of a map differs', spec, saying({ Meta: { a: '1', b: '3' } })],
    ['when a map has another key', spec, saying({ Meta: { a: '1', c: '2' } })],
    ['when the order of a list differs', spec, saying({ Datacenters: ['dc2', 'dc1'] })],
    ['when an empty collection stands for none', spec, saying({ Constraints: [] })],
    ['when an unknown field differs', spec, saying({ Future: { x: [1] } })],
    ['when an unknown field is null instead of absent', spec, saying({ Future: null })],
    ['when a list stands for a map', saying({ Future: {} }), saying({ Future: [] })],
  ])('%s', (_what, before, after) => {
    expect(specChanged(before, after)).toBe(true)
  })
})

describe('a job has not changed', () => {
  it.each<[what: string, after: JobSpec]>([
    ['when it is the same value', spec],
    ['when it is an equal copy', structuredClone(spec)],
    ['when the keys stand in another order', saying({ Meta: { b: '2', a: '1' } })],
  ])('%s', (_what, after) => {
    expect(specChanged(spec, after)).toBe(false)
  })

  it('when both versions carry equal tags', () => {
    expect(specChanged({ ...spec, versionTag: tag }, { ...spec, versionTag: { ...tag } })).toBe(false)
  })
})
