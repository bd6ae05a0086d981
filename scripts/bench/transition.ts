// How fast one entry is decided and folded, among few and among many rows, and what a fork costs. One core, no storage: rates are
// by the time that the core was ours.

import { type Command, isRefusal, micros, plus, type Stamp, type State, transition } from '@cutover/core'
import { start, stateWithDeployments, statusChange } from '../../packages/testing/src/small-states.ts'
import { type Bench, coreTime, type Figure } from './bench.ts'
import { healthReport, stateWithAllocations } from './states.ts'

const calls = 300_000
const many = 100_000
const stamp: Stamp = { at: start, term: 1, by: 'operator' }

/** One command after the other on the state that the one before left; the first tenth of them lets the compiler see them. */
function perSecond(before: State, commands: readonly Command[]): number {
  const seen = commands.length / 10
  let state = before
  let begun = 0
  for (let n = 0; n < commands.length; n += 1) {
    if (n === seen) begun = coreTime()
    const taken = transition(state, commands[n] ?? missing(), stamp)
    if (isRefusal(taken)) throw new Error(`bench: ${taken.text}`)
    state = taken.state
  }
  return Math.round(((commands.length - seen) / (coreTime() - begun)) * 1_000)
}

function missing(): never {
  throw new Error('bench: a command is missing')
}

// Made before the clock starts. Time goes on as it does in life: each change moves the deployment's deadline, and with it the
// order of the wake-ups.
function statusChanges(deployments: number): readonly Command[] {
  return Array.from({ length: calls }, (_, n) => ({
    ...statusChange(spread(n, deployments), n % 2 ? 'running' : 'paused'),
    updatedAt: plus(start, micros(n)),
  }))
}

function spread(n: number, among: number): number {
  return (n * 7_919 + 13) % among
}

interface Prepared {
  readonly state: State
  readonly commands: readonly Command[]
}

const prepared = new Map<number, Prepared>()

function prepare(deployments: number): Prepared {
  const known = prepared.get(deployments)
  if (known) return known
  const made = { state: stateWithDeployments(deployments), commands: statusChanges(deployments) }
  prepared.set(deployments, made)
  return made
}

function statusFigure(deployments: number, bar: number): Figure {
  const what = `status change, ${deployments.toLocaleString('en')} deployment${deployments > 1 ? 's' : ''}`
  const { state, commands } = prepare(deployments)
  return { what, value: perSecond(state, commands), unit: '/s', bar }
}

const groups = 1_000
const perGroup = 1_000
let fleet: Prepared | undefined

// Each report makes an allocation run and be healthy: its own row, its deployment's and its job's summary change.
function healthFigure(): Figure {
  const allocations = groups * perGroup
  const reports = 100_000
  fleet ??= {
    state: stateWithAllocations(groups, perGroup),
    commands: Array.from({ length: reports }, (_, n) => healthReport(spread(n, allocations), perGroup)),
  }
  const value = perSecond(fleet.state, fleet.commands)
  return { what: `health report, ${allocations.toLocaleString('en')} allocations`, value, unit: '/s', bar: 100_000 }
}

// A fork is what a caller gets who keeps the root and changes it once: the root itself costs nothing.
function forkFigure(): Figure {
  const { state, commands } = prepare(many)
  const forks = 20_000
  const begun = coreTime()
  for (const command of commands.slice(0, forks)) transition(state, command, stamp)
  const value = ((coreTime() - begun) / forks) * 1_000
  return { what: 'fork of 100,000 deployments and its first change', value, unit: 'µs', bar: 10 }
}

export const bench: Bench = {
  name: 'transition',
  bar: '1 M status changes a second at 1 deployment, 300 k at 100,000; 100 k health reports at 1 M allocations; a fork in 10 µs',
  run: async () => [statusFigure(1, 1_000_000), statusFigure(many, 300_000), forkFigure(), healthFigure()],
}
