// The engine beside the page: runs are played on a thread of their own where there is one, so that the page stays smooth. What comes
// back are entries, which the page folds for itself.

import type { Entry, Micros } from '@cutover/core'
import { type HealthBehaviour, type Odds, odds } from '@cutover/simulator'
import { Player, type Progress, play, type Spoken } from './run.ts'
import { receivedState, type SentState } from './sent-state.ts'

/** What can be asked of a run; `run` is a number that the asker chose. */
export type Question =
  | { readonly kind: 'begin'; readonly spoken: readonly Spoken[]; readonly until: number; readonly nodes: number }
  | { readonly kind: 'go on'; readonly state: SentState }
  | { readonly kind: 'pass'; readonly until: number }
  | { readonly kind: 'say'; readonly line: string }
  | { readonly kind: 'end' }

/** What is answered: what happened, and what could not be said. `beginning`: the first time only. */
export interface Answer {
  readonly beginning: { readonly entries: readonly Entry[]; readonly start: Micros } | undefined
  readonly progress: Progress
  /** The refusal, or why the line makes no sense; empty when it was taken. */
  readonly trouble: string
}

/** How likely what is, from where a run with these lines is at a virtual second. */
export interface OddsQuestion {
  readonly spoken: readonly Spoken[]
  readonly second: number
  readonly nodes: number
  readonly behaviour: HealthBehaviour
  readonly seed: string
  readonly runs: number
}

/** The engine, wherever it runs. */
export interface EngineThread {
  readonly ask: (run: number, question: Question) => Promise<Answer>
  readonly odds: (question: OddsQuestion) => Promise<readonly Odds[]>
}

/** The engine on this thread. */
export class Engine implements EngineThread {
  readonly #players = new Map<number, Player>()

  async ask(run: number, question: Question): Promise<Answer> {
    const known = this.#players.get(run)
    const player = known ?? new Player()
    if (question.kind === 'begin') return this.#begin(run, play(question.spoken, question.until, question.nodes))
    if (question.kind === 'go on') return this.#begin(run, new Player(0, receivedState(question.state)))
    if (question.kind === 'end') this.#players.delete(run)
    const trouble = question.kind === 'say' ? say(player, question.line) : ''
    if (question.kind === 'pass') player.until(question.until)
    return { beginning: undefined, progress: player.progress(), trouble }
  }

  async odds({ spoken, second, nodes, behaviour, seed, runs }: OddsQuestion): Promise<readonly Odds[]> {
    return odds(play(spoken, second, nodes).state, behaviour, seed, runs)
  }

  #begin(run: number, player: Player): Answer {
    this.#players.set(run, player)
    return { beginning: player.beginning, progress: player.progress(), trouble: '' }
  }
}

function say(player: Player, line: string): string {
  try {
    player.say(line)
    return player.run.refusal
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** What crosses between the threads, in both directions, with a number that pairs them. */
type Message =
  | { readonly id: number; readonly run: number; readonly question: Question }
  | { readonly id: number; readonly odds: OddsQuestion }

type Reply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string }

/** A thread that messages can be sent to and heard from; a `Worker` is one. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** Answers what is asked through a port, with an engine of its own: what a worker does. */
export function serveEngine(port: Port): void {
  const engine = new Engine()
  port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    const { id } = data
    const work = 'odds' in data ? engine.odds(data.odds) : engine.ask(data.run, data.question)
    work.then(
      (value) => port.postMessage({ id, value }),
      (error: unknown) => port.postMessage({ id, error: error instanceof Error ? error.message : String(error) }),
    )
  })
}

/** The engine behind a port. */
export class RemoteEngine implements EngineThread {
  readonly #port: Port
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #id = 0

  constructor(port: Port) {
    this.#port = port
    port.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      const waiting = this.#waiting.get(data.id)
      this.#waiting.delete(data.id)
      if ('error' in data) waiting?.reject(new Error(data.error))
      else waiting?.resolve(data.value)
    })
  }

  ask(run: number, question: Question): Promise<Answer> {
    return this.#send((id) => ({ id, run, question }))
  }

  odds(question: OddsQuestion): Promise<readonly Odds[]> {
    return this.#send((id) => ({ id, odds: question }))
  }

  #send<T>(message: (id: number) => Message): Promise<T> {
    this.#id += 1
    const id = this.#id
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve, reject })
      this.#port.postMessage(message(id))
    })
  }
}
