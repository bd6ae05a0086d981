// Allocations over time, one lane each. A phase is a colour, a texture and a word; a version is a label.

import type { Lane, Phase, Stretch } from '@cutover/core/explain'
import type { JSX } from 'preact'
import { firstDifference } from '../run/run.ts'
import type { Board } from './board.ts'
import { Cursor, type Scale } from './cursor.tsx'
import { TimeAxis } from './time-axis.tsx'
import type { Track } from './track.ts'

const signs: Readonly<Record<Phase, string>> = {
  pending: '○',
  running: '◐',
  healthy: '●',
  unhealthy: '✕',
  stopping: '◌',
  failed: '✕',
  lost: '✕',
  unknown: '?',
}

/** The tracks: this one, and the other one below. */
export function Lanes({ board }: { readonly board: Board }): JSX.Element {
  const { value: other } = board.other
  const run = board.run.value
  const span = Math.max(run.elapsed, other?.run.elapsed ?? 0, 1)
  const second = board.second.value
  const difference = other && differenceOf(board, other)
  return (
    <section class="lanes" aria-label="allocations over time">
      <h2>Allocations</h2>
      <Textures />
      <Legend />
      <TrackLanes board={board} scale={{ track: board.track.value, span, second }} />
      {other && (
        <div class="other">
          <h3>
            The other track
            {difference === undefined ? ', no difference yet' : `, different from ${difference.toFixed(1)} s on`}
          </h3>
          <TrackLanes board={board} scale={{ track: other, span, second }} difference={difference} />
        </div>
      )}
    </section>
  )
}

function differenceOf(board: Board, other: Track): number | undefined {
  const place = firstDifference(board.run.value, other.run)
  if (place === undefined) return undefined
  const entries = [board.run.value, other.run].flatMap(({ history }) => history.entries[place] ?? [])
  return Math.min(...entries.map(({ at }) => other.secondOf(at)))
}

interface TrackLanesProps {
  readonly board: Board
  readonly scale: Scale
  readonly difference?: number | undefined
}

function TrackLanes({ board, scale, difference }: TrackLanesProps): JSX.Element {
  const { run, timeline } = scale.track
  const lanes = run.history.entries.length === 0 ? [] : timeline.lanes()
  if (lanes.length === 0) return <p class="quiet">No allocation yet: register a job, or press play.</p>
  return (
    <>
      <ul class="plain">
        {lanes.map((lane) => (
          <LaneRow key={lane.id} lane={lane} scale={scale} ask={() => ask(board, lane)} />
        ))}
      </ul>
      <TimeAxis run={run} scale={scale} difference={difference} />
    </>
  )
}

function ask(board: Board, { id }: Lane): void {
  board.asked.value = { table: 'allocations', key: id, field: ['clientStatus'] }
}

interface LaneRowProps {
  readonly lane: Lane
  readonly scale: Scale
  readonly ask: () => void
}

function LaneRow({ lane, scale, ask }: LaneRowProps): JSX.Element {
  const instant = scale.track.instantOf(scale.second)
  const now = lane.stretches.find(({ from, to }) => from <= instant && (to === undefined || instant < to))
  return (
    <li>
      <button type="button" class="lane" title="why?" onClick={ask}>
        <span class="lane-name">
          {lane.name} <b>v{lane.version}</b> {lane.canary ? 'canary ' : ''}
          <span class={`phase ${now?.phase ?? ''}`}>{now ? `${signs[now.phase]} ${now.phase}` : ''}</span>
        </span>
        <svg class="lane-bar" aria-hidden="true" focusable="false">
          {lane.stretches.map((stretch) => (
            <Bar key={stretch.from} stretch={stretch} version={lane.version} scale={scale} />
          ))}
          <Cursor scale={scale} />
        </svg>
      </button>
    </li>
  )
}

function Bar({
  stretch,
  version,
  scale,
}: {
  readonly stretch: Stretch
  readonly version: number
  readonly scale: Scale
}): JSX.Element {
  const { track, span } = scale
  const from = track.secondOf(stretch.from)
  const to = stretch.to === undefined ? track.run.elapsed : track.secondOf(stretch.to)
  const share = (second: number): string => `${((second / span) * 100).toFixed(2)}%`
  return (
    <svg x={share(from)} width={share(Math.max(to - from, 0))} height="100%" aria-hidden="true">
      <rect class={`bar-${stretch.phase}`} width="100%" height="100%" />
      {stretch.phase === 'healthy' && (
        <text x="4" y="12">
          v{version}
        </text>
      )}
    </svg>
  )
}

const legend: readonly Phase[] = ['pending', 'running', 'healthy', 'unhealthy', 'stopping', 'lost', 'unknown']

function Legend(): JSX.Element {
  return (
    <ul class="legend plain">
      {legend.map((phase) => (
        <li key={phase}>
          <svg width="18" height="10" aria-hidden="true" focusable="false">
            <rect class={`bar-${phase}`} width="18" height="10" />
          </svg>{' '}
          {signs[phase]} {phase}
        </li>
      ))}
    </ul>
  )
}

function Textures(): JSX.Element {
  return (
    <svg class="unseen" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
          <circle class="ink-neutral" cx="3" cy="3" r="1.2" />
        </pattern>
        <pattern id="slant" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="ink-progress" width="2.5" height="7" />
        </pattern>
        <pattern id="cross" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
          <rect class="ink-bad" width="3" height="6" />
        </pattern>
        <pattern id="bars" width="5" height="5" patternUnits="userSpaceOnUse">
          <rect class="ink-neutral" width="2" height="5" />
        </pattern>
      </defs>
    </svg>
  )
}
