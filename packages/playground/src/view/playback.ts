// The beat: while the page plays, virtual time follows the time of the screen. It stops at the end of the story.

import { effect } from '@preact/signals'
import type { Board } from './board.ts'

// A page that was in the background does not catch up.
const longestFrame = 0.1

/** Plays whenever the board says so. Answers how to stop for good. */
export function playBack(board: Board): () => void {
  let frame = 0
  let last: number | undefined
  const tick = (now: number): void => {
    // Frames are left out while the engine works, time is not.
    if (board.working.value) {
      frame = requestAnimationFrame(tick)
      return
    }
    const passed = last === undefined ? 0 : Math.min((now - last) / 1_000, longestFrame)
    last = now
    const before = board.second.value
    void board.advance(passed * board.speed.value).then(() => stopAtEnd(board, before))
    if (board.playing.value) frame = requestAnimationFrame(tick)
  }
  return effect(() => {
    cancelAnimationFrame(frame)
    last = undefined
    if (board.playing.value) frame = requestAnimationFrame(tick)
  })
}

function stopAtEnd(board: Board, before: number): void {
  const { until } = board.scenario.value
  if (before >= until || board.second.value < until) return
  board.playing.value = false
  board.said.value = 'The story ends here. Play on, break it, or fork and do better.'
}
