// Services of running allocations: listed, chosen, filtered, and gone with their allocation.

import { expect, test } from 'vitest'
import { at, jobNamed, type SmallApi, smallApi } from './small-api.fixture.ts'

async function offering(): Promise<SmallApi & { readonly allocation: string }> {
  const small = await smallApi()
  const task = { Name: 'app', Driver: 'mock_driver', Services: [{ Name: 'aside', Provider: 'nomad', Tags: ['x'] }] }
  const services = [{ Name: 'front', Provider: 'nomad', PortLabel: 'http', Tags: ['t'] }]
  const group = { Name: 'web', Networks: [{ DynamicPorts: [{ Label: 'http' }] }], Services: services, Tasks: [task] }
  await small.ask('PUT /v1/jobs', jobNamed('web', { TaskGroups: [group] }))
  const row = at(await small.read('GET /v1/job/web/allocations'), 0)
  const allocation = String(at(row, 'ID'))
  await report({ ...small, allocation }, 'running')
  return { ...small, allocation }
}

async function report(
  { does, api, allocation }: SmallApi & { readonly allocation: string },
  clientStatus: 'running' | 'complete',
): Promise<void> {
  const nodeId = api.engine.read().tables.allocations.get(allocation)?.nodeId ?? ''
  const rest = { namespace: '', jobId: '', clientDescription: '', taskStates: undefined, networkStatus: null }
  const told = { allocationId: allocation, nodeId, clientStatus, health: undefined, ...rest }
  await does({ type: 'ReportAllocations', reports: [told] })
}

test('every service that Nomad registers is listed by name, whatever the prefix', async () => {
  const { read } = await offering()
  const services = [
    { ServiceName: 'aside', Tags: ['x'] },
    { ServiceName: 'front', Tags: ['t'] },
  ]
  expect(await read('GET /v1/services?prefix=x')).toEqual([{ Namespace: 'default', Services: services }])
  expect(await read('GET /v1/services?namespace=other')).toEqual([])
})

test('an instance has the port of its label and an id made of where it runs', async () => {
  const { read, allocation } = await offering()
  const [row] = [await read('GET /v1/service/front')].flat()
  expect(row).toMatchObject({ AllocID: allocation, JobID: 'web', ServiceName: 'front', Tags: ['t'], Datacenter: 'dc1' })
  expect(at(row, 'ID')).toBe(`_nomad-task-${allocation}-group-web-front-http`)
  expect(Number(at(row, 'Port'))).toBeGreaterThanOrEqual(20_000)
  expect(await read('GET /v1/service/front?filter=Tags+contains+t&choose=1|me')).toEqual([row])
  expect(await read('GET /v1/service/front?filter=Tags+contains+z')).toEqual([])
})

test('a choice without a number is refused', async () => {
  const { ask } = await offering()
  const text = "failed to choose services: Parameter for choose must be in form '<number>|<key>'"
  expect(await ask('GET /v1/service/front?choose=x')).toMatchObject({ status: 400, body: text })
})

test('a service goes with its allocation, and not before', async () => {
  const small = await offering()
  const unknown = 'service registration not found'
  expect(await small.ask('DELETE /v1/service/front/nope')).toMatchObject({ status: 500, body: unknown })
  const id = `_nomad-task-${small.allocation}-group-web-front-http`
  expect(await small.ask(`DELETE /v1/service/front/${id}`)).toMatchObject({ status: 501 })
  expect(await small.read('GET /v1/job/web/services')).toHaveLength(2)
  await report(small, 'complete')
  expect(await small.read('GET /v1/service/front')).toEqual([])
  expect(await small.ask('GET /v1/job/nope/services')).toMatchObject({ status: 404, body: 'job not found' })
})
