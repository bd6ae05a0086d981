// A time line that a live cluster makes grow. One may look back, ask and fork; time passes by itself.

import type { Entry, State } from '@cutover/core'
import { beginHistory, extendHistory, Timeline } from '@cutover/core/explain'
import { callOf, commandOfLine, type Gap, Narrator } from '@cutover/simulator'
import { type Signal, signal } from '@preact/signals'
import type { EngineThread } from '../run/engine-thread.ts'
import type { LiveCluster } from '../run/live.ts'
import type { Run } from '../run/run.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { PlayedTrack, stateAtInstant } from './played-track.ts'
import type { Track } from './track.ts'

/** How the connection is. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'broken'; readonly why: string; readonly since: string }

/** A live cluster as a story that nobody claims anything about. */
const liveScenario: Scenario = {
  id: 'live',
  name: 'A live cluster',
  claim: 'This is what is.',
  hint: 'Look back, ask, or fork: a fork is played here and changes nothing there.',
  nodes: 0,
  spoken: [],
  until: 0,
  judge: () => ({ held: true }),
}

/** A track whose entries a cluster tells. */
export class LiveTrack implements Track {
  readonly scenario: Scenario = liveScenario
  readonly timeline: Timeline = new Timeline()
  readonly connection: Signal<Connection> = signal({ kind: 'connecting' })
  readonly gaps: Signal<readonly Gap[]> = signal([])
  readonly cluster: LiveCluster
  readonly due = undefined
  readonly #engine: EngineThread
  readonly #narrator = new Narrator()
  #run: Run

  private constructor(engine: EngineThread, cluster: LiveCluster, origin: State) {
    this.#engine = engine
    this.cluster = cluster
    this.timeline.begin(origin)
    const oldest = [...origin.tables.deployments].sort((a, b) => a.createIndex - b.createIndex)
    for (const { id } of oldest) this.#narrator.nameOf(id)
    this.#run = { spoken: [], elapsed: 0, history: beginHistory(origin), words: [], refusal: '', exchange: undefined }
  }

  /** Connects; resolves with a track once it is known what is there. Rejects when the cluster cannot be read. */
  static open(engine: EngineThread, cluster: LiveCluster, changed: () => void): Promise<LiveTrack> {
    return new Promise((resolve, reject) => {
      let track: LiveTrack | undefined
      void cluster.follow({
        begin: (origin) => {
          track = new LiveTrack(engine, cluster, origin)
          track.connection.value = { kind: 'live' }
          resolve(track)
        },
        told: (entries) => {
          track?.tell(entries)
          changed()
        },
        gaps: (gaps) => {
          if (track) track.gaps.value = [...gaps]
        },
        broken: (why) => {
          if (track) track.connection.value = { kind: 'broken', why, since: new Date().toLocaleTimeString() }
          reject(new Error(why))
        },
      })
    })
  }

  /** Takes what was told. */
  tell(entries: readonly Entry[]): void {
    const { history } = this.#run
    const words: (readonly string[])[] = []
    const longer = extendHistory(history, entries, (entry, after, before) => {
      const told = this.#narrator.tell(entry, before, after)
      words.push(told)
      this.timeline.add(entry, after, told)
    })
    this.#run = { ...this.#run, history: longer, words: [...this.#run.words, ...words] }
  }

  /** The run until now: the clock of the page goes on while nothing is told. */
  get run(): Run {
    const { head } = this.#run.history
    const now = this.connection.value.kind === 'live' ? this.secondOf(Date.now() * 1_000) : 0
    return { ...this.#run, elapsed: Math.max(this.secondOf(head.at), now, this.#run.elapsed) }
  }

  /** A track that is played here, from the state of this second on. */
  async fork(second: number): Promise<Track> {
    const { history } = this.#run
    return PlayedTrack.fromState(this.#engine, liveScenario, stateAtInstant(history, this.instantOf(second)))
  }

  secondOf(at: number): number {
    return (at - this.#run.history.origin.at) / 1_000_000
  }

  instantOf(second: number): number {
    return this.#run.history.origin.at + second * 1_000_000
  }

  nameOf(deploymentId: string): string {
    return this.#narrator.nameOf(deploymentId)
  }

  async until(): Promise<string> {
    return ''
  }

  async say(line: string): Promise<string> {
    try {
      if (this.cluster.token === undefined) return 'this cluster is only looked at: give a token to act on it'
      const names = { state: this.#run.history.head, idOf: (name: string) => this.#narrator.idOf(name) }
      const command = commandOfLine(line, names)
      const call = command && callOf(command)
      if (!call) return `a live cluster cannot be asked to: ${line}`
      const exchange = await this.cluster.ask(call)
      this.#run = { ...this.#run, exchange }
      return exchange.status === 200 ? '' : `${exchange.status} ${exchange.answer}`
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  end(): void {
    this.cluster.stop()
  }
}
