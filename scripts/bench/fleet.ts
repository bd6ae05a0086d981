// Two million health reports through deployments: waves of a hundred thousand allocations that turn healthy, reported as nodes
// report them, many in one entry.

import { isRefusal, type Stamp, transition } from '@cutover/core'
import { start } from '../../packages/testing/src/small-states.ts'
import { type Bench, coreTime, type Figure } from './bench.ts'
import { reportOf, stateWithAllocations } from './states.ts'

const jobs = 100
const perJob = 1_000
const waves = 20
/** A server of Nomad gathers the reports of its nodes for some time and writes them as one. */
const reportsOfEntry = 64
const stamp: Stamp = { at: start, term: 1, by: 'fleet' }

function run(): readonly Figure[] {
  const before = stateWithAllocations(jobs, perJob)
  const reports = Array.from({ length: jobs * perJob }, (_, n) => reportOf((n * 7_919) % (jobs * perJob), perJob))
  const begun = { core: coreTime(), clock: performance.now() }
  for (let wave = 0; wave < waves; wave += 1) {
    let state = before
    for (let first = 0; first < reports.length; first += reportsOfEntry) {
      const some = reports.slice(first, first + reportsOfEntry)
      const taken = transition(state, { type: 'UpdateAllocations', reports: some, evaluations: [] }, stamp)
      if (isRefusal(taken)) throw new Error(`bench: ${taken.text}`)
      state = taken.state
    }
    for (const { groups } of state.tables.deployments.by('active', ''))
      if (groups[0]?.desiredTotal === perJob && groups[0].healthy !== perJob)
        throw new Error(`bench: ${groups[0].healthy} healthy`)
  }
  const what = `${(waves * jobs * perJob).toLocaleString('en')} health reports, 64 to an entry`
  return [
    { what: `${what}, one core`, value: (coreTime() - begun.core) / 1_000, unit: 's', bar: 20 },
    { what: `${what}, by the clock`, value: (performance.now() - begun.clock) / 1_000, unit: 's' },
  ]
}

export const bench: Bench = {
  name: 'fleet',
  bar: '2,000,000 allocation health reports through deployments in 20 s',
  roundsMax: 3,
  run: async () => run(),
}
