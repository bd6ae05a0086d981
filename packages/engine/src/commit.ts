// What became durable at once, and the same entry by entry for those who watch.

import { type Entry, replay, type State } from '@cutover/core'

/** One step: a command and the managers' answers to it, or several commands at once where nobody watches. */
export interface Taken {
  readonly before: State
  readonly entries: readonly Entry[]
  readonly after: State
}

/** A group that is durable, in order. */
export interface Commit {
  readonly before: State
  readonly after: State
  readonly steps: readonly Taken[]
}

/** One durable entry between the states around it. */
export interface Change {
  readonly entry: Entry
  readonly before: State
  readonly after: State
}

/** The changes of a commit, in order. States between the entries of one step are folded again, the last is the step's own. */
export function changesOf(commit: Commit): readonly Change[] {
  return commit.steps.flatMap(changesOfStep)
}

function changesOfStep(step: Taken): readonly Change[] {
  const last = step.entries.length - 1
  let before = step.before
  return step.entries.map((entry, position) => {
    const change: Change = { entry, before, after: position === last ? step.after : replay(before, entry) }
    before = change.after
    return change
  })
}
