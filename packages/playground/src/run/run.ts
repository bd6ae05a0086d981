// A run: lines spoken to a stage and the time between them, with the history that they made. A run is a value that its lines alone
// determine: the same lines give the same entries, which is what links, forks and tests rely on.

import { type Entry, type Micros, micros, type State } from '@cutover/core'
import { beginHistory, extendHistory, type History } from '@cutover/core/explain'
import { type Exchange, openStage, perform, type Spoken, type Stage } from '@cutover/simulator'

export type { Spoken } from '@cutover/simulator'

/** A run as it is now. `elapsed` is the virtual second that it has reached. */
export interface Run {
  readonly spoken: readonly Spoken[]
  readonly elapsed: number
  readonly history: History
  /** What each entry reads like, by index from the first of the history. */
  readonly words: readonly (readonly string[])[]
  /** What the last line was answered, when the engine said no. */
  readonly refusal: string
  /** The call of the API that the last line amounts to, if it is one. */
  readonly exchange: Exchange | undefined
}

/** What happened to a run since it was last told of: what goes from the engine to whoever draws it. */
export interface Progress {
  readonly entries: readonly Entry[]
  /** What each of these entries reads like. */
  readonly words: readonly (readonly string[])[]
  /** Short names that were given away, by deployment id. */
  readonly names: readonly (readonly [id: string, name: string])[]
  readonly spoken: readonly Spoken[]
  readonly elapsed: number
  /** The next virtual second at which something happens by itself. */
  readonly due: number | undefined
  readonly refusal: string
  readonly exchange: Exchange | undefined
}

/** A run in the making: it moves forward in time, and hands out values. */
export class Player {
  readonly #stage: Stage
  readonly #spoken: Spoken[] = []
  readonly #fresh: Entry[] = []
  readonly #prelude: Entry[] = []
  #told = 0
  readonly #words: (readonly string[])[] = []
  #history: History
  #elapsed = 0
  #refusal = ''
  #exchange: Exchange | undefined

  constructor(nodes = 3, state?: State) {
    let begun = false
    let stage: Stage | undefined
    this.#stage = openStage({
      nodes,
      ...(state ? { state } : {}),
      say: (line) => this.#hear(line),
      onExchange: (exchange) => {
        this.#exchange = exchange
      },
      onEntry: (entry, after, before) => {
        if (!begun || !stage) {
          this.#prelude.push(entry)
          return
        }
        this.#fresh.push(entry)
        this.#words.push(stage.narrator.tell(entry, before, after))
      },
    })
    stage = this.#stage
    begun = true
    this.#history = beginHistory(this.#stage.world.state)
  }

  /** The run so far. */
  get run(): Run {
    if (this.#fresh.length > 0) this.#history = extendHistory(this.#history, this.#fresh.splice(0))
    return {
      spoken: [...this.#spoken],
      elapsed: this.#elapsed,
      history: this.#history,
      words: [...this.#words],
      refusal: this.#refusal,
      exchange: this.#exchange,
    }
  }

  /** The entries before the story, and the instant at which it begins: what a drawing starts from. */
  get beginning(): { readonly entries: readonly Entry[]; readonly start: Micros } {
    return { entries: this.#prelude, start: this.start }
  }

  /** What happened since this was last asked. */
  progress(): Progress {
    const { history, words, elapsed, refusal, exchange } = this.run
    const entries = history.entries.slice(this.#told)
    const named = entries.flatMap(({ events }) => events).filter(({ type }) => type === 'DeploymentCreated')
    const told = {
      entries,
      words: words.slice(this.#told),
      names: named.flatMap((event) =>
        'deployment' in event ? [[event.deployment.id, this.nameOf(event.deployment.id)] as const] : [],
      ),
      spoken: [...this.#spoken],
      elapsed,
      due: this.due,
      refusal,
      exchange,
    }
    this.#told = history.entries.length
    return told
  }

  /** The state at the end. */
  get state(): State {
    return this.#stage.world.state
  }

  /** The instant at which the story begins. */
  get start(): Micros {
    return this.#stage.start
  }

  /** The next virtual second at which something happens by itself. */
  get due(): number | undefined {
    const due = this.#stage.world.due()
    return due === undefined ? undefined : (due - this.start) / 1_000_000
  }

  /** Lets time pass until this virtual second. */
  until(second: number): void {
    if (second <= this.#elapsed) return
    const passed = this.#stage.world.now - this.start
    this.#stage.world.run(micros(Math.round(second * 1_000_000) - passed))
    this.#elapsed = second
  }

  /** Says a line now. Throws when it makes no sense; what the engine refuses is in the run. */
  say(line: string): void {
    this.#refusal = ''
    this.#exchange = undefined
    perform(this.#stage, line)
    this.#spoken.push({ at: this.#elapsed, line })
  }

  /** The short name of a deployment, `d1`, `d2` … */
  nameOf(deploymentId: string): string {
    return this.#stage.narrator.nameOf(deploymentId)
  }

  #hear(line: string): void {
    const refused = /^\s*refused: (.*)$/.exec(line)
    if (refused) this.#refusal = refused[1] ?? ''
  }
}

/** Plays lines from the start until a virtual second. */
export function play(spoken: readonly Spoken[], until: number, nodes = 3): Player {
  const player = new Player(nodes)
  for (const { at, line } of spoken) {
    if (at > until) break
    player.until(at)
    player.say(line)
  }
  player.until(until)
  return player
}

/** The lines of a run up to and with an instant: where a fork begins. */
export function spokenUntil(spoken: readonly Spoken[], second: number): readonly Spoken[] {
  return spoken.filter(({ at }) => at <= second)
}

/** The first position at which two runs differ; undefined when one is the beginning of the other. */
export function firstDifference(a: Run, b: Run): number | undefined {
  const [left, right] = [a.history.entries, b.history.entries]
  if (left === lastCompared?.left && right === lastCompared.right) return lastCompared.place
  const place = differenceOf(left, right)
  lastCompared = { left, right, place }
  return place
}

// While nothing happens the same two are compared again and again.
let lastCompared: Compared | undefined

interface Compared {
  readonly left: readonly Entry[]
  readonly right: readonly Entry[]
  readonly place: number | undefined
}

function differenceOf(left: readonly Entry[], right: readonly Entry[]): number | undefined {
  const count = Math.min(left.length, right.length)
  for (let place = 0; place < count; place++) {
    if (left[place] !== right[place] && JSON.stringify(left[place], digits) !== JSON.stringify(right[place], digits))
      return place
  }
  return undefined
}

function digits(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
