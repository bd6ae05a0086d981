// Seconds below the lanes, with a mark where the status of a deployment changed and where two tracks part.

import type { Entry } from '@cutover/core'
import type { History } from '@cutover/core/explain'
import type { JSX } from 'preact'
import type { Run } from '../run/run.ts'
import type { Scale } from './cursor.tsx'

interface TimeAxisProps {
  readonly run: Run
  readonly scale: Scale
  readonly difference?: number | undefined
}

/** The axis of one track. */
export function TimeAxis({ run, scale, difference }: TimeAxisProps): JSX.Element {
  const { track, span } = scale
  const share = (second: number): string => `${((second / span) * 100).toFixed(2)}%`
  const marks = marksOf(run.history)
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200].find((candidate) => span / candidate <= 6) ?? 3_600
  const ticks = Array.from({ length: Math.floor(span / step) + 1 }, (_, place) => place * step)
  return (
    <svg class="axis" aria-hidden="true" focusable="false">
      {ticks.map((second) => (
        <text
          key={second}
          x={share(second)}
          y="22"
          text-anchor={second === 0 ? 'start' : second === span ? 'end' : 'middle'}
        >
          {second} s
        </text>
      ))}
      {marks.map(({ index, at }) => (
        <line key={index} class="mark" x1={share(track.secondOf(at))} x2={share(track.secondOf(at))} y1="0" y2="7" />
      ))}
      {difference !== undefined && (
        <line class="difference" x1={share(difference)} x2={share(difference)} y1="0" y2="100%" />
      )}
    </svg>
  )
}

const known = new WeakMap<History, readonly Entry[]>()

// The entries that speak of deployments; looked for once in each history.
function marksOf(history: History): readonly Entry[] {
  const found = known.get(history)
  if (found) return found
  const marks = history.entries.filter(({ events }) => events.some(({ type }) => type.startsWith('Deployment')))
  known.set(history, marks)
  return marks
}
