// How fast a log of 100,000 entries can be looked at: any state of it, and what differs between two of them.

import { type Entry, initialState, isRefusal, type State, transition } from '@cutover/core'
import { beginHistory, diffStates, extendHistory, type History, stateAt } from '@cutover/core/explain'
import { openStage, perform } from '@cutover/simulator'
import { type Bench, coreTime, type Figure } from './bench.ts'

const entriesWanted = 100_000
const looks = 200

let made: History | undefined

function history(): History {
  made ??= makeHistory()
  return made
}

// A rollout of 500 allocations, then somebody who pauses and resumes it until the log is long enough.
function makeHistory(): History {
  const entries: Entry[] = []
  const stage = openStage({ nodes: 3, seed: 'history', onEntry: (entry) => entries.push(entry) })
  for (const line of [
    'register web: 500 × app, max_parallel 500, canary 1, needs 10 MHz',
    'run 30s',
    'change web: rev 1',
  ])
    perform(stage, line)
  const [deployment] = [...stage.world.state.tables.deployments.by('active', '')]
  if (!deployment) throw new Error('there is no rollout')
  const stamp = { at: stage.world.now, term: 1, by: 'operator' } as const
  let { state } = stage.world
  for (let pause = true; entries.length < entriesWanted; pause = !pause) {
    const taken = transition(state, { type: 'PauseDeployment', deploymentId: deployment.id, pause }, stamp)
    if (isRefusal(taken)) throw new Error(taken.text)
    entries.push(...taken.entries)
    state = taken.state
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
  const seek = timed(() => places.map((place) => stateAt(whole, place))) / looks
  const slowest = Math.max(...places.map((place) => timed(() => stateAt(whole, place))))
  const middle = length / 2
  const near = stateAt(whole, middle + 1)
  const far = stateAt(whole, middle + 1_000)
  const from = stateAt(whole, middle)
  if (!near || !far || !from) throw new Error('the history is shorter than it says')
  const [few, many] = [near, far].map((to) => diffStates(from, to).length)
  const diffs = [near, far].map((to) => (timed(() => places.map(() => diffStates(from, to))) / looks) * 1_000)
  return [
    { what: 'seek, one of 200 looks', value: seek, unit: 'ms', bar: 50 },
    { what: 'seek, the slowest of 200 looks', value: slowest, unit: 'ms', bar: 50 },
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
