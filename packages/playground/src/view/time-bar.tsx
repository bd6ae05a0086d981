// The time bar: play, pause, speed, steps, jumps, and a line to scrub.

import type { JSX } from 'preact'
import type { Board, Speed } from './board.ts'

const speeds: readonly Speed[] = [1, 4, 16]

/** Time as a control. */
export function TimeBar({ board }: { readonly board: Board }): JSX.Element {
  const { elapsed, history } = board.run.value
  const count = history.head.lastIndex
  const place = board.index.value
  const second = board.second.value
  return (
    <section class="time" aria-label="time">
      <Steps board={board} />
      <label class="scrub">
        <span class="unseen">time, in virtual seconds</span>
        <input
          type="range"
          min={0}
          max={Math.max(elapsed, 0.001)}
          step="any"
          value={second}
          aria-valuetext={`${second.toFixed(1)} seconds, entry ${place} of ${count}`}
          onInput={(event) => {
            board.playing.value = false
            board.look(event.currentTarget.valueAsNumber)
          }}
        />
      </label>
      <output class="numbers">
        {second.toFixed(1)} s · {place} / {count}
      </output>
      <Forks board={board} />
    </section>
  )
}

function Steps({ board }: { readonly board: Board }): JSX.Element {
  const playing = board.playing.value
  return (
    <div class="row">
      <Key label="to the start" sign="|◀" act={() => board.look(0)} />
      <Key label="status change before" sign="[" act={() => board.jump(-1)} />
      <Key label="entry before" sign="←" act={() => board.step(-1)} />
      <button type="button" class="act" title="space" onClick={() => board.togglePlaying()}>
        {playing ? '‖ pause' : '▶ play'}
      </button>
      <label>
        <span class="unseen">speed</span>
        <select
          value={board.speed.value}
          onChange={(event) => (board.speed.value = speedOf(event.currentTarget.value))}
        >
          {speeds.map((speed) => (
            <option key={speed} value={speed}>
              ×{speed}
            </option>
          ))}
        </select>
      </label>
      <Key label="next entry" sign="→" act={() => board.step(1)} />
      <Key label="next status change" sign="]" act={() => board.jump(1)} />
      <Key label="to the end" sign="▶|" act={() => board.end()} />
    </div>
  )
}

function Forks({ board }: { readonly board: Board }): JSX.Element {
  return (
    <div class="row">
      <button type="button" title="f" data-target="fork" onClick={() => board.fork()}>
        fork here
      </button>
      {board.other.value && (
        <button type="button" title="x" onClick={() => board.swap()}>
          swap
        </button>
      )}
    </div>
  )
}

interface KeyProps {
  readonly label: string
  readonly sign: string
  readonly act: () => void
}

function Key({ label, sign, act }: KeyProps): JSX.Element {
  return (
    <button type="button" aria-label={label} title={label} onClick={act}>
      {sign}
    </button>
  )
}

function speedOf(text: string): Speed {
  return speeds.find((speed) => String(speed) === text) ?? 1
}
