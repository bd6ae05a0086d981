// Remembers what a submitted command with a key was answered, so that a caller who lost the answer can ask again.
// Kept in memory for a bounded number of keys: a restart forgets them.

import type { Submitted } from './outcome.ts'

/** Answers by key. */
export interface Keys {
  /** The answer under the key, or the one that `ask` gives. */
  readonly once: (key: string, ask: () => Promise<Submitted>) => Promise<Submitted>
}

const keysMax = 10_000

/** No keys yet. */
export function createKeys(): Keys {
  const answers = new Map<string, Promise<Submitted>>()

  function forget(key: string): void {
    answers.delete(key)
  }

  function once(key: string, ask: () => Promise<Submitted>): Promise<Submitted> {
    const known = answers.get(key)
    if (known) return known
    const answer = ask()
    answers.set(key, answer)
    for (const oldest of answers.keys()) {
      if (answers.size <= keysMax) break
      answers.delete(oldest)
    }
    // Only an answer about the command itself is kept: after an overload or a failing store, asking again is right.
    answer.then(
      (submitted) => isFinal(submitted) || forget(key),
      () => forget(key),
    )
    return answer
  }

  return { once }
}

function isFinal(submitted: Submitted): boolean {
  return submitted.outcome === 'accepted' || submitted.outcome === 'refused'
}
