// The command `cutover conformance` as its users call it: table, sums and exit codes.
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { smallServer } from '@cutover/testing'
import { expect, test } from 'vitest'
import { conformanceTable } from './conformance.ts'

interface Ended {
  readonly code: number
  readonly out: string
  readonly error: string
}

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))

function cutover(...args: readonly string[]): Promise<Ended> {
  const command = [main, 'conformance', ...args]
  return new Promise((resolve) => {
    execFile(process.execPath, command, (error, out, text) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, error: text }),
    )
  })
}

test('a server that conforms: a line for each case, the sums, exit code 0', async () => {
  const server = await smallServer(1)
  try {
    const { code, out } = await cutover('--url', server.url, '--only', 'cluster')
    expect(out).toMatch(/^pass {2}82 {6}cluster {6}an allocation is stopped/)
    expect(out).toContain('only one node: nowhere to move to')
    expect(out).toMatch(/3 cases: 2 pass, 0 fail, 1 skip\n$/)
    expect(code).toBe(0)
  } finally {
    await server.close()
  }
})

test('a server that fails at everything: the first difference of each case, exit code 1', async () => {
  const server = createServer(({ url }, response) => {
    response.statusCode = url === '/v1/nodes' ? 200 : 500
    response.end('[]')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  try {
    const { code, out } = await cutover('--url', `http://127.0.0.1:${port}`, '--only', 'protocol', '--json')
    const results: readonly { readonly outcome: string; readonly text: string }[] = JSON.parse(out)
    const failed = results.filter(({ outcome }) => outcome === 'fail')
    expect(failed.length).toBeGreaterThan(8)
    expect(failed.every(({ text }) => text !== '')).toBe(true)
    expect(code).toBe(1)
  } finally {
    server.close()
  }
})

test('no server is exit code 1 with a reason, an unknown area 2', async () => {
  expect(await cutover('--url', 'http://127.0.0.1:1')).toMatchObject({
    code: 1,
    error: expect.stringContaining('does not answer'),
  })
  expect(await cutover('--url', 'http://127.0.0.1:1', '--only', 'weather')).toMatchObject({ code: 2 })
})

test('differences stand below their case, on one line', () => {
  const common = { area: 'jobs', name: 'a name' } as const
  const table = conformanceTable([
    { ...common, number: '1', outcome: 'pass', text: '' },
    { ...common, number: '67a', outcome: 'fail', text: 'x: expected 1,\ngot 2' },
  ])
  expect(table).toBe(
    [
      'pass  1       jobs         a name',
      'fail  67a     jobs         a name',
      '              x: expected 1,\\ngot 2',
      '2 cases: 1 pass, 1 fail, 0 skip',
      '',
    ].join('\n'),
  )
})
