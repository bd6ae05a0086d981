// A track: a run that grows, with the lanes that are drawn of it and the lines of its story that are still to be spoken.

import type { State } from '@cutover/core'
import { beginHistory, replayStates, Timeline } from '@cutover/core/explain'
import { type Player, play, type Run, type Spoken, spokenUntil } from '../run/run.ts'
import type { Scenario } from '../scenarios/scenario.ts'

/** One of the two time lines of the page. */
export class Track {
  readonly scenario: Scenario
  readonly timeline: Timeline = new Timeline()
  readonly #player: Player
  #script: readonly Spoken[]
  #drawn = 0
  #drawnState: State

  private constructor(scenario: Scenario, player: Player, script: readonly Spoken[]) {
    this.scenario = scenario
    this.#player = player
    this.#script = script
    this.#drawnState = beginHistory(player.run.history.origin).origin
  }

  /** A scenario from its start, before anything was said. */
  static begin(scenario: Scenario): Track {
    return new Track(scenario, play([], 0, scenario.nodes), scenario.spoken)
  }

  /** A run that was shared: its lines, then those of the story that come after it. */
  static restore(scenario: Scenario, spoken: readonly Spoken[], until: number): Track {
    const later = scenario.spoken.filter(({ at }) => at > until)
    return new Track(scenario, play(spoken, until, scenario.nodes), later)
  }

  /** Another track with the same beginning, up to this virtual second. The story goes on in it, what was done by hand does not. */
  fork(second: number): Track {
    return Track.restore(this.scenario, spokenUntil(this.run.spoken, second), second)
  }

  /** The run so far, with its lanes drawn to the end. */
  get run(): Run {
    const { run } = this.#player
    const fresh = run.history.entries.slice(this.#drawn)
    for (const { entry, after } of replayStates(this.#drawnState, fresh)) {
      this.timeline.add(entry, after, run.words[this.#drawn] ?? [])
      this.#drawnState = after
      this.#drawn += 1
    }
    return run
  }

  /** The next virtual second at which something happens by itself or by the story. */
  get due(): number | undefined {
    const instants = [this.#player.due, this.#script[0]?.at].filter((at) => at !== undefined)
    return instants.length === 0 ? undefined : Math.min(...instants)
  }

  /** The virtual second of an instant. */
  secondOf(at: number): number {
    return (at - this.#player.start) / 1_000_000
  }

  /** The instant of a virtual second. */
  instantOf(second: number): number {
    return this.#player.start + second * 1_000_000
  }

  /** The short name of a deployment. */
  nameOf(deploymentId: string): string {
    return this.#player.nameOf(deploymentId)
  }

  /** Lets time pass, with the story's lines at their instants. Answers what could not be said. */
  until(second: number): string {
    let trouble = ''
    for (let next = this.#script[0]; next !== undefined && next.at <= second; next = this.#script[0]) {
      this.#script = this.#script.slice(1)
      this.#player.until(next.at)
      trouble = this.say(next.line)
    }
    this.#player.until(second)
    return trouble
  }

  /** Says a line now. Answers the refusal, or why the line makes no sense; empty when it was taken. */
  say(line: string): string {
    try {
      this.#player.say(line)
      return this.#player.run.refusal
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
}
