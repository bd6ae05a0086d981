// Callers who ask again while the first answer is under way, or whose answer left no entry that could keep it: a refusal, or a
// command that changed nothing. The answers of all others lie in the state, and survive a restart.

import { keyReused } from '@cutover/core/requests'
import type { Submitted } from './outcome.ts'

/** A request as it is told from others. */
export interface Key {
  readonly key: string
  readonly fingerprint: string
}

/** Answers by key. */
export interface Keys {
  /** The answer under the key, or the one that `ask` gives. */
  readonly once: (request: Key, ask: () => Promise<Submitted>) => Promise<Submitted>
}

interface Kept {
  readonly fingerprint: string
  readonly answer: Promise<Submitted>
}

/** No keys yet; at most `keysMax` are remembered. */
export function createKeys(keysMax: number): Keys {
  const answers = new Map<string, Kept>()

  function once({ key, fingerprint }: Key, ask: () => Promise<Submitted>): Promise<Submitted> {
    const known = answers.get(key)
    if (known && known.fingerprint !== fingerprint) return Promise.resolve({ outcome: 'refused', refusal: keyReused() })
    if (known) return known.answer
    const kept: Kept = { fingerprint, answer: ask() }
    answers.set(key, kept)
    for (const oldest of answers.keys()) {
      if (answers.size <= keysMax) break
      answers.delete(oldest)
    }
    const forget = (): void => {
      if (answers.get(key) === kept) answers.delete(key)
    }
    kept.answer.then((submitted) => isKeptHere(submitted) || forget(), forget)
    return kept.answer
  }

  return { once }
}

// After an overload or a failing store, asking again is right; what left an entry is found in the state.
function isKeptHere(submitted: Submitted): boolean {
  return submitted.outcome === 'refused' || (submitted.outcome === 'accepted' && submitted.indexes.length === 0)
}
