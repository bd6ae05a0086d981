// What became of every allocation over time: one lane each, made of the stretches in which nothing about it changed.

import type { Allocation } from '../entities/allocation.ts'
import type { Entry } from '../entry.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'

/** How an allocation was during a stretch. */
export type Phase = 'pending' | 'running' | 'healthy' | 'unhealthy' | 'stopping' | 'failed' | 'lost' | 'unknown'

/** A part of a lane; `to` is undefined while it goes on. */
export interface Stretch {
  readonly phase: Phase
  readonly from: Micros
  readonly to: Micros | undefined
}

/** One allocation. */
export interface Lane {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly canary: boolean
  readonly stretches: readonly Stretch[]
}

/** Something worth a mark on the time axis. */
export interface Mark {
  readonly at: Micros
  readonly index: number
  readonly text: string
}

interface OpenLane extends Omit<Lane, 'stretches'> {
  stretches: Stretch[]
}

/** Builds lanes from entries as they come. */
export class Timeline {
  readonly marks: Mark[] = []
  readonly #lanes: Map<string, OpenLane> = new Map()
  #sorted: readonly Lane[] | undefined
  #end: Micros | undefined

  /** Takes up what is there before the first entry. */
  begin(origin: State): void {
    for (const allocation of origin.tables.allocations) this.#look(allocation, origin.at)
  }

  /** Takes an entry with the state after it; `words` become a mark. */
  add(entry: Entry, after: State, words: readonly string[]): void {
    this.#end = entry.at
    for (const allocation of after.tables.allocations.changedSince(entry.index - 1)) this.#look(allocation, entry.at)
    if (words.length > 0) this.marks.push({ at: entry.at, index: entry.index, text: words.join(' · ') })
  }

  /** The lanes in the order of their names, then of their births. */
  lanes(): readonly Lane[] {
    this.#sorted ??= [...this.#lanes.values()].sort((a, b) =>
      a.name === b.name ? start(a) - start(b) : a.name < b.name ? -1 : 1,
    )
    return this.#sorted
  }

  /** The instant of the last entry. */
  get end(): Micros | undefined {
    return this.#end
  }

  #look(allocation: Allocation, at: Micros): void {
    const phase = phaseOf(allocation)
    const lane = this.#lanes.get(allocation.id) ?? this.#open(allocation)
    const last = lane.stretches.at(-1)
    if (last?.to === undefined && last?.phase === phase) return
    if (last && last.to === undefined) lane.stretches[lane.stretches.length - 1] = { ...last, to: at }
    if (phase !== undefined) lane.stretches.push({ phase, from: at, to: undefined })
  }

  #open(allocation: Allocation): OpenLane {
    const { id, name, job, health } = allocation
    const lane: OpenLane = { id, name, version: job?.version ?? 0, canary: health?.canary === true, stretches: [] }
    this.#lanes.set(id, lane)
    this.#sorted = undefined
    return lane
  }
}

function start(lane: OpenLane): number {
  return lane.stretches[0]?.from ?? 0
}

// Undefined once it is over and gone.
function phaseOf(allocation: Allocation): Phase | undefined {
  const { clientStatus, desiredStatus, health } = allocation
  if (clientStatus === 'lost' || clientStatus === 'unknown') return clientStatus
  if (clientStatus === 'failed') return desiredStatus === 'run' ? 'failed' : undefined
  if (clientStatus === 'complete') return undefined
  if (desiredStatus !== 'run') return 'stopping'
  if (health?.healthy === true) return 'healthy'
  if (health?.healthy === false) return 'unhealthy'
  return clientStatus
}
