// A whole server in memory with a simulated fleet, on a port of its own, with faults to put in front of it.

import { periodicManagers } from '@cutover/core/periodic'
import { createEngine, type Engine, fixedSeed, memoryLog, systemClock } from '@cutover/engine'
import { createServer, type ServerLimits } from '@cutover/http'
import { attachFleet, Fleet } from '@cutover/simulator'
import { faultsOf, type ServerFaults } from './server-faults.ts'

/** A server that listens. */
export interface SmallServer {
  readonly url: string
  readonly engine: Engine
  /** What a client has to live with; none until asked for. */
  readonly faults: ServerFaults
  readonly close: () => Promise<void>
}

/** Starts one with so many nodes. */
export async function smallServer(nodes = 3, limits: Partial<ServerLimits> = {}): Promise<SmallServer> {
  const clock = systemClock()
  const engine = await createEngine({
    log: memoryLog(),
    clock,
    seed: fixedSeed('server'),
    managers: periodicManagers(),
  })
  const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:0' }
  const server = await createServer({ engine, clock, settings }, limits)
  const faults = faultsOf(server.server)
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  settings.address = new URL(url).host
  const fleet = await attachFleet(engine, new Fleet({ nodes, seed: engine.read().seed }), clock)
  const close = async (): Promise<void> => {
    await fleet.detach()
    await server.close()
    await engine.close()
  }
  return { url, engine, faults, close }
}
