// Where one looks, as a line over the lanes, and the scale on which they are drawn.

import type { JSX } from 'preact'
import type { Board } from './board.ts'
import type { Track } from './track.ts'

/** How a drawing maps instants to a share of its width. */
export interface Scale {
  readonly track: Track
  readonly span: number
  readonly second: number
}

/** The line; it alone moves with every frame. */
export function CursorLine({ board, span }: { readonly board: Board; readonly span: number }): JSX.Element {
  const share = Math.min(1, board.second.value / span)
  return (
    <div class="cursor-way" aria-hidden="true">
      <div class="cursor-line" style={{ transform: `translateX(${(share * 100).toFixed(3)}%)` }} />
    </div>
  )
}

/** What comes after the instant that one looks at is dimmed. */
export function Ahead({ scale }: { readonly scale: Scale }): JSX.Element | null {
  if (scale.second >= scale.track.run.elapsed) return null
  const x = `${((scale.second / scale.span) * 100).toFixed(2)}%`
  return <rect class="ahead" x={x} width="100%" height="100%" />
}
