// What a rollout is likely to come to: many trials with drawn health, counted. Fractions are of all trials.

import type { Deployment, State } from '@cutover/core'
import type { HealthBehaviour } from './health-behaviour.ts'
import { type Outcome, tryOnce } from './trial.ts'

/** How long something took, in virtual seconds: least, 5 %, half, 95 %, most. */
export interface TimeSpread {
  readonly least: number
  readonly early: number
  readonly half: number
  readonly late: number
  readonly most: number
}

/** What one rollout came to in all trials. */
export interface Odds {
  readonly deploymentId: string
  readonly runs: number
  readonly successful: number
  readonly failed: number
  readonly cancelled: number
  /** Not over at the horizon. */
  readonly undecided: number
  /** A part of `failed`: an older version came back. */
  readonly rolledBack: number
  /** Until it was successful; undefined when it never was. */
  readonly untilSuccess: TimeSpread | undefined
  /** Until it failed; undefined when it never did. */
  readonly untilFailure: TimeSpread | undefined
}

/**
 * Plays every active deployment of a state to its end `runs` times. The same seed, state and behaviour give the same odds; trial n
 * draws from `seed/n`, so more runs only add trials.
 */
export function odds(state: State, behaviour: HealthBehaviour, seed: string, runs: number): readonly Odds[] {
  const count = new OddsCount()
  for (let run = 0; run < runs; run++) count.add(tryOnce(state, behaviour, `${seed}/${run}`))
  return count.odds
}

/** Counts trials as they come, for callers who do something else between two of them. */
export class OddsCount {
  readonly #outcomes = new Map<string, Outcome[]>()

  /** Takes the outcomes of one trial. */
  add(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      const known = this.#outcomes.get(outcome.deploymentId)
      if (known) known.push(outcome)
      else this.#outcomes.set(outcome.deploymentId, [outcome])
    }
  }

  /** The odds so far, in id order. */
  get odds(): readonly Odds[] {
    return [...this.#outcomes].map(([deploymentId, outcomes]) => oddsOf(deploymentId, outcomes))
  }
}

function oddsOf(deploymentId: string, outcomes: readonly Outcome[]): Odds {
  const ending = (status: Deployment['status']): readonly Outcome[] => outcomes.filter((one) => one.status === status)
  const share = (some: readonly Outcome[]): number => some.length / outcomes.length
  const [successful, failed] = [ending('successful'), ending('failed')]
  return {
    deploymentId,
    runs: outcomes.length,
    successful: share(successful),
    failed: share(failed),
    cancelled: share(ending('cancelled')),
    undecided: share(outcomes.filter(({ status }) => !isOver(status))),
    rolledBack: share(outcomes.filter(({ rolledBack }) => rolledBack)),
    untilSuccess: spreadOf(successful),
    untilFailure: spreadOf(failed),
  }
}

function spreadOf(outcomes: readonly Outcome[]): TimeSpread | undefined {
  const times = outcomes.map(({ seconds }) => seconds).sort((a, b) => a - b)
  const [least] = times
  if (least === undefined) return undefined
  const at = (share: number): number => times[Math.ceil(share * times.length) - 1] ?? least
  return { least, early: at(0.05), half: at(0.5), late: at(0.95), most: at(1) }
}

function isOver(status: Deployment['status']): boolean {
  return status === 'successful' || status === 'failed' || status === 'cancelled'
}
