// The calls that the page shows for its lines are those of the API: the server, asked the same in the same state, answers the same.

import type { State } from '@cutover/core'
import { periodicManagers } from '@cutover/core/periodic'
import { createEngine, fixedSeed, manualClock, memoryLog, snapshotOf } from '@cutover/engine'
import { inProcessFetch } from '@cutover/http'
import { type Exchange, openStage, perform } from '@cutover/simulator'
import { expect, test } from 'vitest'

const settings = { region: 'global', datacenter: 'dc1', name: 'server', version: '0.1.0', address: '127.0.0.1:4646' }

/** Asks a server whose state is this one. */
async function ask(state: State, { method, path, request }: Exchange): Promise<readonly [number, string]> {
  const log = memoryLog()
  await log.putSnapshot(snapshotOf(state))
  const clock = manualClock(state.at)
  const engine = await createEngine({ log, clock, seed: fixedSeed(state.seed), managers: periodicManagers() })
  const init = { method, ...(request === '' ? {} : { body: request }) }
  const answer = await inProcessFetch({ engine, clock, settings })(new URL(path, 'http://server'), init)
  const text = await answer.text()
  await engine.close()
  return [answer.status, text]
}

const story = [
  'register web: 3 × app, canary 1',
  'run 30s',
  'change web: rev 1',
  'promote d2',
  'run 10s',
  'pause d2',
  'resume d2',
  'mark web.app[1] healthy',
  'promote d2 group app',
  'promote d2 group none',
  'run 30s',
  'promote d2',
  'pause d2',
  'fail d2',
  'scale web.app to 4',
  'scale web.none to 4',
  'run 60s',
  'revert web to v0',
  'revert web to v9',
  'run 1s',
  'fail d4',
  'mark web.app[0] unhealthy',
  'declare web v0 unstable',
  'declare web v9 stable',
  'evaluate web',
  'stop allocation web.app[2]',
  'drain client-1 deadline 1h',
  'eligible client-1',
  'ineligible client-2',
  'eligible client-2',
  'stop web',
  'evaluate nothing',
  'purge web',
  'fail d9',
]

test('every call that a line amounts to is answered so by the server', async () => {
  const heard: Exchange[] = []
  const stage = openStage({ onExchange: (exchange) => heard.push(exchange) })
  let compared = 0
  for (const line of story) {
    const { state, now } = stage.world
    perform(stage, line)
    const exchange = heard.pop()
    if (!exchange) continue
    compared += 1
    const [status, body] = await ask({ ...state, at: now }, exchange)
    expect([line, status, body]).toEqual([line, exchange.status, exchange.answer])
  }
  expect(compared).toBeGreaterThan(25)
})
