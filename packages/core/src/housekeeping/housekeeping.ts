// The process manager that collects garbage every five minutes, as long as there is something that could become garbage.
// Rules: semantics/1 §7, semantics/3 §5.1 (T17).

import type { Manager } from '../manager.ts'
import type { State } from '../state.ts'
import { plus, seconds } from '../time.ts'

const timer = 'housekeeping/garbage'
const every = seconds(300)

/** Collects garbage. */
export const housekeeping: Manager = {
  name: 'housekeeping',
  react: (state, { at }) => {
    const due = state.tables.timers.get(timer)?.due
    if (due === undefined) return hasCandidates(state) ? [{ type: 'SetTimer', name: timer, due: plus(at, every) }] : []
    if (due > at) return []
    return [
      { type: 'CollectGarbage', what: 'all', force: false },
      { type: 'SetTimer', name: timer, due: hasCandidates(state) ? plus(at, every) : undefined },
    ]
  },
  nextWakeup: (state) => state.tables.timers.get(timer)?.due,
}

// Everything that can be collected was preceded by an evaluation that ended, or is a node that is not ready.
function hasCandidates({ tables }: State): boolean {
  const open = tables.evaluations.countBy('open', 'pending') + tables.evaluations.countBy('open', 'blocked')
  return tables.evaluations.size > open
}
