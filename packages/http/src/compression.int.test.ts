// Compressed answers over a real socket: whole for every encoding, errors as well, and nothing where there is nothing to compress.

import { request } from 'node:http'
import { gunzipSync, inflateRawSync } from 'node:zlib'
import { defaultManagers } from '@cutover/core/managers'
import { createEngine, fixedSeed, memoryLog, systemClock } from '@cutover/engine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptedEncoding } from './compression.ts'
import { createServer } from './node-server.ts'

const clock = systemClock()
const close: (() => Promise<unknown>)[] = []
let address = ''

beforeAll(async () => {
  const engine = await createEngine({ log: memoryLog(), clock, seed: fixedSeed('test'), managers: defaultManagers })
  const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '', acl: false }
  const server = await createServer({ engine, clock, settings })
  address = await server.listen({ host: '127.0.0.1', port: 0 })
  close.push(
    () => server.close(),
    () => engine.close(),
  )
})

afterAll(async () => {
  for (const end of close) await end()
})

interface Raw {
  readonly encoding: string | undefined
  readonly vary: string | undefined
  readonly bytes: Buffer
}

function ask(method: string, path: string, accepted?: string): Promise<Raw> {
  const headers = accepted === undefined ? {} : { 'Accept-Encoding': accepted }
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      const { 'content-encoding': encoding, vary } = answer.headers
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => resolve({ encoding, vary, bytes: Buffer.concat(chunks) }))
    })
    sent.on('error', reject).end()
  })
}

const paths = ['/v1/jobs', '/v1/namespaces', '/v1/deployment/nope', '/v1/allocation/x', '/v1/job/nope'] as const

test.each(paths)('%s says the same in every encoding', async (path) => {
  const plain = await ask('GET', path)
  const gzipped = await ask('GET', path, 'gzip')
  const deflated = await ask('GET', path, 'br, deflate, gzip')
  expect([plain.encoding, gzipped.encoding, deflated.encoding]).toEqual([undefined, 'gzip', 'deflate'])
  expect(gunzipSync(gzipped.bytes)).toEqual(plain.bytes)
  expect(inflateRawSync(deflated.bytes)).toEqual(plain.bytes)
  expect([plain.vary, gzipped.vary, deflated.vary]).toEqual(Array(3).fill(plain.vary))
  expect(plain.vary).toContain('Accept-Encoding')
})

test('an empty answer stays empty', async () => {
  const { encoding, bytes } = await ask('PUT', '/v1/system/gc', 'gzip')
  expect([encoding, bytes.length]).toEqual([undefined, 0])
})

test('HEAD has no body to compress', async () => {
  const { encoding, bytes } = await ask('HEAD', '/v1/jobs', 'gzip')
  expect([encoding, bytes.length]).toEqual([undefined, 0])
})

test.each([
  [undefined, undefined],
  ['', undefined],
  ['br', undefined],
  ['identity', undefined],
  ['gzip;q=1', undefined],
  ['gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['br, deflate ,gzip', 'deflate'],
])('of %j the encoding is %j', (accepted, encoding) => {
  expect(acceptedEncoding(accepted)).toBe(encoding)
})
