// What the page knows, as signals: two tracks, where on the time line one looks, and what was last said. All that a person can do
// to it is a method.

import type { State } from '@cutover/core'
import { blockers, type FieldPath, stateAt, type Waiting } from '@cutover/core/explain'
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Run } from '../run/run.ts'
import { scenarioOf } from '../scenarios/index.ts'
import type { Scenario, Verdict } from '../scenarios/scenario.ts'
import { currentDeployment } from './current.ts'
import { Track } from './track.ts'

/** How many virtual seconds pass in one. */
export type Speed = 1 | 4 | 16

const round = (second: number): number => Math.round(second * 1_000) / 1_000

/** The page's memory. */
export class Board {
  readonly scenario: Signal<Scenario>
  readonly track: Signal<Track>
  readonly other: Signal<Track | undefined> = signal(undefined)
  readonly run: Signal<Run>
  readonly second: Signal<number> = signal(0)
  readonly index: Signal<number> = signal(0)
  readonly playing: Signal<boolean> = signal(false)
  readonly speed: Signal<Speed> = signal(1)
  /** What a screen reader is told, and a person sees above the picture. */
  readonly said: Signal<string> = signal('')
  readonly verdict: Signal<Verdict | undefined> = signal(undefined)
  readonly asked: Signal<FieldPath | undefined> = signal(undefined)
  readonly chosen: Signal<string> = signal('')
  readonly helpOpen: Signal<boolean> = signal(false)
  readonly state: ReadonlySignal<State> = computed(
    () => stateAt(this.run.value.history, this.index.value) ?? this.run.value.history.head,
  )
  readonly waiting: ReadonlySignal<Waiting> = computed(() => blockers(this.state.value, this.deploymentId.value))
  readonly deploymentId: ReadonlySignal<string> = computed(
    () => currentDeployment(this.state.value, this.chosen.value)?.id ?? '',
  )

  constructor(scenario: Scenario) {
    this.scenario = signal(scenario)
    this.track = signal(Track.begin(scenario))
    this.run = signal(this.track.value.run)
    this.index.value = this.#originIndex
  }

  /** Whether one looks at the newest instant. */
  get atEnd(): boolean {
    return this.second.value >= this.run.value.elapsed
  }

  /** Plays, or stops playing. */
  togglePlaying(): void {
    this.playing.value = !this.playing.value
  }

  /** Shows the keys, or hides them. */
  toggleHelp(): void {
    this.helpOpen.value = !this.helpOpen.value
  }

  /** Begins a scenario. */
  open(id: string): void {
    this.openTrack(Track.begin(scenarioOf(id)))
  }

  /** Shows a track, and only it. */
  openTrack(track: Track): void {
    batch(() => {
      this.scenario.value = track.scenario
      this.other.value = undefined
      this.verdict.value = undefined
      this.asked.value = undefined
      this.chosen.value = ''
      this.said.value = ''
      this.#show(track, track.run.elapsed)
    })
  }

  /** Moves the clock forward: over what happened already, then by letting time pass. */
  advance(seconds: number): void {
    const target = round(this.second.value + seconds)
    batch(() => {
      if (target > this.run.value.elapsed) this.#grow(target)
      this.look(target)
    })
  }

  /** Looks at a virtual second of what happened already. */
  look(second: number): void {
    batch(() => {
      this.second.value = Math.max(0, Math.min(second, this.run.value.elapsed))
      this.index.value = this.#indexAt(this.second.value)
    })
  }

  /** Looks at the state right after an entry. */
  lookAtEntry(index: number): void {
    const { history } = this.run.value
    const clamped = Math.max(history.origin.lastIndex, Math.min(index, history.head.lastIndex))
    const entry = history.entries[clamped - history.origin.lastIndex - 1]
    batch(() => {
      this.playing.value = false
      this.index.value = clamped
      this.second.value = entry ? this.track.value.secondOf(entry.at) : 0
    })
  }

  /** To the next entry, or the one before; at the end, time passes until something happens. */
  step(by: number): void {
    if (by > 0 && this.index.value >= this.run.value.history.head.lastIndex) this.passToNext()
    else this.lookAtEntry(this.index.value + by)
  }

