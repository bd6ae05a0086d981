// How fast a report of health is decided and folded among a million allocations.

import type { Bench } from './bench.ts'
import { healthReport, stateWithAllocations } from './states.ts'
import { type Prepared, perSecond, spread } from './steps.ts'

const groups = 1_000
const perGroup = 1_000
const reports = 100_000
let fleet: Prepared | undefined

export const bench: Bench = {
  name: 'allocations',
  bar: '100 k health reports a second at 1 M allocations',
  run: async () => {
    const allocations = groups * perGroup
    // Each report makes an allocation run and be healthy: its own row, its deployment's and its job's summary change.
    fleet ??= {
      state: stateWithAllocations(groups, perGroup),
      commands: Array.from({ length: reports }, (_, n) => healthReport(spread(n, allocations), perGroup)),
    }
    const value = perSecond(fleet.state, fleet.commands)
    return [{ what: 'health report, 1,000,000 allocations', value, unit: '/s', bar: 100_000 }]
  },
}
