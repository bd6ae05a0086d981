// `cutover monitor` as a person meets it: recorded streams, a live one, and what it cannot read.

import { expect, test } from 'vitest'
import { addressOf, run, start } from './command.fixture.ts'

const group = { PlacedAllocs: 1, HealthyAllocs: 1, ProgressDeadline: 0 }

function line(index: number, fields: object): string {
  const deployment = { ID: 'd1', JobID: 'web', Status: 'running', CreateIndex: 5, ModifyIndex: index, ...fields }
  const event = {
    Topic: 'Deployment',
    Type: 'PlanResult',
    Key: 'd1',
    Index: index,
    Payload: { Deployment: deployment },
  }
  return JSON.stringify({ Index: index, Events: [event] })
}

test('a recorded stream that breaks a formula is a failure that names it', async () => {
  const promoted = line(5, { TaskGroups: { app: { ...group, Promoted: true } } })
  const undone = line(6, { TaskGroups: { app: { ...group, Promoted: false } } })
  const { code, out } = await run(['monitor', '--file', '-'], [promoted, '{}', undone].join('\n'))
  expect(code).toBe(1)
  expect(out).toContain(
    'VIOLATION: entry 6 breaks promoted-stays (semantics/1 A15, semantics/3 I4, semantics/2 50) at d1',
  )
  expect(out).toContain('2 events, index 5 to 6: 1 violations')
})

test('what Nomad is known to do is counted, and no failure', async () => {
  const shown = [1, -1].map((healthy, at) =>
    line(5 + at, { TaskGroups: { app: { ...group, HealthyAllocs: healthy } } }),
  )
  const { code, out } = await run(['monitor', '--file', '-'], shown.join('\n'))
  expect([code, out]).toEqual([0, expect.stringContaining('1 times what Nomad is known to do: countsReports')])
})

test('a live server is followed', async () => {
  const server = start('serve', '--port', '0', '--nodes', '1', '--log', 'memory')
  const url = await addressOf(server)
  const { code, out } = await run(['monitor', '--url', url, '--from', '1', '--for', '3'])
  server.process.kill('SIGTERM')
  await server.ended
  expect([code, out]).toEqual([0, expect.stringMatching(/^[1-9]\d* events, .* 0 violations$/m)])
})

test.each([
  [[], '', 2, 'say what to watch'],
  [['--file', '-'], 'no JSON', 1, '-, line 1: '],
  [['--file', 'absent.jsonl'], '', 1, 'ENOENT'],
] as const)('%j with %j is refused', async (args, input, code, says) => {
  expect(await run(['monitor', ...args], input)).toMatchObject({ code, err: expect.stringContaining(says) })
})
