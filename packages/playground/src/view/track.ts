// What is drawn as one of the two time lines: a history that grows, whoever makes it grow.

import type { Timeline } from '@cutover/core/explain'
import type { Run } from '../run/run.ts'
import type { Scenario } from '../scenarios/scenario.ts'

/** One time line. Seconds are counted from its beginning. */
export interface Track {
  readonly scenario: Scenario
  /** The lanes, drawn to the end of the run. */
  readonly timeline: Timeline
  /** The run so far. */
  readonly run: Run
  /** The next virtual second at which something happens by itself or by the story. */
  readonly due: number | undefined
  /** Another track with the same beginning, up to this second. */
  readonly fork: (second: number) => Promise<Track>
  readonly secondOf: (at: number) => number
  readonly instantOf: (second: number) => number
  /** The short name of a deployment. */
  readonly nameOf: (deploymentId: string) => string
  /** Lets time pass. Answers what could not be said. */
  readonly until: (second: number) => Promise<string>
  /** Says a line now. Answers the refusal, or why the line makes no sense; empty when it was taken. */
  readonly say: (line: string) => Promise<string>
  /** Nothing more will be asked of it. */
  readonly end: () => void
}
