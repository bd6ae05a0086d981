// Allocations over time, one lane each. A phase is a colour, a texture and a word; a version is a label.

import type { Lane, Phase, Stretch } from '@cutover/core/explain'
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { firstDifference } from '../run/run.ts'
import type { Board } from './board.ts'
import { Ahead, CursorLine, type Scale } from './cursor.tsx'
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
  const { span, second } = useDrawn(board)
  const place = useComputed(() => board.other.value && firstDifference(board.run.value, board.other.value.run))
  const difference = other && differenceOf(board, other, place.value)
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

// While the page plays, the lanes are drawn anew when something happens, and else four times a second: the cursor alone is smooth.
const drawnPerSecond = 4

function useDrawn(board: Board): { readonly span: number; readonly second: number } {
  const span = useComputed(() => roundSpan(Math.max(board.run.value.elapsed, board.other.value?.run.elapsed ?? 0, 1)))
  const second = useComputed(() =>
    board.playing.value ? Math.ceil(board.second.value * drawnPerSecond) / drawnPerSecond : board.second.value,
  )
  void board.history.value
  return { span: span.value, second: second.value }
}

// The next round number of seconds, so that what is drawn keeps its place while time passes.
function roundSpan(elapsed: number): number {
  const power = 10 ** Math.floor(Math.log10(elapsed))
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * power >= elapsed) ?? 10
  return step * power
}

function differenceOf(board: Board, other: Track, place: number | undefined): number | undefined {
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
  const list = useRef<HTMLUListElement>(null)
  const top = useSignal(0)
  const { run, timeline } = scale.track
  const lanes = timeline.lanes()
  if (lanes.length === 0) return <p class="quiet">No allocation yet: register a job, or press play.</p>
  const window = windowOf(lanes.length, top.value)
  return (
    <div class="drawn">
      <CursorLine board={board} span={scale.span} />
      <ul
        class="plain lane-list"
        ref={list}
        onScroll={() => (top.value = Math.floor((list.current?.scrollTop ?? 0) / laneHeight / windowStep) * windowStep)}
      >
        <li aria-hidden="true" style={{ height: `${window.from * laneHeight}px` }} />
        {lanes.slice(window.from, window.to).map((lane) => (
          <LaneRow key={lane.id} lane={lane} scale={scale} ask={() => ask(board, lane)} />
        ))}
        <li aria-hidden="true" style={{ height: `${(lanes.length - window.to) * laneHeight}px` }} />
      </ul>
      {lanes.length > shownMax && <p class="quiet">{lanes.length} allocations: the list scrolls.</p>}
      <TimeAxis run={run} scale={scale} difference={difference} />
    </div>
  )
}

// Only the lanes near what is seen are drawn: there may be thousands.
const laneHeight = 36
const shownMax = 40
const windowStep = 10

function windowOf(count: number, top: number): { readonly from: number; readonly to: number } {
  if (count <= shownMax) return { from: 0, to: count }
  const from = Math.min(Math.max(0, top - windowStep), count - shownMax)
  return { from, to: Math.min(count, from + shownMax) }
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
          <Ahead scale={scale} />
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
  const to = stretch.to === undefined ? Math.max(track.run.elapsed, scale.second) : track.secondOf(stretch.to)
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
