// How fast a log of 100,000 entries can be looked at: any state of it, and what differs between two of them.

import { type Entry, initialState, type State } from '@cutover/core'
import { beginHistory, diffStates, extendHistory, type History, stateAt } from '@cutover/core/explain'
import { openStage, perform } from '@cutover/simulator'
import { type Bench, coreTime, type Figure, median } from './bench.ts'

const entriesWanted = 100_000
const looks = 200

let made: History | undefined

function history(): History {
  made ??= makeHistory()
  return made
}

// Rollouts one after the other, until the log is long enough.
function makeHistory(): History {
  const entries: Entry[] = []
  const stage = openStage({ nodes: 3, seed: 'history', onEntry: (entry) => entries.push(entry) })
  perform(stage, 'register web: 3 × app, max_parallel 3')
  for (let version = 1; entries.length < entriesWanted; version++) {
    perform(stage, 'run 10s')
    perform(stage, `change web: rev ${version}`)
  }
  return extendHistory(beginHistory(initialState('history')), entries.slice(0, entriesWanted))
}

function timed(work: () => unknown): number {
  const start = coreTime()
  work()
  return coreTime() - start
}

function round(): readonly Figure[] {
  const whole = history()
  const { length } = whole.entries
  const places = Array.from({ length: looks }, (_, n) => Math.floor(((n * 7_919) % looks) * (length / looks)) + 1)
  const seeks = places.map((place) => timed(() => stateAt(whole, place))).sort((a, b) => a - b)
  const middle = length / 2
  const near = stateAt(whole, middle + 1)
  const far = stateAt(whole, middle + 1_000)
  const from = stateAt(whole, middle)
  if (!near || !far || !from) throw new Error('the history is shorter than it says')
  const [few, many] = [near, far].map((to) => diffStates(from, to).length)
  const diffs = [near, far].map((to) =>
    median(Array.from({ length: looks }, () => timed(() => diffStates(from, to)) * 1_000)),
  )
  return [
    { what: 'seek, half of 200 looks', value: median(seeks), unit: 'ms', bar: 50 },
    { what: 'seek, the slowest of 200 looks', value: seeks.at(-1) ?? 0, unit: 'ms', bar: 50 },
    { what: `diff over one entry: ${few} rows of ${rows(from)} differ`, value: diffs[0] ?? 0, unit: 'µs' },
    { what: `diff over 1,000 entries: ${many} rows differ`, value: diffs[1] ?? 0, unit: 'µs' },
  ]
}

function rows({ tables }: State): number {
  return Object.values(tables).reduce((sum, table) => sum + table.size, 0)
}

export const bench: Bench = {
  name: 'a log of 100,000 entries, looked at',
  bar: 'any state within 50 ms, a diff as long as what differs',
  run: async () => round(),
}
