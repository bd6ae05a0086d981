// How nodes may behave: how long an allocation takes to start, whether and when it is healthy, whether and when it crashes. Played on the
// core with its process managers and a virtual clock, until nothing more is due.

import {
  type Allocation,
  type Command,
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
import { defaultManagers } from '@cutover/core/managers'
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
  const play = new Play(behaviours, witness)
  play.ask(registrationOf(play.state, job), 'operator')
  for (let steps = 0; steps < stepsMax && isRolling(play.state); steps++) if (!play.goOn()) break
  return play.state
}

class Play {
  readonly #managers = defaultManagers.filter(({ name }) => name !== 'housekeeping')
  readonly #behaviours: readonly Behaviour[]
  readonly #witness: Witness
  readonly #agenda: Due[] = []
  readonly #seen = new Set<string>()
  state: State
  #now: Micros

  constructor(behaviours: readonly Behaviour[], witness: Witness) {
    this.#behaviours = behaviours
    this.#witness = witness
    const first = firstPosition({ scope: smallScopes.small, managers: this.#managers })
    this.state = first.state
    this.#now = first.now
  }

  ask(command: Command, by: 'operator' | 'fleet'): void {
    const outcome = step(this.state, command, { at: this.#now, term: 1, by }, this.#managers)
    if (!isRefusal(outcome)) this.#take(outcome)
  }

  /** What comes next, a node's report or a timer; false when nothing does. */
  goOn(): boolean {
    const due = nextWakeup(this.state, this.#managers)
    const next = this.#agenda[0]
    if (next && (due === undefined || next.at <= due)) {
      this.#agenda.shift()
      this.#now = later(this.#now, next.at)
      this.#report(next)
      return true
    }
    if (due === undefined) return false
    this.#now = later(this.#now, due)
    this.#take(wake(this.state, { at: this.#now, term: 1, by: 'housekeeping' }, this.#managers))
    return true
  }

  #report({ id, say }: Due): void {
    const row = this.state.tables.allocations.get(id)
    if (row && row.clientStatus !== 'complete' && row.clientStatus !== 'failed')
      this.ask({ type: 'ReportAllocations', reports: [say(row)] }, 'fleet')
  }

  #take(outcome: Step): void {
    let before = this.state
    for (const entry of outcome.entries) {
      const after = entry === outcome.entries.at(-1) ? outcome.state : replay(before, entry)
      this.#witness(before, entry, after)
      before = after
    }
    this.state = outcome.state
    this.#agenda.push(...comingUp(this.state, this.#behaviours, this.#seen))
    this.#agenda.sort((a, b) => a.at - b.at)
  }
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
