// Process managers that take their time on a running engine: what they are shown they look at a moment later, as real servers do, so
// that clients see what stands between a write and what follows from it. The managers themselves know nothing of it.

import { type Command, type Entry, type Manager, type Micros, plus, type State, type Trigger } from '@cutover/core'

/** The managers, each looking at an entry `delay` after it was written. They hold what they have not looked at: one engine only. */
export function lateLooks(managers: readonly Manager[], delay: (name: Manager['name']) => Micros): readonly Manager[] {
  return managers.map((manager) => late(manager, delay(manager.name)))
}

function late(manager: Manager, delay: Micros): Manager {
  let unseen: Entry[] = []
  let due: Micros | undefined
  let isFirst = true

  function react(state: State, { at, entries }: Trigger): readonly Command[] {
    if (isFirst && entries === undefined) return look(state, { at, entries })
    if (entries !== undefined && entries.length > 0) {
      unseen.push(...entries)
      due ??= plus(at, delay)
    }
    if (due !== undefined && at < due) return []
    return due === undefined && entries !== undefined ? [] : look(state, { at, entries: unseen })
  }

  function look(state: State, trigger: Trigger): readonly Command[] {
    isFirst = false
    unseen = []
    due = undefined
    return manager.react(state, trigger)
  }

  return { name: manager.name, react, nextWakeup: (state) => due ?? manager.nextWakeup(state) }
}
