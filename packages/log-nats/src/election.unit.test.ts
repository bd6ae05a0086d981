// Elections over a lease in memory, with a clock that the test moves.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Election, leaseMs } from './election.ts'
import { SharedLease } from './shared-lease.fixture.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Server {
  readonly election: Election
  readonly heard: string[]
  canReach: boolean
}

function serverOn(shared: SharedLease, name: string): Server {
  const heard: string[] = []
  const server: Server = {
    heard,
    canReach: true,
    election: new Election({
      lease: shared.view(() => server.canReach),
      us: () => ({ name, address: `${name}:1` }),
      now: () => Date.now(),
      beginTerm: async () => {
        shared.terms += 1
        return shared.terms
      },
      onElected: async (term) => void heard.push(`elected ${term}`),
      onLost: () => void heard.push('lost'),
      onWarning: (text) => void heard.push(text),
    }),
  }
  return server
}

async function threeServers(): Promise<{ shared: SharedLease; servers: readonly [Server, Server, Server] }> {
  const shared = new SharedLease()
  const servers = [serverOn(shared, 'a'), serverOn(shared, 'b'), serverOn(shared, 'c')] as const
  for (const { election } of servers) await election.start()
  return { shared, servers: [...servers] }
}

const leads = (servers: readonly Server[]): readonly boolean[] => servers.map(({ election }) => election.known().leads)

test('the first to ask leads, the others know whom, and it stays so as long as it renews', async () => {
  const { servers } = await threeServers()
  await vi.advanceTimersByTimeAsync(leaseMs * 10)
  expect(leads(servers)).toEqual([true, false, false])
  expect(servers.map(({ heard }) => heard)).toEqual([['elected 1'], [], []])
  expect(servers[2].election.known()).toMatchObject({ holder: { name: 'a', term: 1 } })
})

test('at no moment do two believe that they lead, whoever is cut off and for how long', async () => {
  const { shared, servers } = await threeServers()
  for (let round = 0; round < 40; round++) {
    const chosen = servers[(round * 7) % 3]
    if (chosen) chosen.canReach = !chosen.canReach
    for (let step = 0; step < 30; step++) {
      await vi.advanceTimersByTimeAsync(100)
      expect(leads(servers).filter(Boolean).length).toBeLessThanOrEqual(1)
    }
  }
  expect(shared.terms).toBeGreaterThan(5)
  for (const server of servers) server.canReach = true
  await vi.advanceTimersByTimeAsync(leaseMs * 3)
  expect(leads(servers).filter(Boolean)).toHaveLength(1)
})

test('a leader that is cut off gives up when its lease is over, and another takes it', async () => {
  const { servers } = await threeServers()
  servers[0].canReach = false
  await vi.advanceTimersByTimeAsync(leaseMs + 1_000)
  expect(leads(servers)).toEqual([false, expect.anything(), expect.anything()])
  expect(servers[0].heard).toContain('lost')
  expect(leads(servers).filter(Boolean)).toHaveLength(1)
})

test('one that leaves does not make the others wait', async () => {
  const { servers } = await threeServers()
  await servers[0].election.leave()
  await vi.advanceTimersByTimeAsync(600)
  expect(leads(servers).filter(Boolean)).toHaveLength(1)
})

test('what cannot be reached is told once, not at every look', async () => {
  const { servers } = await threeServers()
  servers[1].canReach = false
  await vi.advanceTimersByTimeAsync(leaseMs * 5)
  expect(servers[1].heard.filter((text) => text.includes('no answer'))).toHaveLength(1)
})
