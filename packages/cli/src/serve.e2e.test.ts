// `cutover serve` as a person meets it: what it prints, what it refuses, what is there after it was stopped or killed.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addressOf, inDirectory, run, start } from './command.fixture.ts'

const job = {
  ID: 'web',
  Datacenters: ['dc1'],
  TaskGroups: [{ Name: 'app', Count: 0, Tasks: [{ Name: 'server', Driver: 'mock_driver' }] }],
}

async function answer(url: string, init?: RequestInit): Promise<readonly [status: number, body: string]> {
  const response = await fetch(url, init)
  return [response.status, await response.text()]
}

describe('a server on a data directory', () => {
  test('keeps what it acknowledged when it is killed, and ends cleanly on a signal', async () => {
    await inDirectory(async (directory) => {
      const args = ['serve', '--port', '0', '--nodes', '0', '--data-dir', join(directory, 'data')]
      const first = start(...args)
      const url = await addressOf(first)
      const write = { method: 'PUT', headers: { 'Idempotency-Key': 'once' }, body: JSON.stringify({ Job: job }) }
      const [status, body] = await answer(`${url}/v1/jobs`, write)
      first.process.kill('SIGKILL')
      await first.ended

      const second = start(...args)
      const again = await answer(`${await addressOf(second)}/v1/jobs`, write)
      const [found, text] = await answer(`${await addressOf(second)}/v1/job/web`)
      second.process.kill('SIGTERM')
      const { code, out } = await second.ended
      expect([status, found, code]).toEqual([200, 200, 0])
      expect([again, JSON.parse(text)]).toMatchObject([[status, body], { Version: 0 }])
      expect(out).toContain('stopping: finishing what was taken and syncing the log')
    })
  })

  test('has it alone, and its port too', async () => {
    await inDirectory(async (directory) => {
      const server = start('serve', '--port', '0', '--nodes', '0', '--data-dir', directory)
      const { port } = new URL(await addressOf(server))
      const [neighbour, rival] = await Promise.all([
        run(['serve', '--port', '0', '--data-dir', directory]),
        run(['serve', '--port', port, '--log', 'memory']),
      ])
      server.process.kill('SIGTERM')
      await server.ended
      expect([neighbour.code, rival.code]).toEqual([3, 4])
      expect(neighbour.err).toContain('a log has one process at a time')
      expect(rival.err).toContain('the port is in use: choose another with --port')
    })
  })
})

describe('a directory that is no log', () => {
  const directories: readonly (readonly [what: string, fill: (directory: string) => void, says: string])[] = [
    [
      'with files of others',
      (directory) => writeFileSync(join(directory, 'notes.txt'), 'hello'),
      'holds other files (notes.txt) and no log',
    ],
    [
      'with a broken store',
      (directory) => writeFileSync(join(directory, 'data.mdb'), 'broken'.repeat(4_096)),
      'that is no LMDB store',
    ],
    ['that is a file below', (directory) => writeFileSync(join(directory, 'data'), ''), 'cannot be opened: EEXIST'],
  ]

  test.concurrent.each(directories)('%s is refused and left alone', async (what, fill, says) => {
    await inDirectory(async (directory) => {
      mkdirSync(directory, { recursive: true })
      fill(directory)
      const place = what === 'that is a file below' ? join(directory, 'data') : directory
      const { code, err } = await run(['serve', '--port', '0', '--data-dir', place])
      expect([code, err]).toEqual([3, expect.stringContaining(says)])
    })
  })
})

test('with --monitor every entry is checked, and what was found is told', async () => {
  const server = start('serve', '--monitor', '--port', '0', '--nodes', '1', '--log', 'memory')
  const url = await addressOf(server)
  await answer(`${url}/v1/jobs`, { method: 'PUT', body: JSON.stringify({ Job: job }) })
  const [status, body] = await answer(`${url}/v1/cutover/monitor`)
  server.process.kill('SIGTERM')
  await server.ended
  const { entries, violations, formulas } = JSON.parse(body)
  expect([status, violations]).toEqual([200, 0])
  expect(entries).toBeGreaterThan(2)
  expect(formulas).toContainEqual({ name: 'promoted-stays', sections: expect.any(Array), violations: 0 })
})

test('bad input is answered in words, and the server stays up', async () => {
  const server = start('serve', '--port', '0', '--nodes', '0', '--log', 'memory', '--demo', '--no-demo')
  const url = await addressOf(server)
  const unknown = '00000000-0000-4000-8000-000000000000'
  const pause = (body: object): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })
  const answers = [
    await answer(`${url}/v1/jobs`, { method: 'PUT', body: '{"Job":' }),
    await answer(`${url}/v1/jobs`, { method: 'PUT', body: '{"Job":{"ID":5}}' }),
    await answer(`${url}/v1/jobs`, { method: 'PUT', body: '' }),
    await answer(`${url}/v1/deployment/nope`),
    await answer(`${url}/v1/deployment/${unknown}`),
    await answer(`${url}/v1/deployment/pause/${unknown}`, pause({ DeploymentID: unknown, Pause: true })),
    await answer(`${url}/v1/jobs`, { method: 'PATCH' }),
  ]
  const [alive] = await answer(`${url}/v1/status/leader`)
  server.process.kill('SIGTERM')
  await server.ended
  expect(answers).toEqual([
    [400, 'unexpected EOF'],
    [400, 'json: cannot unmarshal number into Go struct field Job.Job.ID of type string'],
    [400, 'Request body is empty'],
    [500, 'deployment lookup failed: index error: UUID must be 36 characters'],
    [404, 'deployment not found'],
    [500, 'deployment not found'],
    [405, 'Invalid method'],
  ])
  expect(alive).toBe(200)
})
