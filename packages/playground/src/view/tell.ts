// Tells transitions while the page plays: the words of the newest change of status that the cursor passed.

import { effect } from '@preact/signals'
import type { Board } from './board.ts'

// A change of status may come with a thousand placements.
const factsMax = 5

/** Tells from now on. Answers how to stop. */
export function tellTransitions(board: Board): () => void {
  let last = 0
  return effect(() => {
    const history = board.history.value
    const { words } = board.run.peek()
    const index = board.statusPlaces.value.findLast((place) => place <= board.index.value) ?? 0
    if (index === last) return
    last = index
    const told = words[index - history.origin.lastIndex - 1] ?? []
    if (told.length > 0) board.said.value = told.slice(0, factsMax).join(' · ')
  })
}
