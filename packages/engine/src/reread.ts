// What the log holds beyond the durable root when an append did not end in `ok`: our own group after all, or entries of others.

import { isDeepStrictEqual } from 'node:util'
import { type Entry, replay, type State } from '@cutover/core'
import type { Taken } from './commit.ts'
import type { Group } from './group.ts'
import type { Log } from './log.ts'
import { readPages } from './restart.ts'

/** Whether the group is in the log right after the root that it was decided on. */
export async function hasLanded(log: Log, group: Group): Promise<boolean> {
  if (group.entries.length === 0) return false
  const found = await log.read(group.before.lastIndex + 1, group.entries.length)
  return isDeepStrictEqual(found, group.entries)
}

/** The entries after the root, folded: one step each. */
export async function foldOthers(log: Log, root: State): Promise<readonly Taken[]> {
  const steps: Taken[] = []
  let before = root
  for await (const page of readPages(log, root.lastIndex + 1)) {
    for (const taken of foldEntries(before, page)) {
      steps.push(taken)
      before = taken.after
    }
  }
  return steps
}

/** Consecutive entries that follow a state, folded: one step each. */
export function foldEntries(root: State, entries: readonly Entry[]): readonly Taken[] {
  let before = root
  return entries.map((entry) => {
    const taken: Taken = { before, entries: [entry], after: replay(before, entry) }
    before = taken.after
    return taken
  })
}
