// The same random scripts through every door leave the same log, byte for byte. `npm run prove -- adapters` plays ten thousand.

import { expect, test } from 'vitest'
import { doors, playScripts, randomScript } from './random-scripts.ts'

const scripts = 120

test('commands, plain HTTP and the client leave the same log and state', async () => {
  const left = []
  for (const door of doors) left.push(await playScripts(door, scripts))
  const [engine, http, client] = left
  expect([http, client]).toEqual([engine, engine])
  expect(engine?.calls).toBeGreaterThan(scripts * 8)
  expect(engine?.entries).toBeGreaterThan(scripts * 10)
  expect(engine?.refused).toBeGreaterThan(scripts)
})

test('a script is its number', () => {
  expect(randomScript(7)).toEqual(randomScript(7))
  expect(randomScript(7)).not.toEqual(randomScript(8))
})
