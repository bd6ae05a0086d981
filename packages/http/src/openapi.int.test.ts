// The API document: valid OpenAPI, and every route of the table with its errors.

import { validate } from '@readme/openapi-parser'
import { expect, test } from 'vitest'
import { createServer } from './node-server.ts'
import { smallApi } from './routes/small-api.fixture.ts'
import { routes } from './routes.ts'

async function document(): Promise<Parameters<typeof validate>[0] & { readonly paths: Record<string, unknown> }> {
  const { api } = await smallApi()
  const server = await createServer(api)
  const { body } = await server.inject('/v1/openapi.json')
  await server.close()
  return JSON.parse(body)
}

test('the document is valid', async () => {
  const verdict = await validate(await document())
  expect(verdict).toMatchObject({ valid: true })
})

test('every route and method of the table is described with its errors', async () => {
  const { paths } = await document()
  for (const { path, methods, summary } of routes) {
    for (const method of Object.keys(methods)) {
      const name = path.replaceAll(/:([a-z]+)/g, '{$1}')
      expect(paths, `${method} ${name}`).toHaveProperty([name, method.toLowerCase(), 'summary'], summary)
      for (const status of [200, 400, 403, 404, 405, 429, 500, 501])
        expect(paths, `${method} ${name}`).toHaveProperty([name, method.toLowerCase(), 'responses', String(status)])
    }
  }
})
