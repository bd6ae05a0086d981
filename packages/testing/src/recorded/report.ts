// What a replay of a recorded set says.

/** One difference between a recording and what happened here. */
export interface Difference {
  readonly caseId: string
  /** Which kind of call or message differs. */
  readonly rule: string
  readonly field: string
  readonly expected: unknown
  readonly got: unknown
}

/**
 * The outcome of replaying a set. `cases` counts what was compared, `divergences` what differed, `excused` the cases in which the
 * original crashed or dropped the connection: there only a clean answer of ours is asked for.
 */
export interface ReplayReport {
  readonly set: string
  readonly cases: number
  readonly divergences: number
  readonly excused: number
  readonly differences: readonly Difference[]
  /** Of a set that chance has a part in: it is good enough. Absent: nothing less than no divergence is. */
  readonly meetsBar?: boolean
  /** Further lines about the whole set. */
  readonly remarks?: readonly string[]
  /** A single case in full, where the set has a way to show it. */
  readonly account?: readonly string[]
}
