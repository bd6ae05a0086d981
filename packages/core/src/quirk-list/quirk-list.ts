// Every oddity of Nomad that the semantics mark: what Nomad does, what we do, where it is written down. Prose only, so it has an
// entry point of its own (`@cutover/core/quirks`) and does not travel with the core.

import { nomadQuirks, type QuirkName } from '../quirks.ts'
import { logNotes } from './log-notes.ts'
import { otherNotes } from './other-notes.ts'
import type { QuirkNote, SwitchNote } from './quirk-note.ts'
import { reconcilerNotes } from './reconciler-notes.ts'
import { watcherNotes } from './watcher-notes.ts'

export type { QuirkNote } from './quirk-note.ts'

const notes: Partial<Record<QuirkName, SwitchNote>> = { ...reconcilerNotes, ...logNotes, ...watcherNotes }

/** All oddities: those with a switch in the order of the switches, then the others. */
export const quirkList: readonly QuirkNote[] = [
  ...namesOf(nomadQuirks).flatMap((name) => {
    const note = notes[name]
    return note ? [{ name, switch: name, ...note }] : []
  }),
  ...otherNotes,
]

function namesOf(quirks: object): readonly QuirkName[] {
  return Object.keys(quirks).filter((name): name is QuirkName => name in nomadQuirks)
}
