// Two doors to one engine: HTTP over a socket, and the same API in this process.
import { Client } from '@cutover/client'
import { micros } from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { createEngine, fixedSeed, manualClock, memoryLog } from '@cutover/engine'
import { type Api, createServer, inProcessFetch } from '@cutover/http'
import { attachFleet, Fleet } from '@cutover/simulator'
import { expect, test } from 'vitest'
import { type EnginePlace, engineContract, playRollouts } from './engine-contract.ts'

type Door = (api: Api) => Promise<{ readonly client: Client; readonly close: () => Promise<void> }>

const inProcess: Door = async (api) => ({
  client: new Client({ fetch: inProcessFetch(api) }),
  close: () => Promise.resolve(),
})

const overHttp: Door = async (api) => {
  const server = await createServer(api)
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  return { client: new Client({ address }), close: () => server.close() }
}

const placeBehind = (door: Door) => async (): Promise<EnginePlace> => {
  const clock = manualClock(micros(1_893_456_000_000_000))
  const log = memoryLog()
  const engine = await createEngine({ log, clock, seed: fixedSeed('contract'), managers: defaultManagers })
  const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:0' }
  const { client, close } = await door({ engine, clock, settings })
  const fleet = await attachFleet(engine, new Fleet({ nodes: 2, seed: 'contract' }), clock)
  return {
    client,
    engine,
    log,
    clock,
    close: async () => {
      await fleet.detach()
      await close()
      await engine.close()
    },
  }
}

engineContract('in process', placeBehind(inProcess))
engineContract('over HTTP', placeBehind(overHttp))

test('both doors leave the same log, byte for byte', async () => {
  const places = [await placeBehind(inProcess)(), await placeBehind(overHttp)()] as const
  try {
    expect(await playRollouts(places[0])).toEqual(await playRollouts(places[1]))
  } finally {
    for (const place of places) await place.close()
  }
})