  /** Lets time pass until the next thing happens. */
  passToNext(): void {
    const { due } = this.track.value
    if (due === undefined) this.said.value = 'Nothing will happen by itself.'
    else this.pass(due)
  }

  /** Lets time pass until a virtual second. */
  pass(second: number): void {
    batch(() => {
      this.#grow(second)
      this.look(this.run.value.elapsed)
    })
  }

  /** To the next entry that people are told of with a change of status, or the one before. */
  jump(direction: 1 | -1): void {
    const places = this.statusPlaces.value
    const next =
      direction === 1
        ? places.find((index) => index > this.index.value)
        : places.findLast((index) => index < this.index.value)
    if (next !== undefined) this.lookAtEntry(next)
    else if (direction === 1) this.end()
    else this.look(0)
  }

  /** The entries at which the status of a deployment changes. */
  readonly statusPlaces: ReadonlySignal<readonly number[]> = computed(() =>
    this.run.value.history.entries
      .filter(({ events }) => events.some(({ type }) => isStatusEvent(type)))
      .map(({ index }) => index),
  )

  /** To the end of what happened; from there to the end of the story. */
  end(): void {
    const { until } = this.scenario.value
    if (this.atEnd) this.pass(Math.max(until, this.run.value.elapsed))
    else this.look(this.run.value.elapsed)
  }

  /** Says a line at the cursor. In the past that makes another track. */
  say(line: string): void {
    batch(() => {
      if (!this.atEnd) this.fork()
      const trouble = this.track.value.say(line)
      this.run.value = this.track.value.run
      this.verdict.value = undefined
      this.look(this.run.value.elapsed)
      this.said.value = trouble === '' ? `Said: ${line}` : `Refused: ${trouble}`
    })
  }

  /** Keeps this track as the other one, and goes on from the cursor. */
  fork(): void {
    batch(() => {
      const kept = this.track.value
      const second = this.second.value
      this.other.value = kept
      this.playing.value = false
      this.#show(kept.fork(second), second)
      this.said.value = `Forked at ${second.toFixed(1)} s: the other track stays below.`
    })
  }

  /** Exchanges the two tracks. */
  swap(): void {
    const { value: other } = this.other
    if (!other) return
    batch(() => {
      this.other.value = this.track.value
      this.#show(other, this.second.value)
      this.said.value = 'The other track.'
    })
  }

  /** Plays the story to its end and asks its judge. */
  test(): void {
    const { until, judge } = this.scenario.value
    batch(() => {
      this.playing.value = false
      if (this.run.value.elapsed < until) this.pass(until)
      const verdict = judge(this.run.value)
      this.verdict.value = verdict
      this.said.value = verdict.held ? 'The claim held.' : `The claim broke at entry ${verdict.index}: ${verdict.text}.`
    })
  }

  #show(track: Track, second: number): void {
    this.track.value = track
    this.run.value = track.run
    this.verdict.value = undefined
    this.look(second)
  }

  #grow(second: number): void {
    const trouble = this.track.value.until(round(second) < second ? second : round(second))
    this.run.value = this.track.value.run
    if (trouble !== '') this.said.value = `The story was refused: ${trouble}`
  }

  get #originIndex(): number {
    return this.run.value.history.origin.lastIndex
  }

  // The last entry at or before an instant.
  #indexAt(second: number): number {
    const { entries } = this.run.value.history
    const instant = this.track.value.instantOf(second) + 0.5
    let [low, high] = [0, entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((entries[middle]?.at ?? 0) <= instant) low = middle + 1
      else high = middle
    }
    return this.#originIndex + low
  }
}

const statusEvents = new Set([
  'DeploymentCreated',
  'DeploymentPaused',
  'DeploymentResumed',
  'DeploymentPromoted',
  'DeploymentSucceeded',
  'DeploymentFailed',
  'DeploymentCancelled',
  'JobRolledBack',
])

function isStatusEvent(type: string): boolean {
  return statusEvents.has(type)
}
