// The first five minutes: one sentence on top that changes with what happens, and one thing that pulses. Each step ends when the
// engine, or the learner, has done what it speaks of.

import type { Blocker, Waiting } from '@cutover/core/explain'
import { effect, type Signal, signal } from '@preact/signals'
import { statusOf } from '../scenarios/scenario.ts'
import type { Board } from './board.ts'

interface Step {
  readonly text: string
  /** What pulses: the `data-target` of a button. */
  readonly target: string
  readonly isOver: (board: Board) => boolean
}

const head = (board: Board, ordinal: number): string => statusOf(board.state.value, ordinal)

// For nothing else.
function waitsFor({ blockers }: Waiting, wanted: Blocker['kind']): boolean {
  return blockers.length > 0 && blockers.every(({ kind }) => kind === wanted)
}

const steps: readonly Step[] = [
  {
    text: 'Version 1 of web is being rolled out: one canary first, beside version 0.',
    target: '',
    isOver: ({ waiting }) => waitsFor(waiting.value, 'promotion'),
  },
  {
    text: 'The canary is healthy. Why does nothing go on? Because it waits for somebody: promote it.',
    target: 'promote',
    isOver: ({ state }) =>
      [...state.value.tables.deployments].some(({ groups }) =>
        groups.some(({ promoted, desiredCanaries }) => promoted && desiredCanaries > 0),
      ),
  },
  {
    text: 'Promoted. Now the others follow, one at a time, each after the one before is healthy.',
    target: '',
    isOver: (board) => head(board, 2) === 'successful',
  },
  {
    text: 'Rolled out. Now break it: roll out a version that crashes.',
    target: 'a version that crashes',
    isOver: (board) => head(board, 3) !== 'none',
  },
  {
    text: 'A new canary is placed. Watch what it does.',
    target: '',
    isOver: (board) => head(board, 3) === 'failed',
  },
  {
    text: 'It crashed, the rollout failed, and version 1 came back by itself. Why? Ask for the status.',
    target: 'why',
    isOver: ({ asked }) => asked.value !== undefined,
  },
  {
    text: 'Every answer ends at a person, a node or a clock. Now go back: drag the bar at the bottom to before the crash, and fork.',
    target: 'fork',
    isOver: ({ other }) => other.value !== undefined,
  },
  {
    text: 'Two tracks with one beginning. Do it better on this one, then send it to somebody: share.',
    target: 'share',
    isOver: ({ said }) => said.value.startsWith('The link is'),
  },
]

/** Where a learner is on the tour. */
export class Tour {
  readonly step: Signal<number> = signal(-1)
  readonly #board: Board

  constructor(board: Board) {
    this.#board = board
    effect(() => this.#follow())
  }

  /** Begins at the first step. */
  start(): void {
    this.step.value = 0
  }

  /** Ends, wherever it is. */
  leave(): void {
    this.step.value = -1
  }

  /** The sentence, or undefined when there is no tour. */
  get text(): string | undefined {
    const { value } = this.step
    if (value >= steps.length)
      return 'That was all of it. Choose a scenario or an exercise above, or let yourself be quizzed.'
    return steps[value]?.text
  }

  /** What pulses now; empty for nothing. */
  get target(): string {
    return steps[this.step.value]?.target ?? ''
  }

  /** Which step of how many, for people. */
  get place(): string {
    return `${Math.min(this.step.value + 1, steps.length)} of ${steps.length}`
  }

  // Time goes on by itself where the learner has nothing to do but watch.
  #follow(): void {
    const step = steps[this.step.value]
    if (!step?.isOver(this.#board)) return
    this.step.value += 1
    const next = steps[this.step.value]
    this.#board.playing.value = next !== undefined && next.target === ''
  }
}
