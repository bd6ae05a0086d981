// Who gets in: `cutover serve` over TLS, with and without certificates of clients, and what it says of a server that is open to all.

import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type GenerateResult, generate } from 'selfsigned'
import { beforeAll, describe, expect, test } from 'vitest'
import { addressOf, inDirectory, type Running, run, start } from './command.fixture.ts'
import { reachWarning } from './tls-flags.ts'

let server: GenerateResult
let client: GenerateResult
let stranger: GenerateResult

beforeAll(async () => {
  const named = (name: string): Promise<GenerateResult> =>
    generate([{ name: 'commonName', value: name }], { keyType: 'ec' })
  ;[server, client, stranger] = await Promise.all([named('localhost'), named('client'), named('stranger')])
})

interface Known {
  readonly trusts?: string
  readonly shows?: GenerateResult
}

/** The status of an answer, or the code of what came in between. */
function ask(url: string, { trusts, shows }: Known = {}): Promise<number | string> {
  const options = {
    ...(trusts === undefined ? {} : { ca: trusts, servername: 'localhost', checkServerIdentity: () => undefined }),
    ...(shows ? { cert: shows.cert, key: shows.private } : {}),
  }
  return new Promise((resolve) => {
    const asked = request(`${url}/v1/jobs`, options, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asked.on('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    asked.end()
  })
}

/** A server whose certificate, key and authority of clients lie in the directory. */
function serveOver(directory: string, ...more: readonly string[]): Running {
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text)
    return join(directory, name)
  }
  const pair = ['--tls-cert', file('cert.pem', server.cert), '--tls-key', file('key.pem', server.private)]
  const ca = file('ca.pem', client.cert)
  return start(
    'serve',
    '--port',
    '0',
    '--log',
    'memory',
    '--nodes',
    '0',
    ...pair,
    ...more.map((flag) => flag.replace('CA', ca)),
  )
}

const httpsOf = async (running: Running): Promise<string> => (await running.printed(/https:\/\/[\d.:]+/)) ?? ''

async function stopped(running: Running): Promise<unknown> {
  running.process.kill('SIGTERM')
  return (await running.ended).code
}

test('whoever trusts the certificate is answered, others and plain HTTP are not', async () => {
  await inDirectory(async (directory) => {
    const running = serveOver(directory)
    const url = await httpsOf(running)
    const plain = await fetch(`${url.replace('https', 'http')}/v1/jobs`).then(
      ({ status }) => status,
      () => 'closed',
    )
    expect([await ask(url, { trusts: server.cert }), await ask(url), plain]).toEqual([
      200,
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'closed',
    ])
    expect(await stopped(running)).toBe(0)
  })
})

test('with --tls-ca only clients with a certificate of that authority get through', async () => {
  await inDirectory(async (directory) => {
    const running = serveOver(directory, '--tls-ca', 'CA')
    const url = await httpsOf(running)
    const trusts = server.cert
    const got = [
      await ask(url, { trusts, shows: client }),
      await ask(url, { trusts }),
      await ask(url, { trusts, shows: stranger }),
    ]
    expect(got[0]).toBe(200)
    for (const refused of got.slice(1)) expect(String(refused)).toMatch(/^(ERR_SSL|ECONNRESET|EPIPE)/)
    await stopped(running)
  })
})

test('the typed client speaks it once its process trusts the certificate', async () => {
  await inDirectory(async (directory) => {
    const running = serveOver(directory)
    const url = await httpsOf(running)
    const program = `import { Client } from '@cutover/client'
      const { port } = new URL(${JSON.stringify(url)})
      console.log(JSON.stringify(await new Client({ address: 'https://localhost:' + port }).system.leader().catch(String)))`
    const args = ['--import', 'tsx', '-C', '@cutover/source', '--input-type=module', '-e', program]
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(directory, 'cert.pem') }
    const cwd = fileURLToPath(new URL('..', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd })
    expect(stdout.trim()).toMatch(/^"127\.0\.0\.1:\d+"$/)
    await stopped(running)
  })
})

test('a flag that lacks another one, or names no file, is refused in words', async () => {
  const [alone, missing, demo] = await Promise.all([
    run(['serve', '--log', 'memory', '--tls-cert', 'cert.pem']),
    run(['serve', '--log', 'memory', '--tls-cert', 'none.pem', '--tls-key', 'none.pem']),
    run(['serve', '--log', 'memory', '--tls-ca', 'ca.pem']),
  ])
  expect([alone.code, missing.code, demo.code]).toEqual([2, 2, 2])
  expect(alone.err).toContain('--tls-cert and --tls-key go together')
  expect(missing.err).toContain('--tls-cert: ENOENT')
})

describe('reach', () => {
  test.each([
    ['127.0.0.1', false, false],
    ['127.1.2.3', false, false],
    ['::1', false, false],
    ['localhost', false, false],
    ['0.0.0.0', true, false],
    ['::', true, false],
    ['192.0.2.7', true, false],
    ['127.example.org', true, false],
  ])('%s without tokens is warned of: %s, with them: %s', (address, without, withTokens) => {
    const warned = [false, true].map((acl) => reachWarning({ address, acl }) !== undefined)
    expect(warned).toEqual([without, withTokens])
  })

  test('the warning is said at the start', async () => {
    const open = start('serve', '--port', '0', '--log', 'memory', '--nodes', '0', '--address', '0.0.0.0')
    await addressOf(open)
    open.process.kill('SIGTERM')
    expect((await open.ended).err).toContain('everybody who reaches 0.0.0.0 may do everything: serve with --acl')
  })
})
