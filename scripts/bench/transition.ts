// How fast one entry is decided and folded, among few and among many rows, and what a fork costs. One core, no storage: rates are
// by the time that the core was ours.

import { type Command, isRefusal, micros, plus, type Stamp, type State, transition } from '@cutover/core'
import { start, stateWithDeployments, statusChange } from '../../packages/testing/src/small-states.ts'
import { type Bench, coreTime, type Figure } from './bench.ts'
import { healthReport, stateWithAllocations } from './states.ts'

const calls = 300_000
const many = 100_000
const stamp: Stamp = { at: start, term: 1, by: 'operator' }

/** One command after the other on the state that the one before left. */
function perSecond(before: State, commandAt: (n: number) => Command, count: number): number {
  let state = before
  const begun = coreTime()
  for (let n = 0; n < count; n += 1) {
    const taken = transition(state, commandAt(n), stamp)
    if (isRefusal(taken)) throw new Error(`bench: ${taken.text}`)
    state = taken.state
  }
  return Math.round((count / (coreTime() - begun)) * 1_000)
}

// Time goes on as it does in life: each change moves the deployment's deadline, and with it the order of the wake-ups.
function statusChanges(deployments: number): (n: number) => Command {
  const changes = Array.from({ length: Math.min(calls, 2 * deployments) }, (_, n) =>
    statusChange(spread(n, deployments)),
  )
  return (n) => ({
    ...(changes[n % changes.length] ?? statusChange(0)),
    status: n % 2 ? 'running' : 'paused',
    updatedAt: plus(start, micros(n)),
  })
}

function spread(n: number, among: number): number {
  return (n * 7_919 + 13) % among
}

const prepared = new Map<number, { readonly state: State; readonly commandAt: (n: number) => Command }>()

function prepare(deployments: number): { readonly state: State; readonly commandAt: (n: number) => Command } {
  const known = prepared.get(deployments)
  if (known) return known
  const made = { state: stateWithDeployments(deployments), commandAt: statusChanges(deployments) }
  prepared.set(deployments, made)
  return made
}

function statusFigure(deployments: number, bar: number): Figure {
  const what = `status change, ${deployments.toLocaleString('en')} deployment${deployments > 1 ? 's' : ''}`
  const { state, commandAt } = prepare(deployments)
  return { what, value: perSecond(state, commandAt, calls), unit: '/s', bar }
}

const groups = 1_000
const perGroup = 1_000
let fleet: State | undefined

// Each report makes an allocation run and be healthy: its own row, its deployment's and its job's summary change.
function healthFigure(): Figure {
  fleet ??= stateWithAllocations(groups, perGroup)
  const allocations = groups * perGroup
  const reports = 100_000
  const commandAt = (n: number): Command => healthReport(spread(n, allocations), perGroup)
  const value = perSecond(fleet, commandAt, reports)
  return { what: `health report, ${allocations.toLocaleString('en')} allocations`, value, unit: '/s', bar: 100_000 }
}

// A fork is what a caller gets who keeps the root and changes it once: the root itself costs nothing.
function forkFigure(): Figure {
  const { state, commandAt } = prepare(many)
  const forks = 20_000
  const begun = coreTime()
  for (let n = 0; n < forks; n += 1) transition(state, commandAt(n), stamp)
  const value = ((coreTime() - begun) / forks) * 1_000
  return { what: 'fork of 100,000 deployments and its first change', value, unit: 'µs', bar: 10 }
}

export const bench: Bench = {
  name: 'transition',
  bar: '1 M status changes a second at 1 deployment, 300 k at 100,000; 100 k health reports at 1 M allocations; a fork in 10 µs',
  run: async () => [statusFigure(1, 1_000_000), statusFigure(many, 300_000), forkFigure(), healthFigure()],
}
