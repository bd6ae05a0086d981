// Where one looks, as a line over the lanes, and the scale on which they are drawn.

import type { JSX } from 'preact'
import type { Track } from './track.ts'

/** How a drawing maps instants to a share of its width. */
export interface Scale {
  readonly track: Track
  readonly span: number
  readonly second: number
}

/** Where one looks; what comes after it is dimmed. */
export function Cursor({ scale }: { readonly scale: Scale }): JSX.Element {
  const x = `${((scale.second / scale.span) * 100).toFixed(2)}%`
  return (
    <>
      <rect class="ahead" x={x} width="100%" height="100%" />
      <line class="cursor" x1={x} x2={x} y1="0" y2="100%" />
    </>
  )
}
