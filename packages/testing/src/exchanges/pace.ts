// Process managers that go as far as they are let: on their own they look at what was written a while later, as real servers do, so that
// clients see what stands between a write and what follows from it; or they write no further than to a given index.

import {
  type Command,
  type Entry,
  type Index,
  type Manager,
  type Micros,
  plus,
  type State,
  type Trigger,
} from '@cutover/core'

/** How far managers go; it may change at any time, and is heeded from their next turn on. */
export interface Pace {
  /** How long after an entry was written a manager looks at it. */
  delay: (name: Manager['name']) => Micros
  /** They write no entry beyond this index. */
  limit: Index
}

/** The managers at a pace. They hold what they have not looked at or not written: one engine only. */
export function paced(managers: readonly Manager[], pace: Pace): readonly Manager[] {
  return managers.map((manager) => pacedManager(manager, pace))
}

function pacedManager(manager: Manager, pace: Pace): Manager {
  let unseen: Entry[] = []
  let since: Micros | undefined
  let unwritten: readonly Command[] = []
  let isFirst = true

  // One command a turn: the limit may lie between two of them.
  function react(state: State, { at, entries }: Trigger): readonly Command[] {
    if (isFirst && entries === undefined) return look(state, { at, entries })
    note(at, entries ?? [])
    if (state.lastIndex >= pace.limit) return []
    if (unwritten.length === 0 && isDue(at, entries)) unwritten = look(state, { at, entries: unseen })
    const [next, ...others] = unwritten
    unwritten = others
    return next === undefined ? [] : [next]
  }

  function note(at: Micros, entries: readonly Entry[]): void {
    if (entries.length === 0) return
    unseen.push(...entries)
    since ??= at
  }

  // A turn without entries is a timer's: then something is due even if nothing was written.
  function isDue(at: Micros, entries: readonly Entry[] | undefined): boolean {
    const due = dueAt()
    return due === undefined ? entries === undefined : at >= due
  }

  function dueAt(): Micros | undefined {
    return since === undefined ? undefined : plus(since, pace.delay(manager.name))
  }

  function look(state: State, trigger: Trigger): readonly Command[] {
    isFirst = false
    unseen = []
    since = undefined
    return manager.react(state, trigger)
  }

  function nextWakeup(state: State): Micros | undefined {
    if (state.lastIndex >= pace.limit) return undefined
    return unwritten.length > 0 ? state.at : (dueAt() ?? manager.nextWakeup(state))
  }

  return { name: manager.name, react, nextWakeup }
}
