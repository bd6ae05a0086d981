// What a lesson is: a story up to an instant, and a task that the engine checks. Nothing about the answer is written down but for
// the fewest commands of a goal, which tests prove.

import type { State } from '@cutover/core'
import type { FieldPath } from '@cutover/core/explain'
import type { Run, Spoken } from '../run/run.ts'
import { deployments } from '../scenarios/scenario.ts'

interface Common {
  readonly id: string
  readonly name: string
  readonly task: string
  readonly nodes: number
  /** What is said before the learner's turn. */
  readonly spoken: readonly Spoken[]
  /** The virtual second at which it is the learner's turn. */
  readonly from: number
}

/** What came of it, in the words of one of the choices, and the field whose chain of causes explains it. */
export interface Truth {
  readonly choice: string
  readonly path: FieldPath | undefined
  /** What else is worth saying. */
  readonly text: string
}

/** The learner says what will be so; the engine goes on and shows whether it is. */
export interface Prediction extends Common {
  readonly kind: 'prediction'
  readonly choices: readonly string[]
  readonly until: number
  readonly truth: (run: Run) => Truth
}

/** The learner brings something about, with as few commands as can be. */
export interface Goal extends Common {
  readonly kind: 'goal'
  readonly reached: (state: State) => boolean
  /** The fewest commands. */
  readonly fewest: number
  /** One way that takes no more. */
  readonly solution: readonly Spoken[]
}

/** A task that the engine checks. */
export type Lesson = Prediction | Goal

/** The statuses that a learner may expect. */
export const statuses: readonly string[] = ['running', 'paused', 'successful', 'failed', 'cancelled']

/** What became of the n-th deployment, counted from 1. */
export function statusTruth(run: Run, ordinal: number): Truth {
  const row = deployments(run.history.head)[ordinal - 1]
  return {
    choice: row?.status ?? 'none',
    text: row?.statusDescription ?? '',
    path: row && { table: 'deployments', key: row.id, field: ['status'] },
  }
}

/** Which version of the job is the current one. */
export function versionTruth(run: Run): Truth {
  const [job] = run.history.head.tables.jobs
  const key = job ? run.history.head.tables.jobs.keyOf(job) : ''
  return { choice: `v${job?.version ?? 0}`, text: '', path: { table: 'jobs', key, field: ['version'] } }
}

/** How many healthy allocations the n-th deployment has counted. */
export function healthyTruth(run: Run, ordinal: number): Truth {
  const row = deployments(run.history.head)[ordinal - 1]
  const [group] = row?.groups ?? []
  const path =
    row && group ? { table: 'deployments' as const, key: row.id, field: ['groups', group.name, 'healthy'] } : undefined
  return { choice: String(group?.healthy ?? 0), text: '', path }
}

/** The fewest allocations of a job that were healthy at once, from a virtual second of a run on. */
export function fewestHealthy(states: Iterable<State>): number {
  let fewest = Number.POSITIVE_INFINITY
  for (const { tables } of states) {
    const healthy = [...tables.allocations].filter(
      ({ desiredStatus, clientStatus, health }) =>
        desiredStatus === 'run' && clientStatus === 'running' && health?.healthy === true,
    )
    fewest = Math.min(fewest, healthy.length)
  }
  return fewest
}
