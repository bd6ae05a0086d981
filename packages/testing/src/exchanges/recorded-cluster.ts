// The cluster behind the recordings, in this process: one server, and two nodes that offer only what the recorded ones did.
// Rules: oracle/README-http §1.

import { setTimeout as pause } from 'node:timers/promises'
import { milliseconds } from '@cutover/core'
import { periodicManagers } from '@cutover/core/periodic'
import { type Clock, createEngine, type Engine, fixedSeed, memoryLog, systemClock } from '@cutover/engine'
import { parseJobFile } from '@cutover/hcl'
import { createServer } from '@cutover/http'
import { attachFleet, Fleet, lateLooks } from '@cutover/simulator'
import { type Address, exchange } from './raw-exchange.ts'
import type { Needs, NodeNames } from './story.ts'

/** A cluster at work. */
export interface RecordedCluster {
  readonly address: Address
  readonly nodes: NodeNames
  readonly close: () => Promise<void>
}

const drivers = ['mock_driver', 'raw_exec'] as const
const host = '127.0.0.1'

// A real server takes a few milliseconds. These are longer than an exchange takes while other stories run beside it, and not much
// longer than the pause between two polls of a story.
const schedulingMs = 80
const watchingMs = 15

/** Starts a cluster that has stored nothing but its nodes; one for ACL stories knows the recording's management secret. */
export async function startCluster(needs: Needs, managementSecret: string): Promise<RecordedCluster> {
  const clock = systemClock()
  const engine = await startEngine(clock)
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
    close: async () => {
      await fleet.detach()
      await server.close()
      await engine.close()
    },
  }
}

function startEngine(clock: Clock): Promise<Engine> {
  return createEngine({
    log: memoryLog(),
    clock,
    seed: fixedSeed('recorded exchanges'),
    managers: lateLooks(periodicManagers(), (name) => milliseconds(name === 'scheduler' ? schedulingMs : watchingMs)),
  })
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
