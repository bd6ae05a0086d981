// `npm run prove -- years`: simulated years of a busy fleet with faults, invariants on, and how much faster than real time.
// Flags: `--seeds n` (1 unless told), `--days n` (365 unless told), `--first n` (the first seed, 1 unless told).
import { parseArgs } from 'node:util'
import { watchInvariants } from '@cutover/invariants'
import { simulateYears } from '@cutover/simulator'
import { flagsOf } from './catalogue.ts'
import { note } from './figures.ts'

/** What simulated years came to. */
export interface YearsFigures {
  readonly simulatedDays: number
  /** Simulated time to processor time of this process. */
  readonly ratio: number
  readonly entries: number
  readonly violations: number
  readonly broken: readonly string[]
}

/** Simulates one life after the other. */
export function yearsFigures(seeds: readonly string[], days: number): YearsFigures {
  const begun = process.cpuUsage()
  const broken: string[] = []
  let entries = 0
  let seconds = 0
  for (const seed of seeds) {
    const watch = watchInvariants({ managed: true, quick: true })
    let day = 0
    const life = simulateYears({
      seed,
      days,
      watch: watch.check,
      onProgress: (progress) => {
        const now = Math.floor(progress.seconds / 86_400)
        if (now >= day + 10) process.stderr.write(`seed ${seed}: day ${now} of ${days}, ${progress.entries} entries\n`)
        if (now >= day + 10) day = now
      },
    })
    entries += life.entries
    seconds += life.seconds
    broken.push(...life.broken.map((text) => `seed ${seed}: ${text}`))
  }
  const { user, system } = process.cpuUsage(begun)
  const ratio = Math.round(seconds / ((user + system) / 1_000_000))
  return { simulatedDays: Math.round(seconds / 86_400), ratio, entries, violations: broken.length, broken }
}

/** Prints the figures; answers whether nothing is broken. */
export function proveYears(args: readonly string[]): boolean {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.years })
  const seeds = Array.from({ length: Number(flags.seeds) }, (_, at) => String(Number(flags.first) + at))
  const { broken, ...figures } = yearsFigures(seeds, Number(flags.days))
  note('years', { simulatedDays: figures.simulatedDays, ratio: figures.ratio })
  for (const [what, value] of Object.entries(figures)) process.stdout.write(`${what.padEnd(16)}${value}\n`)
  for (const text of broken) process.stdout.write(`broken          ${text}\n`)
  return broken.length === 0
}
