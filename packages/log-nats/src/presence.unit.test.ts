// Who is believed to be there, and for how long.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Presence } from './presence.ts'
import { SharedLine } from './shared-lease.fixture.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function serversOn(line: SharedLine, ...names: readonly string[]): readonly Presence[] {
  return names.map((name) => new Presence(line, 'servers', () => ({ name, address: `${name}:1` })))
}

const namesOf = (servers: readonly Presence[]): readonly string[] =>
  servers.map((server) =>
    server
      .peers()
      .map(({ name }) => name)
      .join(),
  )

test('each knows all at once, whoever came first, and a server on its own knows itself', () => {
  const servers = serversOn(new SharedLine(), 'c', 'a', 'b')
  expect(namesOf(servers)).toEqual(['c', 'a', 'b'])
  for (const server of servers) server.join()
  expect(namesOf(servers)).toEqual(['a,b,c', 'a,b,c', 'a,b,c'])
  expect(servers[0]?.peers()[1]).toEqual({ name: 'b', address: 'b:1' })
})

test('one that leaves is gone at once; one that falls silent after a while; one that goes on stays', () => {
  const line = new SharedLine()
  const servers = serversOn(line, 'a', 'b')
  for (const server of servers) server.join()
  const silent = { name: 'd', address: 'd:1', leaves: false }
  line.publish('servers', JSON.stringify(silent))
  expect(namesOf(servers)).toEqual(['a,b,d', 'a,b,d'])
  vi.advanceTimersByTime(4_000)
  expect(namesOf(servers)).toEqual(['a,b,d', 'a,b,d'])
  vi.advanceTimersByTime(60_000)
  expect(namesOf(servers)).toEqual(['a,b', 'a,b'])
  servers[1]?.leave()
  expect(namesOf(servers.slice(0, 1))).toEqual(['a'])
})
