// Services that allocations registered: listed, chosen, filtered, taken away, and gone with their allocation.

import type { ServiceRegistration } from '@cutover/core'
import { expect, test } from 'vitest'
import { at, jobNamed, type SmallApi, smallApi } from './small-api.fixture.ts'

async function offering(): Promise<SmallApi & { readonly allocation: string }> {
  const small = await smallApi()
  const group = { Name: 'web', Tasks: [{ Name: 'app', Driver: 'mock_driver' }] }
  await small.ask('PUT /v1/jobs', jobNamed('web', { TaskGroups: [group] }))
  const row = at(await small.read('GET /v1/job/web/allocations'), 0)
  const allocation = String(at(row, 'ID'))
  const nodeId = String(at(row, 'NodeID'))
  const services = [
    service({ allocationId: allocation, nodeId, serviceName: 'front', tags: ['t'], port: 20_001 }),
    service({ allocationId: allocation, nodeId, serviceName: 'aside', tags: ['x'] }),
  ]
  await small.does({ type: 'UpsertServiceRegistrations', services })
  return { ...small, allocation }
}

function service(
  fields: Pick<ServiceRegistration, 'allocationId' | 'nodeId' | 'serviceName' | 'tags'> & { readonly port?: number },
): ServiceRegistration {
  const rest = { namespace: 'default', datacenter: 'dc1', jobId: 'web', address: '192.0.2.2', createIndex: 0 }
  return { id: idOf(fields.serviceName, fields.allocationId), port: 0, modifyIndex: 0, ...rest, ...fields }
}

function idOf(name: string, allocation: string): string {
  return `_nomad-task-${allocation}-group-web-${name}-http`
}

async function complete({ does, api, allocation }: SmallApi & { readonly allocation: string }): Promise<void> {
  const nodeId = api.engine.read().tables.allocations.get(allocation)?.nodeId ?? ''
  const rest = { namespace: '', jobId: '', clientDescription: '', taskStates: undefined, networkStatus: null }
  const told = { allocationId: allocation, nodeId, clientStatus: 'complete', health: undefined, ...rest } as const
  await does({ type: 'ReportAllocations', reports: [told] })
}

test('where nobody ever registered one, the table is as new as the first entry', async () => {
  const { ask } = await smallApi()
  expect(await ask('GET /v1/services')).toMatchObject({ body: '[]', headers: { 'X-Nomad-Index': '1' } })
})

test('every service that Nomad registers is listed by name, whatever the prefix', async () => {
  const { read } = await offering()
  const services = [
    { ServiceName: 'aside', Tags: ['x'] },
    { ServiceName: 'front', Tags: ['t'] },
  ]
  expect(await read('GET /v1/services?prefix=x')).toEqual([{ Namespace: 'default', Services: services }])
  expect(await read('GET /v1/services?namespace=other')).toEqual([])
})

test('an instance is read under its name, by filter or by choice', async () => {
  const { read, allocation } = await offering()
  const [row] = [await read('GET /v1/service/front')].flat()
  const said = { AllocID: allocation, JobID: 'web', ServiceName: 'front', Tags: ['t'], Port: 20_001 }
  expect(row).toMatchObject({ ...said, ID: idOf('front', allocation), Datacenter: 'dc1', Address: '192.0.2.2' })
  expect(await read('GET /v1/service/front?filter=Tags+contains+t&choose=1|me')).toEqual([row])
  expect(await read('GET /v1/service/front?filter=Tags+contains+z')).toEqual([])
})

test('a choice without a number is refused', async () => {
  const { ask } = await offering()
  const text = "failed to choose services: Parameter for choose must be in form '<number>|<key>'"
  expect(await ask('GET /v1/service/front?choose=x')).toMatchObject({ status: 400, body: text })
})

test('one instance can be taken away, and its table moves', async () => {
  const { api, ask, read, allocation } = await offering()
  const unknown = { status: 500, body: 'service registration not found' }
  expect(await ask('DELETE /v1/service/front/nope')).toMatchObject(unknown)
  expect(await ask(`DELETE /v1/service/aside/${idOf('front', allocation)}`)).toMatchObject(unknown)
  expect(await ask(`DELETE /v1/service/front/${idOf('front', allocation)}?namespace=other`)).toMatchObject(unknown)
  const done = await ask(`DELETE /v1/service/front/${idOf('front', allocation)}`)
  const index = String(api.engine.read().lastIndex)
  expect(done).toMatchObject({ status: 200, body: '', headers: { 'X-Nomad-Index': index } })
  expect(await ask('GET /v1/service/front')).toMatchObject({ body: '[]', headers: { 'X-Nomad-Index': index } })
  expect(await read('GET /v1/job/web/services')).toHaveLength(1)
})

test('services go with their allocation', async () => {
  const small = await offering()
  expect(await small.read(`GET /v1/allocation/${small.allocation}/services`)).toHaveLength(2)
  await complete(small)
  expect(await small.read('GET /v1/services')).toEqual([])
  expect(await small.read(`GET /v1/allocation/${small.allocation}/services`)).toEqual([])
  expect(await small.ask('GET /v1/job/nope/services')).toMatchObject({ status: 404, body: 'job not found' })
  const nobody = 'GET /v1/allocation/deadbeef-0000-4000-8000-000000000000/services'
  expect(await small.ask(nobody)).toMatchObject({ status: 404, body: 'allocation not found' })
})
