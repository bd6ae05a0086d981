// How fast commands become durable on three NATS servers with three copies, all of them on this machine and synced before they
// acknowledge.

import { openNatsLog } from '@cutover/log-nats'
import { natsProgram, startNatsServers } from '../../packages/log-nats/src/nats-servers.fixture.ts'
import type { Bench, Figure } from './bench.ts'
import { engineOn, load } from './engine.ts'

async function figures(): Promise<readonly Figure[]> {
  const program = await natsProgram()
  if (program === undefined) return []
  const nats = await startNatsServers(program)
  try {
    const found: Figure[] = []
    for (const callers of [1, 64, 512]) found.push(...(await durable(nats.urls, callers)))
    return found
  } finally {
    await nats.stop()
  }
}

async function durable(servers: readonly string[], callers: number): Promise<readonly Figure[]> {
  const { log } = await openNatsLog({ servers, stream: `bench-${callers}`, replicas: 3 })
  const engine = await engineOn(log)
  await load(engine, callers)
  const { perSecond, p99Ms } = await load(engine, callers)
  await engine.close()
  const what = `durable commands, three copies, ${callers} in flight`
  const rate: Figure = { what, value: perSecond, unit: '/s' }
  return [
    callers === 512 ? { ...rate, bar: 20_000 } : rate,
    { what: `p99 of them, ${callers} in flight`, value: p99Ms, unit: 'ms' },
  ]
}

export const bench: Bench = {
  name: 'nats',
  bar: '20,000 durable commands a second in batches, three copies on loopback',
  roundsMax: 1,
  run: figures,
}
