// The time of a promotion that a client chooses, asked over requests.

import { isJsonObject, type Json } from '@cutover/core'
import { expect, test } from 'vitest'
import { smallApi } from './small-api.fixture.ts'

const job = {
  ID: 'web',
  Datacenters: ['*'],
  TaskGroups: [{ Name: 'app', Count: 2, Tasks: [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' } }] }],
}

const idOf = (rows: Json): string => {
  const [row] = Array.isArray(rows) ? rows : []
  return isJsonObject(row) ? String(row['ID']) : ''
}

test.each([
  [1234, 1000],
  [5000, 5000],
  [999, 0],
])('%i ns is kept as whole microseconds: %i ns', async (PromotedAt, ModifyTime) => {
  const small = await smallApi()
  await small.ask('PUT /v1/jobs', { Job: job })
  const DeploymentID = idOf(await small.read('GET /v1/deployments'))
  await small.ask(`PUT /v1/deployment/promote/${DeploymentID}`, { DeploymentID, All: true, PromotedAt })
  expect(await small.read(`GET /v1/deployment/${DeploymentID}`)).toMatchObject({ ModifyTime })
})
