// What a scenario is: a script, a claim in one sentence, and the judge of the claim over any run of it.

import type { Allocation, Deployment, State } from '@cutover/core'
import { replayStates } from '@cutover/core/explain'
import type { Run, Spoken } from '../run/run.ts'

/** Whether a claim held over a run; if not, at which entry it broke. */
export type Verdict = { readonly held: true } | { readonly held: false; readonly index: number; readonly text: string }

/** A story to play, and what it shows. */
export interface Scenario {
  readonly id: string
  readonly name: string
  readonly claim: string
  /** What to try, for the sentence above the picture. */
  readonly hint: string
  readonly nodes: number
  readonly spoken: readonly Spoken[]
  /** How long the story goes on by itself, in virtual seconds. */
  readonly until: number
  readonly judge: (run: Run) => Verdict
}

/** Lines with the seconds between them: `['register web: 3 × app', 5, 'pause d1']`. */
export function script(...parts: readonly (string | number)[]): readonly Spoken[] {
  const spoken: Spoken[] = []
  let at = 0
  for (const part of parts) {
    if (typeof part === 'number') at += part
    else spoken.push({ at, line: part })
  }
  return spoken
}

/** A claim about every state of a run. */
export function always(text: string, holds: (state: State) => boolean): Scenario['judge'] {
  return ({ history }) => {
    for (const { entry, after } of replayStates(history.origin, history.entries)) {
      if (!holds(after)) return { held: false, index: entry.index, text }
    }
    return { held: true }
  }
}

/** A claim about what a run comes to. */
export function finally_(text: string, holds: (state: State) => boolean): Scenario['judge'] {
  return ({ history }) => (holds(history.head) ? { held: true } : { held: false, index: history.head.lastIndex, text })
}

/** Several claims, of which the first that breaks counts. */
export function all(...judges: readonly Scenario['judge'][]): Scenario['judge'] {
  return (run) => judges.map((judge) => judge(run)).find(({ held }) => !held) ?? { held: true }
}

/** The deployments in the order of their creation. */
export function deployments({ tables }: State): readonly Deployment[] {
  return [...tables.deployments].sort((a, b) => a.createIndex - b.createIndex)
}

/** The status of the n-th deployment, counted from 1. */
export function statusOf(state: State, ordinal: number): string {
  return deployments(state)[ordinal - 1]?.status ?? 'none'
}

/** The text of the n-th deployment. */
export function textOf(state: State, ordinal: number): string {
  return deployments(state)[ordinal - 1]?.statusDescription ?? ''
}

/** The allocations of one version that are meant to run and do. */
export function liveOf({ tables }: State, version: number): readonly Allocation[] {
  return [...tables.allocations].filter(
    ({ job, desiredStatus, clientStatus }) =>
      job?.version === version && desiredStatus === 'run' && (clientStatus === 'pending' || clientStatus === 'running'),
  )
}

/** The current version of the job `web`. */
export function currentVersion({ tables }: State): number {
  return [...tables.jobs].find(({ id }) => id === 'web')?.version ?? -1
}
