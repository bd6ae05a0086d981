// How nodes may behave: how long an allocation takes to start, whether and when it is healthy, whether and when it crashes. Played on the
// core with its process managers and a virtual clock, until nothing more is due.

import {
  type Allocation,
  type Command,
  defaultManagers,
  type Entry,
  isActive,
  isRefusal,
  later,
  type Micros,
  nextWakeup,
  plus,
  replay,
  type State,
  type Step,
  seconds,
  step,
  wake,
} from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import fc from 'fast-check'
import { firstPosition } from '../explorer/first-position.ts'
import { reportOf } from '../explorer/position.ts'
import { smallScopes } from '../explorer/small-scope.ts'

/** What becomes of one allocation, in seconds after it was placed. */
export interface Behaviour {
  readonly startsAfter: number
  /** When health is reported, after the start; undefined: never. */
  readonly decidedAfter: number | undefined
  readonly healthy: boolean
  /** When it crashes, after the start; undefined: never. */
  readonly crashesAfter: number | undefined
}

/** Allocations that start, turn healthy or not, or say nothing, and perhaps crash. */
export const arbitraryBehaviour: fc.Arbitrary<Behaviour> = fc.record({
  startsAfter: fc.nat({ max: 20 }),
  decidedAfter: fc.option(fc.nat({ max: 40 }), { nil: undefined }),
  healthy: fc.integer({ min: 0, max: 9 }).map((tenth) => tenth > 1),
  crashesAfter: fc.option(fc.nat({ max: 400 }), { nil: undefined, freq: 3 }),
})

/** Called with every entry and the states around it. */
export type Witness = (before: State, entry: Entry, after: State) => void

/** A job, and what becomes of its allocations: the n-th one placed behaves like the n-th of the list, over and over. */
export interface Behaved {
  readonly job: object
  readonly behaviours: readonly Behaviour[]
  /** Give up after so many steps of the world. Default: 600. */
  readonly stepsMax?: number
}

interface Due {
  readonly at: Micros
  readonly id: string
  readonly say: (row: Allocation) => ReturnType<typeof reportOf>
}

/** Registers the job and lets the nodes behave until no rollout goes on, or for as many steps as allowed. Answers the last state. */
export function playBehaviours({ job, behaviours, stepsMax = 600 }: Behaved, witness: Witness): State {
  const managers = defaultManagers.filter(({ name }) => name !== 'housekeeping')
  const position = firstPosition({ scope: smallScopes.small, managers })
  let { state, now } = position
  const agenda: Due[] = []
  const seen = new Set<string>()
  const take = (outcome: Step): void => {
    let before = state
    for (const entry of outcome.entries) {
      const after = entry === outcome.entries.at(-1) ? outcome.state : replay(before, entry)
      witness(before, entry, after)
      before = after
    }
    state = outcome.state
    agenda.push(...comingUp(state, behaviours, seen))
    agenda.sort((a, b) => a.at - b.at)
  }
  const ask = (command: Command, by: 'operator' | 'fleet'): void => {
    const outcome = step(state, command, { at: now, term: 1, by }, managers)
    if (!isRefusal(outcome)) take(outcome)
  }
  ask(registrationOf(state, job), 'operator')
  for (let steps = 0; steps < stepsMax && isRolling(state); steps++) {
    const due = nextWakeup(state, managers)
    const next = agenda[0]
    if (next && (due === undefined || next.at <= due)) {
      agenda.shift()
      now = later(now, next.at)
      const row = state.tables.allocations.get(next.id)
      if (row && row.clientStatus !== 'complete' && row.clientStatus !== 'failed')
        ask({ type: 'ReportAllocations', reports: [next.say(row)] }, 'fleet')
    } else if (due !== undefined) {
      now = later(now, due)
      take(wake(state, { at: now, term: 1, by: 'housekeeping' }, managers))
    } else return state
  }
  return state
}

// What the nodes will say of allocations that were not there before.
function comingUp({ tables }: State, behaviours: readonly Behaviour[], seen: Set<string>): readonly Due[] {
  return [...tables.allocations].flatMap((row) => {
    if (seen.has(row.id)) return []
    const behaviour = behaviours[seen.size % behaviours.length]
    seen.add(row.id)
    return behaviour ? duesOf(row, behaviour) : []
  })
}

function duesOf({ id, createTime }: Allocation, behaviour: Behaviour): readonly Due[] {
  const started = plus(createTime, seconds(behaviour.startsAfter))
  const { decidedAfter, crashesAfter, healthy } = behaviour
  const dues: Due[] = [{ at: started, id, say: (row) => reportOf(row, ended(row) ?? 'running', undefined) }]
  if (decidedAfter !== undefined) {
    const at = plus(started, seconds(decidedAfter))
    const health = { healthy, timestamp: at, canary: false }
    const isNews = (row: Allocation): boolean => row.health?.healthy === undefined && row.desiredStatus === 'run'
    dues.push({ at, id, say: (row) => reportOf(row, ended(row) ?? 'running', isNews(row) ? health : undefined) })
  }
  if (crashesAfter !== undefined) {
    const at = plus(started, seconds(crashesAfter))
    dues.push({ at, id, say: (row) => reportOf(row, ended(row) ?? 'failed', undefined) })
  }
  return dues
}

function ended({ desiredStatus }: Allocation): 'complete' | undefined {
  return desiredStatus === 'run' ? undefined : 'complete'
}

function registrationOf(state: State, job: object): Command {
  const submission = submissionOf(state, { body: JSON.stringify({ Job: job }) }, 'global')
  if (!submission.ok) throw new Error(submission.text)
  const { namespace, registration } = submission
  return { type: 'SubmitJob', namespace, registration }
}

function isRolling({ tables }: State): boolean {
  return [...tables.deployments.by('active', '')].some(isActive)
}
