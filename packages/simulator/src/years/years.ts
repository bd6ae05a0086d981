// Simulated years: a busy fleet drawn from a seed lives for days or years under formulas. A failure is its seed and its lines.

import { type Played, type Progress, playLines, type Watch } from './play-lines.ts'
import { yearLines, yearNodes } from './year-lines.ts'

/** A life to simulate. */
export interface YearsOptions {
  readonly seed: string
  readonly days: number
  readonly watch: Watch
  readonly onProgress?: (progress: Progress) => void
}

/** A life that was simulated. */
export interface Years extends Played {
  /** The lines up to the one that broke a formula; all of them when none did. */
  readonly script: readonly string[]
}

/** Simulates; stops at the first entry that breaks a formula. */
export function simulateYears({ seed, days, watch, onProgress }: YearsOptions): Years {
  const script: string[] = []
  const played = playLines(noted(yearLines(seed), script), {
    nodes: yearNodes,
    watch,
    goOn: (progress) => {
      onProgress?.(progress)
      return progress.seconds < days * 86_400
    },
  })
  return { ...played, script }
}

function* noted(lines: Iterable<string>, script: string[]): Generator<string> {
  for (const line of lines) {
    script.push(line)
    yield line
  }
}
