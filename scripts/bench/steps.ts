// What the benches of single entries share: commands about many deployments, and how fast they are decided and folded one after
// the other. One core, no storage: rates are by the time that the core was ours.

import { type Command, isRefusal, micros, plus, type Stamp, type State, transition } from '@cutover/core'
import { start, stateWithDeployments, statusChange } from '../../packages/testing/src/small-states.ts'
import { coreTime, type Figure } from './bench.ts'

/** Who asks, and when. */
export const stamp: Stamp = { at: start, term: 1, by: 'operator' }

/** One command after the other on the state that the one before left; the first tenth of them lets the compiler see them. */
export function perSecond(before: State, commands: readonly Command[]): number {
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

/** A place that looks random, among so many. */
export function spread(n: number, among: number): number {
  return (n * 7_919 + 13) % among
}

/** A state, and commands for it: made before the clock starts. */
export interface Prepared {
  readonly state: State
  readonly commands: readonly Command[]
}

const calls = 300_000

/** Pauses and resumptions. Time goes on as it does in life: each moves the deployment's deadline, and with it the order of the wake-ups. */
export function statusChanges(deployments: number): Prepared {
  const commands = Array.from({ length: calls }, (_, n) => ({
    ...statusChange(spread(n, deployments), n % 2 ? 'running' : 'paused'),
    updatedAt: plus(start, micros(n)),
  }))
  return { state: stateWithDeployments(deployments), commands }
}

/** How fast they are taken. */
export function statusFigure(deployments: number, { state, commands }: Prepared, bar: number): Figure {
  const what = `status change, ${deployments.toLocaleString('en')} deployment${deployments > 1 ? 's' : ''}`
  return { what, value: perSecond(state, commands), unit: '/s', bar }
}
