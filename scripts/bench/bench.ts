// What a bench is: a module of this folder that exports `bench`. Relies on nothing; `scripts/bench.ts` runs all of them.

import { readFileSync } from 'node:fs'

/** One measured number. `bar` is what it should at least be (or at most, for times and sizes), `peer` what others reach. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly bar?: number
  readonly peer?: string
}

/** A bench: what it measures, the promise that it is held against, and one round of measuring. */
export interface Bench {
  readonly name: string
  /** The promise in words: "500 k updates a second at 100,000 rows". */
  readonly bar: string
  /** How many rounds are run at most, for benches whose rounds are long; as many as asked for by default. */
  readonly roundsMax?: number
  /** Measures once; the runner asks for several rounds and keeps the median of each figure. */
  run(): Promise<readonly Figure[]>
  /** Ends what the rounds have started. */
  end?(): Promise<void>
}

/** The middle of some numbers; of an even count the lower middle, so that it was really measured. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

// More is better of rates, less of times and sizes.
const lessIsBetter = /^(µs|ms|s|B|kB|MB|GB)$/

/** Whether a figure keeps its bar; undefined when it has none. */
export function keepsBar(figure: Figure): boolean | undefined {
  if (figure.bar === undefined) return undefined
  return lessIsBetter.test(figure.unit) ? figure.value <= figure.bar : figure.value >= figure.bar
}

/**
 * Milliseconds that this thread has had a core for itself: what one core does, whoever else uses the machine. Where the system
 * does not tell (it does on Linux), the time of the clock.
 */
export function coreTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ', 1)[0]) / 1_000_000
  } catch {
    return performance.now()
  }
}
