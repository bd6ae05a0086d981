// What lies behind an allocation's id: some of it only its node could tell, most of it is nothing. Rules: client-surface §1.3.

import { expect, test } from 'vitest'
import { at, jobNamed, smallApi } from './small-api.fixture.ts'

const unknown = '11111111-2222-3333-4444-555555555555'

test.each([
  ['GET', '/nope', 404, 'resource not found'],
  ['PUT', '/nope', 404, 'resource not found'],
  ['GET', '/services/more', 404, 'resource not found'],
  ['GET', '/stop', 405, 'Invalid method'],
  ['GET', '/checks', 404, `Unknown allocation "${unknown}"`],
  ['GET', '', 404, 'alloc not found'],
] as const)('%s of an unknown allocation%s is answered %i', async (method, rest, status, text) => {
  const { ask } = await smallApi()
  expect(await ask(`${method} /v1/allocation/${unknown}${rest}`)).toMatchObject({ status, body: text })
})

test.each(['/v1/allocation', '/v1/client/allocation'])(
  '%s has the checks of a node that cannot be asked',
  async (path) => {
    const { ask, read } = await smallApi()
    await ask('PUT /v1/jobs', jobNamed('web'))
    const id = at(await read('GET /v1/job/web/allocations'), 0, 'ID')
    expect(await ask(`GET ${path}/${id}/checks`)).toMatchObject({ status: 500, body: 'No path to node' })
  },
)
