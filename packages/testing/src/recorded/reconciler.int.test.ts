// A sample of the recorded reconciler calls agrees in every case, in any order of the allocations, and a replay notices a lie.

import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { replayReconciler } from './reconciler.ts'
import { linesOf } from './recorded-files.ts'

const sample = fileURLToPath(new URL('../../fixtures/reconciler.sample.jsonl.gz', import.meta.url))
const lines = [...linesOf(sample, () => undefined)].filter((line) => line !== '')

test('every case of the sample agrees', () => {
  const report = replayReconciler(lines)
  expect(report.differences).toEqual([])
  expect(report.cases).toBeGreaterThan(800)
})

test('the order of the allocations does not matter', () => {
  const reversed = lines.map((line) => {
    const record = JSON.parse(line)
    record.input.Allocs.reverse()
    return JSON.stringify(record)
  })
  expect(replayReconciler(reversed).differences).toEqual([])
})

describe('a changed recording is a divergence', () => {
  test.each([
    ['Place', /"Place":\[\{"TaskGroup":"web"/, '"Place":[{"TaskGroup":"wob"'],
    ['Destructive', '"Destructive":[{"TaskGroup":"web"', '"Destructive":[{"TaskGroup":"wob"'],
    ['Inplace', '"Inplace":["a', '"Inplace":["b'],
    ['Stop', '"Stop":[{"Alloc":"a', '"Stop":[{"Alloc":"b'],
    ['Attribute', '"Attribute":[{"Alloc":"a', '"Attribute":[{"Alloc":"b'],
    ['Disconnect', '"Disconnect":[{"Alloc":"a', '"Disconnect":[{"Alloc":"b'],
    ['Reconnect', '"Reconnect":[{"Alloc":"a', '"Reconnect":[{"Alloc":"b'],
    ['Deployment', '"Deployment":{"ID":"new-deployment"', '"Deployment":{"ID":"other"'],
    [
      'DeploymentUpdates',
      '"Status":"cancelled","StatusDescription":"Cancelled',
      '"Status":"failed","StatusDescription":"Cancelled',
    ],
    ['DesiredTGUpdates', /"Ignore":(\d)/, '"Ignore":1$1'],
    [
      'DesiredFollowupEvals',
      '"Status":"pending","StatusDescription":"created',
      '"Status":"blocked","StatusDescription":"created',
    ],
    ['DuplicateIndexes', '"DuplicateIndexes":{"web":[0]', '"DuplicateIndexes":{"web":[7]'],
  ])('%s', (field, from, to) => {
    const line = lines.find((text) => outputOf(text).replace(from, to) !== outputOf(text)) ?? ''
    const changed = line.replace(outputOf(line), outputOf(line).replace(from, to))
    expect(changed).not.toBe(line)
    expect(replayReconciler([changed]).differences.map((difference) => difference.field)).toEqual([field])
  })
})

function outputOf(line: string): string {
  return line.slice(line.indexOf('"output":'))
}
