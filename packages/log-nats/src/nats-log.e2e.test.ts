// The log port on a real cluster of three NATS servers.

import { entriesFrom, logContract } from '@cutover/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type NatsServers, natsProgram, serversMs, startNatsServers } from './nats-servers.fixture.ts'
import { openNatsLog } from './open.ts'

const program = await natsProgram()
const leftOut = program === undefined ? ' (left out: go is not installed, which builds the NATS server)' : ''

describe.skipIf(program === undefined)(`a log on NATS JetStream${leftOut}`, () => {
  let nats: NatsServers
  let streams = 0
  beforeAll(async () => {
    nats = await startNatsServers(program ?? '')
  }, serversMs)
  afterAll(() => nats.stop())

  const options = (stream: string) => ({ servers: nats.urls, stream, replicas: 3 })

  logContract('NATS JetStream, three copies', async () => {
    streams += 1
    const stream = `contract-${streams}`
    return {
      open: async () => (await openNatsLog(options(stream))).log,
      remove: async () => undefined,
    }
  })

  test('one whose term is over cannot write, and hears whose term it is', async () => {
    const [one, other] = [(await openNatsLog(options('terms'))).log, (await openNatsLog(options('terms'))).log]
    expect(await one.beginTerm()).toBe(1)
    expect(await one.append(0, entriesFrom(1, 2))).toEqual({ outcome: 'ok' })
    expect(await other.beginTerm()).toBe(2)
    expect(await one.append(2, entriesFrom(3, 1))).toEqual({ outcome: 'stale', lastIndex: 2, term: 2 })
    expect(await one.read(1, 10)).toEqual(entriesFrom(1, 2))
    await Promise.all([one.close(), other.close()])
  })

  test('a follower is shown every batch, from any index', async () => {
    const { log } = await openNatsLog(options('followed'))
    await log.append(0, entriesFrom(1, 5))
    const seen: number[] = []
    const watching = (async () => {
      for await (const batch of log.follow(4)) {
        for (const { index } of batch) seen.push(index)
        if (seen.length === 6) return
      }
    })()
    await log.append(5, entriesFrom(6, 4))
    await watching
    expect(seen).toEqual([4, 5, 6, 7, 8, 9])
    await log.close()
  })
})
