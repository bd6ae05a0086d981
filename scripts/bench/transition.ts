// How fast one entry is decided and folded, among few and among many rows, and what a fork costs. One core, no storage.

import {
  type Command,
  isRefusal,
  micros,
  plus,
  type Stamp,
  type State,
  transition,
} from '../../packages/core/src/index.ts'
import { start, stateWithDeployments, statusChange } from '../../packages/testing/src/small-states.ts'
import type { Bench, Figure } from './bench.ts'

const calls = 300_000
const many = 100_000
const stamp: Stamp = { at: start, term: 1, by: 'operator' }

/** One command after the other on the state that the one before left. */
export function perSecond(before: State, commandAt: (n: number) => Command, count: number): number {
  let state = before
  const begun = performance.now()
  for (let n = 0; n < count; n += 1) {
    const taken = transition(state, commandAt(n), stamp)
    if (isRefusal(taken)) throw new Error(`bench: ${taken.text}`)
    state = taken.state
  }
  return Math.round((count / (performance.now() - begun)) * 1_000)
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

function spread(n: number, deployments: number): number {
  return (n * 7_919 + 13) % deployments
}

const states = new Map([1, many].map((count): [number, State] => [count, stateWithDeployments(count)]))

function statusFigure(deployments: number, bar: number): Figure {
  const what = `status change, ${deployments.toLocaleString('en')} deployment${deployments > 1 ? 's' : ''}`
  const before = states.get(deployments) ?? stateWithDeployments(deployments)
  return { what, value: perSecond(before, statusChanges(deployments), calls), unit: '/s', bar }
}

// A fork is what a caller gets who keeps the root and changes it once: the root itself costs nothing.
function forkFigure(): Figure {
  const before = states.get(many) ?? stateWithDeployments(many)
  const commandAt = statusChanges(many)
  const forks = 20_000
  const begun = performance.now()
  for (let n = 0; n < forks; n += 1) transition(before, commandAt(n), stamp)
  const value = ((performance.now() - begun) / forks) * 1_000
  return { what: 'fork of 100,000 deployments and its first change', value, unit: 'µs', bar: 10 }
}

export const bench: Bench = {
  name: 'transition',
  bar: '1 M status changes a second at 1 deployment, 300 k at 100,000; a fork under 10 µs',
  run: async () => [statusFigure(1, 1_000_000), statusFigure(many, 300_000), forkFigure()],
}
