// How much a delay varies: the measured quantiles of real delays, relative to the usual one, with straight lines between them.

import type { Lots } from './lots.ts'

/** Quantiles as pairs of a share and a factor, from share 0 to share 1. */
export type Spread = readonly (readonly [share: number, factor: number])[]

/** From an evaluation's entry until it is done: 2, 9 and 80 ms at 5, 50 and 95 %. */
export const evaluationSpread: Spread = [
  [0, 0.15],
  [0.05, 0.2],
  [0.5, 0.85],
  [0.8, 2],
  [0.95, 7],
  [1, 10],
]

/** The same for evaluations of `job-register`: 6, 15 and 175 ms. */
export const registrationSpread: Spread = [
  [0, 0.4],
  [0.05, 0.55],
  [0.5, 1.4],
  [0.8, 4],
  [0.95, 16],
  [1, 20],
]

/** From an allocation's entry until its node has it: 10, 41 and 336 ms. */
export const pullSpread: Spread = [
  [0, 0.2],
  [0.05, 0.25],
  [0.5, 1],
  [0.9, 3],
  [1, 9],
]

/** From then until its task runs: never below 39 ms, 63 ms at 5 %, 229 ms at 50 %. */
export const startSpread: Spread = [
  [0, 0.21],
  [0.05, 0.34],
  [0.5, 1.1],
  [1, 1.5],
]

/** The stretch of a restart delay: none to twice the usual. */
export const restartSpread: Spread = [
  [0, 0],
  [1, 2],
]

/** Whether delays are always the usual ones or vary as measured. */
export type Delays = 'usual' | 'varied'

/** Makes the actual delay of a usual one. */
export type Vary = (usual: number, spread: Spread) => number

/** How delays come about: `usual` draws nothing. */
export function varying(delays: Delays, lots: Lots): Vary {
  if (delays === 'usual') return (usual) => usual
  return (usual, spread) => Math.round(usual * factorAt(spread, lots.next()))
}

function factorAt(spread: Spread, share: number): number {
  let [below, least] = spread[0] ?? [0, 1]
  for (const [above, most] of spread) {
    if (share <= above) return above === below ? most : least + ((most - least) * (share - below)) / (above - below)
    below = above
    least = most
  }
  return least
}
