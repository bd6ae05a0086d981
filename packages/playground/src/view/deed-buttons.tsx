// Buttons that say a line. One that the engine would refuse stays reachable, says why, and does nothing.

import type { JSX } from 'preact'
import type { Board } from './board.ts'
import type { Deed } from './verbs.ts'

interface Props {
  readonly board: Board
  readonly deeds: readonly Deed[]
}

/** A row of them. */
export function DeedButtons({ board, deeds }: Props): JSX.Element {
  return (
    <div class="row">
      {deeds.map(({ label, line, objection }) => (
        <button
          key={label}
          type="button"
          data-target={label}
          aria-disabled={objection !== ''}
          title={objection === '' ? line : objection}
          onClick={() => {
            if (objection === '') board.say(line)
            else board.said.value = `Not now: ${objection}`
          }}
        >
          {label}
        </button>
      ))}
    </div>
  )
}
