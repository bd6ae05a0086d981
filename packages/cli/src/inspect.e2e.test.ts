// The commands that end by themselves: `sim`, and `replay`, `log` and `state` on what a server left behind.

import { describe, expect, test } from 'vitest'
import { addressOf, inDirectory, run, start } from './command.fixture.ts'

const task = { Name: 'server', Driver: 'mock_driver', Config: { run_for: '1h' } }
const job = { ID: 'web', Datacenters: ['dc1'], TaskGroups: [{ Name: 'app', Count: 1, Tasks: [task] }] }

describe('cutover sim', () => {
  test('tells a rollout from standard input, the same every time', async () => {
    const [first, second] = await Promise.all([
      run(['sim', '-', '--for', '60'], JSON.stringify(job)),
      run(['sim', '-', '--for', '60'], JSON.stringify({ Job: job })),
    ])
    expect(first.code).toBe(0)
    expect(first.out).toContain('client-1 joins')
    expect(second.out).toBe(first.out)
  })

  test('prints an entry a line for tools', async () => {
    const { out } = await run(['sim', '-', '--json', '--for', '60'], JSON.stringify(job))
    const indexes = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).index)
    expect(indexes).toEqual(indexes.map((_, position) => position + 1))
  })

  test('says why a document cannot be run', async () => {
    const { code, err } = await run(['sim', '-'], '{')
    expect([code, err]).toEqual([1, 'cutover: -: unexpected EOF\n'])
  })
})

test('replay, log, state and questions read beside a server that runs, verify what it left behind', async () => {
  await inDirectory(async (directory) => {
    const server = start('serve', '--port', '0', '--nodes', '2', '--data-dir', directory)
    await addressOf(server)
    await server.printed(/at index \d+/)
    const told = await run(['log', directory])
    const state = await run(['state', directory, '--at', '2'])
    const blocked = await run(['blockers', '--data-dir', directory])
    server.process.kill('SIGTERM')
    await server.ended
    const replayed = await run(['replay', directory])
    const verified = await run(['verify', directory, '--json'])
    expect([told.code, state.code, blocked.code, replayed.code, verified.code]).toEqual([0, 0, 0, 0, 0])
    expect(blocked.out).toBe('no deployment is active\n')
    expect(replayed.out).toContain(JSON.parse(verified.out).stateHash)
    expect(replayed.out).toMatch(/state hash at index \d+: [0-9a-f]{32}\n$/)
    expect(told.out).toContain('client-2 joins')
    expect(JSON.parse(state.out)).toMatchObject({ index: 2 })
  })
})

test.each<[readonly string[], number, string]>([
  [['verify', 'there-is-none'], 3, 'there is no log in there-is-none'],
  [['replay', 'there-is-none'], 3, 'there is no data directory there-is-none'],
  [['serve', '--port', '70000'], 2, '--port takes a whole number from 0 to 65535, not "70000"'],
  [['serve', '--log', 'paper'], 2, '--log takes lmdb or memory, not "paper"'],
  [['frobnicate'], 2, "unknown command 'frobnicate'"],
])('cutover %j ends with %i', async (args, code, says) => {
  const ended = await run(args)
  expect([ended.code, ended.err]).toEqual([code, expect.stringContaining(says)])
})

test('--help names every command and the exit codes', async () => {
  const { code, out } = await run(['--help'])
  expect(code).toBe(0)
  for (const word of ['serve', 'sim', 'replay', 'log', 'state', 'Exit codes']) expect(out).toContain(word)
})
