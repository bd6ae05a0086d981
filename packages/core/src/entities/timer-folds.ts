// How each fact changes the timers table.

import type { Folds } from '../evolve.ts'
import type { TimerEvents } from './timer.ts'

export const timerFolds: Folds<keyof TimerEvents> = {
  TimerSet: (draft, { name, due }) => {
    draft.tables.timers = draft.tables.timers.set({ name, due, modifyIndex: draft.index }, draft.edit)
  },
  TimerCleared: (draft, { name }) => {
    draft.tables.timers = draft.tables.timers.delete(name, draft.edit)
  },
}
