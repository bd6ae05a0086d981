// A history played on the core and on the model at once, compared after every command.

import { type Entry, isRefusal, type Refusal, replay, type State, type Transition, transition } from '@cutover/core'
import { commandFor } from '../histories/command-choice.ts'
import { firstState } from '../histories/first-state.ts'
import type { Intent } from '../histories/intent.ts'
import { newId } from '../histories/row-choice.ts'
import { Comparison } from './compare.ts'
import { Model, type ModelCommand, type Outcome } from './model.ts'

/** Where the core and the model part. */
export interface Divergence {
  /** The number of the command in its history. */
  readonly position: number
  readonly command: ModelCommand
  readonly differences: readonly string[]
}

/** What a history came to. */
export interface PlayedTwice {
  readonly commands: number
  /** How many of them were refused. */
  readonly refusals: number
  readonly state: State
  readonly divergence: Divergence | undefined
}

/** Called with every entry, and the states around it; answers what is wrong with it. */
export type Look = (before: State, entry: Entry, after: State) => readonly string[]

/** Plays a history to the first divergence. */
export function playTwice(intents: readonly Intent[], look?: Look): PlayedTwice {
  let state = firstState
  let refusals = 0
  const model = new Model(state)
  const comparison = new Comparison()
  for (const [position, intent] of intents.entries()) {
    const { command, at } = commandFor(state, intent)
    const evaluationId = newId({ state }, 'evaluation', 9)
    const taken = transition(state, command, { at, term: 1, by: 'import', ids: [evaluationId] })
    const outcome = model.apply(command, at, evaluationId)
    const before = state
    if (!isRefusal(taken)) state = taken.state
    if (refusalOf(taken) !== undefined) refusals += 1
    const differences = [
      ...answersApart(taken, outcome),
      ...comparison.differences(state, model),
      ...(look && !isRefusal(taken) ? looked(before, taken, look) : []),
    ]
    if (differences.length > 0)
      return { commands: position + 1, refusals, state, divergence: { position, command, differences } }
  }
  return { commands: intents.length, refusals, state, divergence: undefined }
}

// Of several entries of one command, each is shown with the states around it.
function looked(before: State, { entries, state }: Transition, look: Look): readonly string[] {
  let at = before
  return entries.flatMap((entry) => {
    const after = entry === entries.at(-1) ? state : replay(at, entry)
    const found = look(at, entry, after)
    at = after
    return found
  })
}

function answersApart(taken: Transition | Refusal, outcome: Outcome): readonly string[] {
  const refusal = refusalOf(taken)
  const refusals = sameRefusal(refusal, outcome.refusal) ? [] : [`refusal: ${refusal}, the model ${outcome.refusal}`]
  if (isRefusal(taken) || refusal !== undefined) return refusals
  const reply = new Map<string, unknown>(Object.entries(taken.reply))
  const replies = Object.entries(outcome.told).flatMap(([name, wanted]) =>
    reply.get(name) === wanted ? [] : [`${name}: ${reply.get(name)}, the model ${wanted}`],
  )
  return [...refusals, ...replies]
}

function refusalOf(taken: Transition | Refusal): string | undefined {
  return isRefusal(taken) ? taken.text : taken.refusal?.text
}

// The lines of a multi-error come in an order of their own.
function sameRefusal(found: string | undefined, wanted: string | undefined): boolean {
  return found === wanted || (found !== undefined && wanted !== undefined && sorted(found) === sorted(wanted))
}

function sorted(text: string): string {
  return text.split('\n').sort().join('\n')
}
