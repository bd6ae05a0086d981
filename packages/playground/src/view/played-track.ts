// A track: a run that grows on the engine's thread, folded here from its entries, with the lanes that are drawn of it and the lines of
// its story that are still to be spoken.

import { type Entry, initialState, type Micros, replay, type State } from '@cutover/core'
import {
  beginHistory,
  extendHistory,
  extendInSteps,
  type History,
  type Seen,
  stateAt,
  Timeline,
} from '@cutover/core/explain'
import type { Answer, EngineThread, Question } from '../run/engine-thread.ts'
import { type Progress, type Run, type Spoken, spokenUntil } from '../run/run.ts'
import { sentState } from '../run/sent-state.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Track } from './track.ts'

/** A track that is played here. */
export class PlayedTrack implements Track {
  readonly scenario: Scenario
  readonly timeline: Timeline = new Timeline()
  readonly #engine: EngineThread
  readonly #id: number
  readonly #start: Micros
  readonly #names = new Map<string, string>()
  readonly #from: State | undefined
  #script: readonly Spoken[]
  #run: Run
  #due: number | undefined

  private constructor(scenario: Scenario, played: Played, script: readonly Spoken[]) {
    this.scenario = scenario
    this.#engine = played.engine
    this.#id = played.id
    this.#start = played.start
    this.#script = script
    this.#run = {
      spoken: [],
      elapsed: 0,
      history: beginHistory(played.origin),
      words: [],
      refusal: '',
      exchange: undefined,
    }
    this.#from = played.from
    if (played.from) this.#takeUp(played.from)
    const { progress } = played.answer
    this.#take(progress, extendHistory(this.#run.history, progress.entries, this.#drawn(progress)))
  }

  /** A scenario from its start, before anything was said. */
  static async begin(engine: EngineThread, scenario: Scenario): Promise<PlayedTrack> {
    return new PlayedTrack(scenario, await played(engine, { scenario, spoken: [], until: 0 }), scenario.spoken)
  }

  /** A run that was shared: its lines, then those of the story that come after it. */
  static async restore(
    engine: EngineThread,
    scenario: Scenario,
    shared: Pick<Run, 'spoken' | 'elapsed'>,
  ): Promise<PlayedTrack> {
    const until = shared.elapsed
    const later = scenario.spoken.filter(({ at }) => at > until)
    return new PlayedTrack(scenario, await played(engine, { scenario, spoken: shared.spoken, until }), later)
  }

  /** A story that goes on from a state that something else has led to. */
  static async fromState(engine: EngineThread, scenario: Scenario, state: State): Promise<PlayedTrack> {
    runs += 1
    const answer = await engine.ask(runs, { kind: 'go on', state: sentState(state) })
    const start = answer.beginning?.start ?? state.at
    const origin = (answer.beginning?.entries ?? []).reduce(replay, state)
    return new PlayedTrack(scenario, { engine, id: runs, answer, origin, start, from: state }, [])
  }

  /** Another track with the same beginning, up to this virtual second. The story goes on in it, what was done by hand does not. */
  fork(second: number): Promise<PlayedTrack> {
    if (this.#from)
      return PlayedTrack.fromState(
        this.#engine,
        this.scenario,
        stateAtInstant(this.#run.history, this.instantOf(second)),
      )
    return PlayedTrack.restore(this.#engine, this.scenario, {
      spoken: spokenUntil(this.#run.spoken, second),
      elapsed: second,
    })
  }

  /** The run so far, with its lanes drawn to the end. */
  get run(): Run {
    return this.#run
  }

  /** The next virtual second at which something happens by itself or by the story. */
  get due(): number | undefined {
    const instants = [this.#due, this.#script[0]?.at].filter((at) => at !== undefined)
    return instants.length === 0 ? undefined : Math.min(...instants)
  }

  /** The virtual second of an instant. */
  secondOf(at: number): number {
    return (at - this.#start) / 1_000_000
  }

  /** The instant of a virtual second. */
  instantOf(second: number): number {
    return this.#start + second * 1_000_000
  }

  /** The short name of a deployment. */
  nameOf(deploymentId: string): string {
    return this.#names.get(deploymentId) ?? deploymentId.slice(0, 8)
  }

  /** Lets time pass, with the story's lines at their instants. Answers what could not be said. */
  async until(second: number): Promise<string> {
    let trouble = ''
    for (let next = this.#script[0]; next !== undefined && next.at <= second; next = this.#script[0]) {
      this.#script = this.#script.slice(1)
      await this.#ask({ kind: 'pass', until: next.at })
      trouble = await this.say(next.line)
    }
    await this.#ask({ kind: 'pass', until: second })
    return trouble
  }

  /** Says a line now. Answers the refusal, or why the line makes no sense; empty when it was taken. */
  async say(line: string): Promise<string> {
    return (await this.#ask({ kind: 'say', line })).trouble
  }

  /** Forgets the run on the engine's thread: nothing more will be asked of it. */
  end(): void {
    void this.#engine.ask(this.#id, { kind: 'end' })
  }

  async #ask(question: Question): Promise<Answer> {
    const answer = await this.#engine.ask(this.#id, question)
    await this.#takeInFrames(answer.progress)
    return answer
  }

  // What was there before: its deployments have their names by age, its allocations a lane each.
  #takeUp(from: State): void {
    const oldest = [...from.tables.deployments].sort((a, b) => a.createIndex - b.createIndex)
    for (const [place, { id }] of oldest.entries()) this.#names.set(id, `d${place + 1}`)
    this.timeline.begin(from)
  }

  // A plan with a thousand placements is folded over several frames, so that the page goes on moving.
  async #takeInFrames(progress: Progress): Promise<void> {
    const { entries } = progress
    const steps = extendInSteps(this.#run.history, entries, { eventsAtOnce, seen: this.#drawn(progress) })
    let step = steps.next()
    for (; !step.done; step = steps.next()) await nextFrame()
    this.#take(progress, step.value)
  }

  #drawn({ entries, words }: Progress): Seen {
    const first = entries[0]?.index ?? 0
    return (entry, after) => this.timeline.add(entry, after, words[entry.index - first] ?? [])
  }

  #take({ words, names, spoken, elapsed, due, refusal, exchange }: Progress, history: History): void {
    for (const [id, name] of names) this.#names.set(id, name)
    this.#due = due
    const told = words.length > 0 ? [...this.#run.words, ...words] : this.#run.words
    this.#run = { spoken, elapsed, refusal, exchange, history, words: told }
  }
}

/** How many events are folded before the screen may be drawn. */
const eventsAtOnce = 300

function nextFrame(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

interface Played {
  readonly engine: EngineThread
  readonly id: number
  readonly answer: Answer
  readonly origin: State
  readonly start: Micros
  /** The state that the run goes on from; undefined for a story with a beginning of its own. */
  readonly from?: State
}

interface ToPlay {
  readonly scenario: Scenario
  readonly spoken: readonly Spoken[]
  readonly until: number
}

let runs = 0

async function played(engine: EngineThread, { scenario, spoken, until }: ToPlay): Promise<Played> {
  runs += 1
  const id = runs
  const answer = await engine.ask(id, { kind: 'begin', spoken, until, nodes: scenario.nodes })
  const { beginning } = answer
  if (!beginning) throw new Error('the engine did not say how the run begins')
  return { engine, id, answer, start: beginning.start, origin: originOf(beginning.entries) }
}

function originOf(entries: readonly Entry[]): State {
  return entries.reduce(replay, initialState(seedOf))
}

// What ids are drawn from in every run: the stage's own default.
const seedOf = 'transcript'

/** The state of a history at an instant. */
export function stateAtInstant(history: History, instant: number): State {
  const index = history.entries.findLast(({ at }) => at <= instant + 0.5)?.index ?? history.origin.lastIndex
  return stateAt(history, index) ?? history.head
}
