// Ten thousand readers that wait on one server over HTTP: what each costs, and how long a write takes to wake them all.

import type { Bench, Figure } from './bench.ts'
import { Connection, requestText, type Served, startServer, textOf } from './load.ts'
import { deploymentIdOf } from './states.ts'

const readers = 10_000
const opened = 200

async function openAll(server: Served): Promise<readonly Connection[]> {
  const connections: Connection[] = []
  while (connections.length < readers) {
    const some = Array.from({ length: opened }, () => Connection.open(server.port))
    connections.push(...(await Promise.all(some)))
  }
  return connections
}

/** Resolves when the server has as many waiters as it should. */
async function untilHeld(server: Served): Promise<void> {
  while (((await server.ask('blocked')).blocked ?? 0) < readers) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function measure(server: Served): Promise<readonly Figure[]> {
  const url = `http://127.0.0.1:${server.port}`
  const connections = await openAll(server)
  const before = await server.memory()
  const id = deploymentIdOf(0)
  const seen: { readonly ModifyIndex: number } = JSON.parse(await textOf(`${url}/v1/deployment/${id}`))
  const request = requestText('GET', `/v1/deployment/${id}?index=${Math.max(1, seen.ModifyIndex)}&wait=5m`)
  const answers = connections.map((connection) => connection.ask(request))
  await untilHeld(server)
  const during = await server.memory()
  const begun = performance.now()
  const { status } = await fetch(`${url}/v1/deployment/pause/${id}`, {
    method: 'POST',
    body: JSON.stringify({ DeploymentID: id, Pause: true }),
  })
  const statuses = await Promise.all(answers)
  const seconds = (performance.now() - begun) / 1_000
  if (status !== 200 || statuses.some((one) => one !== 200)) throw new Error('bench: a reader was not answered')
  for (const connection of connections) connection.close()
  const kB = (use: 'held' | 'rss'): number => (during[use] - before[use]) / readers / 1_000
  return [
    { what: '10,000 blocked readers woken after the write', value: seconds, unit: 's', bar: 1 },
    { what: 'memory of each, without its connection', value: kB('held'), unit: 'kB', bar: 20 },
    { what: 'growth of the process for each', value: kB('rss'), unit: 'kB' },
  ]
}

export const bench: Bench = {
  name: 'readers',
  bar: '10,000 blocked readers woken within 1 s of the write, under 20 kB each',
  roundsMax: 3,
  run: async () => {
    const server = await startServer('cutover', '1000')
    try {
      return await measure(server)
    } finally {
      await server.stop()
    }
  },
}
