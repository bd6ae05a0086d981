// Tells those who wait that something became durable: one call for each committed group, after the root was swapped.
// Blocking queries listen to commits, subscriptions to changes; changes are only worked out when somebody listens.

import { EventEmitter } from 'eventemitter3'
import { type Change, type Commit, changesOf } from './commit.ts'

interface Channels {
  commit: [commit: Commit]
  changes: [changes: readonly Change[]]
  closed: []
}

/** Who hears of commits. Listening returns what ends it. */
export interface Notifier {
  readonly publish: (commit: Commit) => void
  readonly close: () => void
  readonly onCommit: (listener: (commit: Commit) => void) => () => void
  readonly onChanges: (listener: (changes: readonly Change[]) => void) => () => void
  readonly onClosed: (listener: () => void) => () => void
  /** Whether anybody listens to changes. */
  readonly isWatched: () => boolean
  /** How many listen to anything; for tests and metrics. */
  readonly listeners: () => number
}

/** A notifier without listeners. */
export function createNotifier(): Notifier {
  const emitter = new EventEmitter<Channels>()

  function publish(commit: Commit): void {
    emitter.emit('commit', commit)
    if (emitter.listenerCount('changes') > 0) emitter.emit('changes', changesOf(commit))
  }

  return {
    publish,
    close: () => {
      emitter.emit('closed')
      emitter.removeAllListeners()
    },
    isWatched: () => emitter.listenerCount('changes') > 0,
    onCommit: (listener) => {
      emitter.on('commit', listener)
      return () => void emitter.off('commit', listener)
    },
    onChanges: (listener) => {
      emitter.on('changes', listener)
      return () => void emitter.off('changes', listener)
    },
    onClosed: (listener) => {
      emitter.on('closed', listener)
      return () => void emitter.off('closed', listener)
    },
    listeners: () => emitter.eventNames().reduce((count, name) => count + emitter.listenerCount(name), 0),
  }
}
