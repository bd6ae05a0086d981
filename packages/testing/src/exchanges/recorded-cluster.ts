// The cluster behind the recordings, in this process: one server, and two nodes that offer only what the recorded ones did.
// Rules: oracle/README-http §1.

import { setTimeout as pause } from 'node:timers/promises'
import { type Manager, type Micros, milliseconds, zero } from '@cutover/core'
import { periodicManagers, searchingWith } from '@cutover/core/periodic'
import { type Clock, createEngine, type Engine, fixedSeed, memoryLog, systemClock } from '@cutover/engine'
import { parseJobFile } from '@cutover/hcl'
import { createPatternSearch, createServer } from '@cutover/http'
import { attachFleet, Fleet } from '@cutover/simulator'
import { type Pace, paced } from './pace.ts'
import { type Address, exchange } from './raw-exchange.ts'
import type { Needs, NodeNames } from './story.ts'

/** A cluster at work. */
export interface RecordedCluster {
  readonly address: Address
  readonly nodes: NodeNames
  /** Lets the process managers look at what was written as it suits them, or not at all. */
  readonly setPace: (pace: 'natural' | 'held') => Promise<void>
  /** Lets them write so many entries at once. Resolves when they have, or have nothing more to write. */
  readonly advance: (entries: number) => Promise<void>
  readonly close: () => Promise<void>
}

const drivers = ['mock_driver', 'raw_exec'] as const
const host = '127.0.0.1'

// What a real server takes, from recorded rollouts.
const schedulingMs = 11
const watchingMs = 3

function naturalDelay(name: Manager['name']): Micros {
  return milliseconds(name === 'scheduler' ? schedulingMs : watchingMs)
}

/** Starts a cluster that has stored nothing but its nodes; one for ACL stories knows the recording's management secret. */
export async function startCluster(needs: Needs, managementSecret: string): Promise<RecordedCluster> {
  const clock = systemClock()
  const pace: Pace = { delay: naturalDelay, limit: Number.MAX_SAFE_INTEGER }
  const engine = await startEngine(clock, pace)
  const acl = needs === 'acl' || needs === 'acl-fresh'
  const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '', acl }
  const server = await createServer({ engine, clock, settings, parseJob: parseJobFile })
  settings.address = new URL(await server.listen({ host, port: 0 })).host
  const fleet = await attachFleet(
    engine,
    new Fleet({ nodes: 2, seed: engine.read().seed, shape: { drivers, address: '192.0.2.2' } }),
    clock,
  )
  const nodes = [...engine.read().tables.nodes.values()]
  const address = { host, port: Number(settings.address.split(':')[1]) }
  if (needs === 'acl') await bootstrap(address, managementSecret)
  if (!needs.endsWith('fresh')) await use(address, managementSecret)
  return {
    address,
    nodes: { ids: nodes.map(({ id }) => id), names: nodes.map(({ name }) => name) },
    setPace: (wanted) =>
      change(engine, pace, { delay: naturalDelay, limit: wanted === 'held' ? 0 : Number.MAX_SAFE_INTEGER }),
    advance: (entries) => change(engine, pace, { delay: () => zero, limit: engine.read().lastIndex + entries }),
    close: async () => {
      await fleet.detach()
      await server.close()
      await engine.close()
    },
  }
}

function startEngine(clock: Clock, pace: Pace): Promise<Engine> {
  return createEngine({
    log: memoryLog(),
    clock,
    seed: fixedSeed('recorded exchanges'),
    managers: paced(searchingWith(createPatternSearch(), periodicManagers()), pace),
  })
}

// A command that writes nothing gives the managers a turn.
async function change(engine: Engine, pace: Pace, { delay, limit }: Pace): Promise<void> {
  if (pace.delay === delay && pace.limit === limit) return
  pace.delay = delay
  pace.limit = limit
  const [node] = engine.read().tables.nodes.values()
  if (node === undefined) return
  await engine.submit({ type: 'MarkEligibility', nodeId: node.id, eligibility: node.schedulingEligibility })
}

async function bootstrap(address: Address, secret: string): Promise<void> {
  const body = JSON.stringify({ BootstrapSecret: secret })
  await exchange(address, { method: 'PUT', path: '/v1/acl/bootstrap', headers: [], body })
}

// A job that comes and goes: then no table is as new as that of a fresh server.
async function use(address: Address, secret: string): Promise<void> {
  const headers = [['X-Nomad-Token', secret]] as const
  const task = { Name: 'task', Driver: 'mock_driver', Config: { run_for: '1ms' } }
  const job = {
    ID: 'used',
    Name: 'used',
    Type: 'service',
    Datacenters: ['dc1'],
    TaskGroups: [{ Name: 'group', Tasks: [task] }],
  }
  await exchange(address, { method: 'PUT', path: '/v1/jobs', headers, body: JSON.stringify({ Job: job }) })
  await pause(schedulingMs + watchingMs)
  await exchange(address, { method: 'DELETE', path: '/v1/job/used?purge=true', headers, body: undefined })
  await pause(schedulingMs + watchingMs)
}
