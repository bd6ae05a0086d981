// Which instants are excused for having lost what lies below their microseconds.

import { expect, test } from 'vitest'
import { chosenInstants, isCutBelowMicros } from './times.ts'

test.each([
  ['1234', '1000', true],
  ['1700000000000000001', '1700000000000000000', true],
  ['999', '0', true],
  ['1000', '1000', false],
  ['2000', '1000', false],
  ['1234', '2000', false],
  ['1234', '1233', false],
  ['1234', '0', false],
])('%s that comes back as %s: %s', (recorded, actual, isCut) => {
  expect(isCutBelowMicros(recorded, actual)).toBe(isCut)
})

test.each([
  ['{"PromotedAt":1234}', ['1234']],
  ['{"All":true,"promotedat": 7 ,"DeploymentID":"x"}', ['7']],
  ['{"PromotedAt":1.5}', []],
  ['{"PromotedAt":"1234"}', []],
  ['{"Count":1234}', []],
])('%s chooses %j', (body, instants) => {
  expect(chosenInstants(body)).toEqual(instants)
})
