// What the page knows, as signals: two tracks, where on the time line one looks, and what was last said. All that a person can do
// to it is a method.

import type { State } from '@cutover/core'
import { blockers, type FieldPath, type History, stateAt, type Waiting } from '@cutover/core/explain'
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { EngineThread } from '../run/engine-thread.ts'
import type { Run } from '../run/run.ts'
import { scenarioOf } from '../scenarios/index.ts'
import type { Scenario, Verdict } from '../scenarios/scenario.ts'
import { currentDeployment } from './current.ts'
import { PlayedTrack } from './played-track.ts'
import { isStatusEvent } from './status-events.ts'
import type { Track } from './track.ts'

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
  /** Stays the same while nothing happens. */
  readonly history: ReadonlySignal<History> = computed(() => this.run.value.history)
  readonly state: ReadonlySignal<State> = computed(
    () => stateAt(this.history.value, this.index.value) ?? this.history.value.head,
  )
  readonly waiting: ReadonlySignal<Waiting> = computed(() => blockers(this.state.value, this.deploymentId.value))
  readonly deploymentId: ReadonlySignal<string> = computed(
    () => currentDeployment(this.state.value, this.chosen.value)?.id ?? '',
  )

  /** The entry that the state is compared with; undefined: the one before the cursor. */
  readonly mark: Signal<number | undefined> = signal(undefined)
  /** The engine is at work for the page. */
  readonly working: Signal<boolean> = signal(false)
  readonly engine: EngineThread
  #work: Promise<void> = Promise.resolve()

  private constructor(engine: EngineThread, track: Track) {
    this.engine = engine
    this.scenario = signal(track.scenario)
    this.track = signal(track)
    this.run = signal(track.run)
    this.index.value = this.#originIndex
  }

  /** A board that shows the beginning of a scenario. */
  static async begin(engine: EngineThread, scenario: Scenario): Promise<Board> {
    return new Board(engine, await PlayedTrack.begin(engine, scenario))
  }

  /** Resolves when the engine has done all that it was asked. */
  get settled(): Promise<void> {
    return this.#work
  }

  // One thing after the other, in the order in which they were asked for.
  #do(task: () => Promise<void>): Promise<void> {
    this.working.value = true
    const mine = this.#work.then(task).catch((error: unknown) => {
      this.said.value = `The engine failed: ${error instanceof Error ? error.message : String(error)}`
    })
    this.#work = mine
    return mine.then(() => {
      if (this.#work === mine) this.working.value = false
    })
  }

  /** Whether one looks at the newest instant. */
  get atEnd(): boolean {
    return this.second.value >= this.run.value.elapsed
  }

  /** Takes up what happened to the track by itself. */
  refresh(): void {
    const { atEnd } = this
    batch(() => {
      this.run.value = this.track.value.run
      if (atEnd) this.look(this.run.value.elapsed)
    })
  }

  /** Plays, or stops playing. */
  togglePlaying(): void {
    this.playing.value = !this.playing.value
  }

  /** Marks the entry at the cursor, to compare others with it; takes the mark away where it is. */
  toggleMark(): void {
    this.mark.value = this.mark.value === this.index.value ? undefined : this.index.value
  }

  /** Shows the keys, or hides them. */
  toggleHelp(): void {
    this.helpOpen.value = !this.helpOpen.value
  }

  /** Begins a scenario. */
  open(id: string): Promise<void> {
    return this.show(() => PlayedTrack.begin(this.engine, scenarioOf(id)))
  }

  /** Makes a track and shows it, and only it. */
  show(make: () => Promise<Track>): Promise<void> {
    this.playing.value = false
    return this.#do(async () => this.openTrack(await make()))
  }

  /** Shows a track, and only it. */
  openTrack(track: Track): void {
    batch(() => {
      for (const gone of [this.track.value, this.other.value]) if (gone !== track) gone?.end()
      this.scenario.value = track.scenario
      this.other.value = undefined
      this.verdict.value = undefined
      this.asked.value = undefined
      this.mark.value = undefined
      this.chosen.value = ''
      this.said.value = ''
      this.#show(track, Number.POSITIVE_INFINITY)
    })
  }

  /** Moves the clock forward: over what happened already, then by letting time pass. */
  async advance(seconds: number): Promise<void> {
    const target = round(this.second.value + seconds)
    if (target > this.run.value.elapsed) await this.pass(target)
    else this.look(target)
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
  async step(by: number): Promise<void> {
    if (by > 0 && this.index.value >= this.run.value.history.head.lastIndex) await this.passToNext()
    else this.lookAtEntry(this.index.value + by)
  }

  /** Lets time pass until the next thing happens. */
  async passToNext(): Promise<void> {
    const { due } = this.track.value
    if (due === undefined) this.said.value = 'Nothing will happen by itself.'
    else await this.pass(due)
  }

  /** Lets time pass until a virtual second. */
  pass(second: number): Promise<void> {
    return this.#do(() => this.#pass(second))
  }

  /** To the next entry that people are told of with a change of status, or the one before. */
  async jump(direction: 1 | -1): Promise<void> {
    const places = this.statusPlaces.value
    const next =
      direction === 1
        ? places.find((index) => index > this.index.value)
        : places.findLast((index) => index < this.index.value)
    if (next !== undefined) this.lookAtEntry(next)
    else if (direction === 1) await this.end()
    else this.look(0)
  }

  /** The entries at which the status of a deployment changes. */
  readonly statusPlaces: ReadonlySignal<readonly number[]> = computed(() =>
    this.history.value.entries
      .filter(({ events }) => events.some(({ type }) => isStatusEvent(type)))
      .map(({ index }) => index),
  )

  /** To the end of what happened; from there to the end of the story. */
  async end(): Promise<void> {
    const { until } = this.scenario.value
    if (this.atEnd) await this.pass(Math.max(until, this.run.value.elapsed))
    else this.look(this.run.value.elapsed)
  }

  /** Says a line at the cursor. In the past that makes another track. */
  say(line: string): Promise<void> {
    return this.#do(async () => {
      if (!this.atEnd) await this.#fork()
      const trouble = await this.track.value.say(line)
      batch(() => {
        this.run.value = this.track.value.run
        this.verdict.value = undefined
        this.look(this.run.value.elapsed)
        this.said.value = trouble === '' ? `Said: ${line}` : `Refused: ${trouble}`
      })
    })
  }

  /** Keeps this track as the other one, and goes on from the cursor. */
  fork(): Promise<void> {
    return this.#do(() => this.#fork())
  }

  async #fork(): Promise<void> {
    const kept = this.track.value
    const second = this.second.value
    const track = await kept.fork(second)
    batch(() => {
      this.other.value?.end()
      this.other.value = kept
      this.playing.value = false
      this.#show(track, second)
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
  test(): Promise<void> {
    const { until, judge } = this.scenario.value
    this.playing.value = false
    return this.#do(async () => {
      if (this.run.value.elapsed < until) await this.#pass(until)
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

  async #pass(second: number): Promise<void> {
    const track = this.track.value
    const trouble = await track.until(round(second) < second ? second : round(second))
    batch(() => {
      this.run.value = track.run
      this.look(track.run.elapsed)
      if (trouble !== '') this.said.value = `The story was refused: ${trouble}`
    })
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
