// What a move in a small world is, and which kinds there are.

import type { Happened } from './position.ts'

/** The kinds of moves. `window`, `deadline` and `reschedule` let time pass to what is due next. */
export const moveKinds = [
  'start',
  'register',
  'revert',
  'stop',
  'pause',
  'resume',
  'promote',
  'promote a group',
  'fail',
  'mark healthy',
  'mark unhealthy',
  'healthy',
  'unhealthy',
  'crash',
  'window',
  'deadline',
  'reschedule',
] as const

/** One of them; `start` stands for no move at all. */
export type MoveKind = (typeof moveKinds)[number]

/** One thing that can happen. */
export interface Move {
  readonly kind: MoveKind
  /** As a transcript tells it. */
  readonly text: string
  readonly happen: () => Happened
}
