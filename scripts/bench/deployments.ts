// How fast one entry is decided and folded among 100,000 deployments, and what a fork of them costs.

import { transition } from '@cutover/core'
import { type Bench, coreTime, type Figure } from './bench.ts'
import { type Prepared, stamp, statusChanges, statusFigure } from './steps.ts'

const many = 100_000
let prepared: Prepared | undefined

// A fork is what a caller gets who keeps the root and changes it once: the root itself costs nothing.
function forkFigure({ state, commands }: Prepared): Figure {
  const forks = 20_000
  const begun = coreTime()
  for (const command of commands.slice(0, forks)) transition(state, command, stamp)
  const value = ((coreTime() - begun) / forks) * 1_000
  return { what: 'fork of 100,000 deployments and its first change', value, unit: 'µs', bar: 10 }
}

export const bench: Bench = {
  name: 'deployments',
  bar: '300 k status changes a second at 100,000 deployments; a fork in 10 µs',
  run: async () => {
    prepared ??= statusChanges(many)
    return [statusFigure(many, prepared, 300_000), forkFigure(prepared)]
  },
}
