// One command and everything that follows from it at the same instant: the command's entries, then those of the process managers'
// answers, in a fixed order until all are quiet. Synchronous and pure; the engine adds durability and real time.

import type { Command, Reply } from './command.ts'
import type { Entry, Stamp } from './entry.ts'
import type { Manager } from './manager.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import type { State } from './state.ts'
import { earliest, type Micros } from './time.ts'
import { transition } from './transition.ts'

/** What a step did. `nextWakeup` of its state is the next instant at which `wake` has something to do. */
export interface Step {
  readonly entries: readonly Entry[]
  readonly state: State
  readonly reply: Reply
  readonly refusal: Refusal | undefined
}

/** More rounds than this for one command is a livelock between managers, hence a bug of ours. */
const roundsMax = 100_000

const nothing: readonly never[] = []

/** Takes one command, then lets the managers answer until they are quiet. */
export function step(state: State, command: Command, stamp: Stamp, managers: readonly Manager[]): Step | Refusal {
  const taken = transition(state, command, stamp)
  if (isRefusal(taken) || managers.length === 0) return taken
  const { entries, state: after } = runManagers(taken.state, { stamp, managers, fresh: taken.entries })
  return { entries, state: after, reply: taken.reply, refusal: taken.refusal }
}

/** Lets the managers do what is due at the stamp's instant; also what brings them back after a restart. */
export function settle(state: State, stamp: Stamp, managers: readonly Manager[]): Step {
  return answered(runManagers(state, { stamp, managers, fresh: undefined }))
}

/** Lets the managers do what is due at the stamp's instant, where they have been shown everything before: what a timer calls. */
export function wake(state: State, stamp: Stamp, managers: readonly Manager[]): Step {
  return answered(runManagers(state, { stamp, managers, fresh: nothing }))
}

/** The earliest instant at which any manager has something to do. */
export function nextWakeup(state: State, managers: readonly Manager[]): Micros | undefined {
  return earliest(managers.map((manager) => manager.nextWakeup(state)))
}

function answered({ entries, state }: Settled): Step {
  return { entries, state, reply: { index: state.lastIndex }, refusal: undefined }
}

interface Run {
  readonly stamp: Stamp
  readonly managers: readonly Manager[]
  /** What no manager has been shown yet; undefined: everything. */
  readonly fresh: readonly Entry[] | undefined
}

type Settled = Pick<Step, 'entries' | 'state'>

// Each manager has its own mark in the list of entries, so that it is shown every entry once, in order.
function runManagers(before: State, { stamp, managers, fresh }: Run): Settled {
  const shown = managers.map(() => (fresh === undefined ? -1 : 0))
  let entries = fresh ?? nothing
  let own: Entry[] | undefined
  let state = before
  for (let round = 0; round < roundsMax; round++) {
    const turn = firstAnswer(state, { at: stamp.at, managers, entries, shown })
    if (!turn) return { entries, state }
    // Most commands are answered by nothing: only a list that grows is copied.
    own ??= [...entries]
    entries = own
    for (const command of turn.commands) state = take(state, command, { stamp, turn, entries: own, fresh })
  }
  throw new Error(`process managers did not come to rest within ${roundsMax} rounds`)
}

interface Taking extends Pick<Run, 'stamp' | 'fresh'> {
  readonly turn: Turn
  readonly entries: Entry[]
}

function take(state: State, command: Command, { stamp, turn, entries, fresh }: Taking): State {
  const after = fresh === undefined && entries.length === 0 ? 0 : state.lastIndex
  const taken = transition(state, command, { at: stamp.at, term: stamp.term, by: turn.by, after })
  if (isRefusal(taken)) return state
  for (const entry of taken.entries) entries.push(entry)
  return taken.state
}

interface Asking {
  readonly at: Micros
  readonly managers: readonly Manager[]
  readonly entries: readonly Entry[]
  readonly shown: number[]
}

interface Turn {
  readonly by: Manager['name']
  readonly commands: readonly Command[]
}

function firstAnswer(state: State, { at, managers, entries, shown }: Asking): Turn | undefined {
  for (const [position, manager] of managers.entries()) {
    const unseen = since(entries, shown[position] ?? -1)
    shown[position] = entries.length
    const commands = manager.react(state, { at, entries: unseen })
    if (commands.length > 0) return { by: manager.name, commands }
  }
  return undefined
}

// Mostly all of them or none: no list is made for that.
function since(entries: readonly Entry[], mark: number): readonly Entry[] | undefined {
  if (mark < 0) return undefined
  if (mark === 0) return entries
  return mark === entries.length ? nothing : entries.slice(mark)
}
