// One command and everything that follows from it at the same instant: the command's entries, then those of the process managers'
// answers, in a fixed order until all are quiet. Synchronous and pure; the engine adds durability and real time.

import type { Command, Reply } from './command.ts'
import type { Entry, Stamp } from './entry.ts'
import type { Manager } from './manager.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import type { State } from './state.ts'
import type { Micros } from './time.ts'
import { transition } from './transition.ts'

/** What a step did. `wakeup` is the next instant at which `settle` has something to do; worked out when it is asked for. */
export interface Step {
  readonly entries: readonly Entry[]
  readonly state: State
  readonly reply: Reply
  readonly refusal: Refusal | undefined
  readonly wakeup: Micros | undefined
}

/** More rounds than this for one command is a livelock between managers, hence a bug of ours. */
const roundsMax = 100_000

/** Takes one command, then lets the managers answer until they are quiet. */
export function step(state: State, command: Command, stamp: Stamp, managers: readonly Manager[]): Step | Refusal {
  const taken = transition(state, command, stamp)
  if (isRefusal(taken)) return taken
  const settled = runManagers(taken.state, { stamp, managers, entries: [...taken.entries], fresh: taken.entries })
  return stepOf(settled, { reply: taken.reply, refusal: taken.refusal }, managers)
}

/** Lets the managers do what is due at the stamp's instant; also what brings them back after a restart. */
export function settle(state: State, stamp: Stamp, managers: readonly Manager[]): Step {
  const settled = runManagers(state, { stamp, managers, entries: [], fresh: undefined })
  return stepOf(settled, { reply: { index: settled.state.lastIndex }, refusal: undefined }, managers)
}

/** Lets the managers do what is due at the stamp's instant, where they have been shown everything before: what a timer calls. */
export function wake(state: State, stamp: Stamp, managers: readonly Manager[]): Step {
  const settled = runManagers(state, { stamp, managers, entries: [], fresh: [] })
  return stepOf(settled, { reply: { index: settled.state.lastIndex }, refusal: undefined }, managers)
}

/** The earliest instant at which any manager has something to do. */
export function nextWakeup(state: State, managers: readonly Manager[]): Micros | undefined {
  let earliest: Micros | undefined
  for (const manager of managers) {
    const due = manager.nextWakeup(state)
    if (due !== undefined && (earliest === undefined || due < earliest)) earliest = due
  }
  return earliest
}

// Of a group of steps only the last one is asked for its wake-up.
function stepOf(
  { entries, state }: Settled,
  { reply, refusal }: Pick<Step, 'reply' | 'refusal'>,
  managers: readonly Manager[],
): Step {
  return {
    entries,
    state,
    reply,
    refusal,
    get wakeup() {
      return nextWakeup(state, managers)
    },
  }
}

interface Run {
  readonly stamp: Stamp
  readonly managers: readonly Manager[]
  readonly entries: Entry[]
  /** What no manager has been shown yet; undefined: everything. */
  readonly fresh: readonly Entry[] | undefined
}

type Settled = Pick<Step, 'entries' | 'state'>

// Each manager has its own mark in the list of entries, so that it is shown every entry once, in order.
function runManagers(before: State, run: Run): Settled {
  const { stamp, managers, entries } = run
  const shown = managers.map(() => (run.fresh === undefined ? -1 : entries.length - run.fresh.length))
  let state = before
  for (let round = 0; round < roundsMax; round++) {
    const turn = firstAnswer(state, run, shown)
    if (!turn) return { entries, state }
    for (const command of turn.commands) {
      const after = run.fresh === undefined && entries.length === 0 ? 0 : state.lastIndex
      const taken = transition(state, command, { at: stamp.at, term: stamp.term, by: turn.by, after })
      if (isRefusal(taken)) continue
      for (const entry of taken.entries) entries.push(entry)
      state = taken.state
    }
  }
  throw new Error(`process managers did not come to rest within ${roundsMax} rounds`)
}

interface Turn {
  readonly by: Manager['name']
  readonly commands: readonly Command[]
}

function firstAnswer(state: State, run: Run, shown: number[]): Turn | undefined {
  for (const [position, manager] of run.managers.entries()) {
    const mark = shown[position] ?? -1
    const entries = mark < 0 ? undefined : run.entries.slice(mark)
    shown[position] = run.entries.length
    const commands = manager.react(state, { at: run.stamp.at, entries })
    if (commands.length > 0) return { by: manager.name, commands }
  }
  return undefined
}
