// How allocations turn out, as chances: what odds are drawn from. What a caller sends is checked here.

import { type Micros, seconds } from '@cutover/core'
import type { Lots } from '../lots.ts'

/** How allocations that are not decided yet turn out. Chances lie between 0 and 1; times are virtual seconds. */
export interface HealthBehaviour {
  /** The chance to turn healthy. Default: 0.95. */
  readonly healthy: number
  /** The chance to crash instead; what remains never says anything, and is unhealthy at its deadline. Default: the rest. */
  readonly crashed: number
  /** The least and the most time from the placement until an allocation turns healthy or crashes. Default: 2 to 20. */
  readonly secondsMin: number
  readonly secondsMax: number
  /** How long an operator takes to promote canaries that are healthy; undefined (the default): nobody promotes. */
  readonly promoteAfter: number | undefined
  /** What is not over after this time counts as undecided. Default: 3,600. */
  readonly horizon: number
}

/** What an allocation comes to, and how long it takes. */
export interface Fate {
  readonly outcome: 'healthy' | 'crashed' | 'silent'
  readonly after: Micros
}

/** What holds where a caller says nothing. */
export const usualBehaviour: HealthBehaviour = {
  healthy: 0.95,
  crashed: 0.05,
  secondsMin: 2,
  secondsMax: 20,
  promoteAfter: undefined,
  horizon: 3_600,
}

const horizonMax = 31_536_000

/** Reads a behaviour, with the usual values where nothing is said; answers what is wrong with it otherwise. */
export function readBehaviour(given: { readonly [name: string]: unknown }): HealthBehaviour | string {
  const unknown = Object.keys(given).find((name) => !(name in usualBehaviour))
  if (unknown !== undefined) return `there is no ${unknown}; there are ${Object.keys(usualBehaviour).join(', ')}`
  const wrong = Object.entries(given).find(([, value]) => value !== undefined && !isAmount(value))
  if (wrong) return `${wrong[0]} has to be a number, zero or more`
  return checked(given)
}

function checked(given: { readonly [name: string]: unknown }): HealthBehaviour | string {
  const number = (name: keyof HealthBehaviour, otherwise: number): number => {
    const value = given[name]
    return isAmount(value) ? value : otherwise
  }
  const healthy = number('healthy', usualBehaviour.healthy)
  const crashed = number('crashed', Math.max(0, 1 - healthy))
  const secondsMin = number('secondsMin', usualBehaviour.secondsMin)
  const secondsMax = number('secondsMax', Math.max(secondsMin, usualBehaviour.secondsMax))
  const horizon = number('horizon', usualBehaviour.horizon)
  const promoteAfter = isAmount(given['promoteAfter']) ? given['promoteAfter'] : undefined
  if (healthy + crashed > 1 + Number.EPSILON) return 'healthy and crashed must not exceed 1 together'
  if (secondsMax < secondsMin) return 'secondsMax must not be less than secondsMin'
  if (horizon > horizonMax || secondsMax > horizonMax) return `no time may exceed ${horizonMax} seconds`
  return { healthy, crashed, secondsMin, secondsMax, promoteAfter, horizon }
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

/** Draws what becomes of one allocation. */
export function drawFate({ healthy, crashed, secondsMin, secondsMax }: HealthBehaviour, lots: Lots): Fate {
  const lot = lots.next()
  const outcome = lot < healthy ? 'healthy' : lot < healthy + crashed ? 'crashed' : 'silent'
  return { outcome, after: seconds(secondsMin + lots.next() * (secondsMax - secondsMin)) }
}
