// What holds for every route: redirections to the path that was meant, and what pages of other origins may read.

import { initialState } from '@cutover/core'
import { expect, test } from 'vitest'
import { type SmallServer, serve } from './small-server.fixture.ts'

const small = (): Promise<SmallServer> => serve(initialState('handle'), { acl: false })

test.each([
  ['GET', '//v1/jobs', '/v1/jobs', true],
  ['GET', '/v1/./jobs', '/v1/jobs', true],
  ['GET', '/v1/x/../jobs?prefix=a&stale=', '/v1/jobs?prefix=a&stale=', true],
  ['GET', '/v1/deployment', '/v1/deployment/', true],
  ['GET', '/v1/job', '/v1/job/', true],
  ['PUT', '//v1/jobs', '/v1/jobs', false],
  ['POST', '/v1/job', '/v1/job/', false],
  ['GET', '/', '/ui/', true],
])('%s %s is sent to %s', async (method, target, location, hasText) => {
  const { ask } = await small()
  const [path = '', query = ''] = target.split('?')
  const { status, headers, body } = await ask({ method, path, query })
  expect([status, headers['Location']]).toEqual([307, location])
  const text = `<a href="${location.replaceAll('&', '&amp;')}">Temporary Redirect</a>.\n\n`
  expect(body).toBe(hasText ? text : '')
  expect(headers['Content-Type']).toBe(hasText ? 'text/html; charset=utf-8' : undefined)
})

const origin = { origin: 'https://example.org' } as const
const allowed = 'Access-Control-Allow-Origin'

test.each([
  ['/v1/jobs', false],
  ['/v1/deployments', false],
  ['/v1/deployment/x', false],
  ['/v1/client/stats', true],
  ['/v1/client/fs/ls/x', true],
  ['/v1/vars', true],
  ['/v1/var/a/b', true],
  ['/v1/varsity', false],
])('pages of other origins may read %s: %s', async (path, isOpen) => {
  const { ask } = await small()
  const plain = await ask({ method: 'GET', path })
  const { headers } = await ask({ method: 'GET', path, headers: origin })
  expect(plain.headers[allowed]).toBeUndefined()
  expect(headers[allowed]).toBe(isOpen ? '*' : undefined)
  expect(headers['Access-Control-Allow-Credentials']).toBe(isOpen ? 'true' : undefined)
  expect(headers['Vary']).toBe(isOpen ? 'Accept-Encoding, Origin' : 'Accept-Encoding')
})

test.each([
  ['/v1/client/stats', 'GET', 'GET'],
  ['/v1/client/stats', 'HEAD', 'HEAD'],
  ['/v1/client/stats', 'PUT', undefined],
  ['/v1/var/a', 'PUT', 'PUT'],
  ['/v1/vars', 'DELETE', 'DELETE'],
  ['/v1/vars', 'POST', undefined],
])('before %s a page that asks for %s is allowed %s', async (path, wanted, permitted) => {
  const { ask } = await small()
  const asked = {
    ...origin,
    'access-control-request-method': wanted,
    'access-control-request-headers': 'x-nomad-token',
  }
  const { status, headers, body } = await ask({ method: 'OPTIONS', path, headers: asked })
  expect([status, body]).toEqual([204, ''])
  expect(headers['Access-Control-Allow-Methods']).toBe(permitted)
  expect(headers['Access-Control-Allow-Headers']).toBe(permitted && 'x-nomad-token')
  expect(headers[allowed]).toBe('*')
})

test('the deployment surface answers no page that asks beforehand', async () => {
  const { ask } = await small()
  const headers = { ...origin, 'access-control-request-method': 'GET' }
  const answer = await ask({ method: 'OPTIONS', path: '/v1/deployments', headers })
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('Access-Control'))).toEqual([])
})
