// A recorded story as its file holds it. Rules: oracle/README-http §2.

import type { Condition, Selector } from './selectors.ts'

/** The first line of a file. */
export interface RecordingHead {
  readonly format: string
  readonly management_secret: string
  /** The nodes of each recording cluster. */
  readonly nodes: Readonly<Record<string, NodeNames>>
}

/** Nodes as answers name them. */
export interface NodeNames {
  readonly ids: readonly string[]
  readonly names: readonly string[]
}

export type Needs = 'cluster' | 'serial' | 'fresh' | 'acl' | 'acl-fresh'

export interface Story {
  readonly story: string
  readonly needs: Needs
  /** Which of the head's clusters it was recorded on. */
  readonly cluster: string
  /** Names that the client makes up: name → pattern, each `#` one random hex digit. */
  readonly gen: Readonly<Record<string, string>>
  readonly recorded: Readonly<Record<string, string>>
  readonly consts: Readonly<Record<string, string>>
  readonly exchanges: readonly Step[]
  /** What the server made up: name → value, the step that showed it first, where in its answer. */
  readonly vars: Readonly<Record<string, readonly [value: string | number, step: number, place: string]>>
}

export interface Step {
  readonly step: number
  readonly op: 'req' | 'start' | 'join' | 'sleep'
  /** Absent only where nothing is sent: `sleep`. */
  readonly request?: RecordedRequest
  readonly response?: RecordedResponse
  /** Unix time of the answer, in seconds. */
  readonly at?: number
  readonly name?: string
  readonly lead?: number
  readonly after?: number
  readonly stop?: boolean
  readonly ms?: number
  readonly bind?: Readonly<Record<string, readonly Selector[]>>
  readonly bound?: Readonly<Record<string, string | number>>
  readonly until?: Until
  readonly stream?: StreamWish
  readonly compare?: 'status' | 'shape' | 'keys' | 'len'
  readonly nondet?: boolean
}

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly path_t?: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: string
  readonly body_t?: string
  readonly body_gen?: { readonly head: string; readonly fill: string; readonly times: number; readonly tail: string }
}

export interface RecordedResponse {
  /** Zero: the connection was closed without an answer. */
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  readonly ms: number
  readonly blocked?: 'immediate' | 'waited' | 'timed-out'
  readonly note?: string
}

/** A request that is repeated until its conditions hold and its answer has stood still for `settle` ms. */
export interface Until {
  readonly conds: readonly Condition[]
  readonly settle?: number
  readonly every?: number
  /** In seconds. */
  readonly timeout?: number
}

export interface StreamWish {
  readonly seconds: number
}
