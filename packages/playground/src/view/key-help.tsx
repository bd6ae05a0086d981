// The keys, on one card.

import type { JSX } from 'preact'
import type { Board } from './board.ts'

const keys: readonly (readonly [string, string])[] = [
  ['space', 'play or pause'],
  ['← →', 'entry before, next entry'],
  ['⇧← ⇧→', 'ten entries'],
  ['[ ]', 'status change before, next one'],
  ['home end', 'to the start, to the end'],
  ['f', 'fork here'],
  ['m', 'mark this entry, to compare others with it'],
  ['x', 'swap the tracks'],
  ['p', 'promote'],
  ['u', 'pause or resume the rollout'],
  ['b', 'fail the rollout'],
  ['w', "why is the deployment's status what it is"],
  ['q', 'a quiz'],
  ['/', 'find in the log'],
  ['s', 'share a link'],
  ['?', 'this help'],
]

/** What every key does. */
export function KeyHelp({ board }: { readonly board: Board }): JSX.Element | null {
  if (!board.helpOpen.value) return null
  return (
    <section class="help" aria-label="keys">
      <h2>Keys</h2>
      <dl>
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
