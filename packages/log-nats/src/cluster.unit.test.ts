// Taking over: who leads may speak for the log only when it has read all of it, in the term that it leads in.

import type { Member } from '@cutover/engine'
import { type Gate, gate } from '@cutover/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clusterOver, type NatsCluster } from './cluster.ts'
import { leaseMs } from './election.ts'
import { SharedLease, SharedLine } from './shared-lease.fixture.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Server {
  readonly cluster: NatsCluster
  /** Opened when the engine has read everything, for each term in which it was asked to lead. */
  readonly read: Map<number, Gate>
  canReach: boolean
}

function serverOn(lease: SharedLease, line: SharedLine, name: string): Server {
  const read = new Map<number, Gate>()
  const server: Server = {
    read,
    canReach: true,
    cluster: clusterOver(
      lease.view(() => server.canReach),
      {
        connection: line,
        stream: 'test',
        log: {
          beginTerm: async () => {
            lease.terms += 1
            return lease.terms
          },
          follow: () => silence(),
        },
        us: () => ({ name, address: `${name}:1` }),
        onWarning: () => undefined,
      },
    ),
  }
  const member: Member = {
    lead: (term) => {
      const ready = gate()
      read.set(term, ready)
      return ready.until
    },
    follow: () => undefined,
    learn: () => undefined,
    lastIndex: () => 7,
  }
  void server.cluster.join(member)
  return server
}

async function* silence(): AsyncGenerator<never> {
  await new Promise(() => undefined)
}

const leads = ({ cluster }: Server): boolean => cluster.standing().leads

/** The terms that somebody answers for. */
const termsServed = ({ listeners }: SharedLine): readonly string[] =>
  [...listeners]
    .filter(([subject, { size }]) => subject.endsWith('.ask') && size > 0)
    .map(([subject]) => subject.split('.').at(-2) ?? '')

test('a server that loses its lease while it takes over and is elected again has not read all before the later term says so', async () => {
  const [lease, line] = [new SharedLease(), new SharedLine()]
  const one = serverOn(lease, line, 'a')
  await vi.advanceTimersByTimeAsync(100)
  expect([...one.read.keys()]).toEqual([1])
  // It is cut off, and another leads for a while and gives up.
  one.canReach = false
  await vi.advanceTimersByTimeAsync(leaseMs * 2)
  lease.terms = 2
  lease.seen = { revision: 90, holder: undefined }
  one.canReach = true
  await vi.advanceTimersByTimeAsync(leaseMs)
  expect([...one.read.keys()]).toEqual([1, 3])
  // What was asked for in the first term ends only now.
  one.read.get(1)?.open()
  await vi.advanceTimersByTimeAsync(100)
  expect([leads(one), await one.cluster.leaderIndex(false), termsServed(line)]).toEqual([false, undefined, []])
  one.read.get(3)?.open()
  await vi.advanceTimersByTimeAsync(100)
  expect([leads(one), await one.cluster.leaderIndex(true), termsServed(line)]).toEqual([true, 7, ['3']])
})

test('the lease is kept while a server takes over, from its start on, however long that takes', async () => {
  const [lease, line] = [new SharedLease(), new SharedLine()]
  const one = serverOn(lease, line, 'a')
  await vi.advanceTimersByTimeAsync(100)
  const other = serverOn(lease, line, 'b')
  await vi.advanceTimersByTimeAsync(leaseMs * 5)
  expect([leads(one), other.read.size]).toEqual([false, 0])
  one.read.get(1)?.open()
  await vi.advanceTimersByTimeAsync(100)
  expect([leads(one), await other.cluster.leaderIndex(false), lease.terms]).toEqual([true, 7, 1])
})

test('every server knows all others, and who leads', async () => {
  const [lease, line] = [new SharedLease(), new SharedLine()]
  const servers = ['a', 'b', 'c'].map((name) => serverOn(lease, line, name))
  await vi.advanceTimersByTimeAsync(leaseMs)
  for (const { cluster } of servers) {
    expect(cluster.standing().peers?.map(({ address }) => address)).toEqual(['a:1', 'b:1', 'c:1'])
    expect(cluster.standing().leader?.name).toBe('a')
  }
  await servers[1]?.cluster.leave()
  expect(servers[0]?.cluster.standing().peers?.map(({ name }) => name)).toEqual(['a', 'c'])
})
