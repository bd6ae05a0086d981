// `cutover sim --days`: a busy fleet, drawn from a seed, lives for days or years under the named formulas.

import { writeFile } from 'node:fs/promises'
import { watchInvariants } from '@cutover/invariants'
import { type Progress, simulateYears } from '@cutover/simulator'

/** What to simulate. */
export interface LifeOptions {
  readonly seed: string
  readonly days: number
  readonly json: boolean
  /** Where the lines of the life are written. */
  readonly script?: string
}

/** Simulates, and tells of what breaks a formula; the exit code is 1 then. */
export async function simulateLife({ seed, days, json, script }: LifeOptions): Promise<void> {
  const begun = performance.now()
  const progress = progressLine(days, begun)
  const watch = watchInvariants({ managed: true, quick: true })
  const life = simulateYears({ seed, days, watch: watch.check, onProgress: progress })
  const seconds = (performance.now() - begun) / 1_000
  if (process.stderr.isTTY) process.stderr.write('\n')
  if (script !== undefined) await writeFile(script, `${life.script.join('\n')}\n`)
  const { entries, lines, broken } = life
  const ratio = Math.round(life.seconds / seconds)
  const sums = { seed, days: life.seconds / 86_400, entries, lines, seconds, ratio, violations: broken.length }
  if (json) process.stdout.write(`${JSON.stringify({ ...sums, broken })}\n`)
  else process.stdout.write(`${[...broken.map((text) => `VIOLATION: ${text}`), ...sumLines(sums)].join('\n')}\n`)
  if (broken.length > 0) process.exitCode = 1
}

type Sums = Readonly<
  Record<'days' | 'entries' | 'lines' | 'seconds' | 'ratio' | 'violations', number> & Record<'seed', string>
>

function sumLines({ seed, days, entries, lines, seconds, ratio, violations }: Sums): readonly string[] {
  const told = `${days.toFixed(1)} days in ${seconds.toFixed(1)} s (${ratio.toLocaleString('en')} : 1), seed ${seed}`
  return [
    `${told}: ${lines} lines, ${entries} entries, ${violations} violations`,
    ...(violations === 0 ? [] : [`cutover shrink --seed ${seed} --days ${Math.ceil(days)} makes it small`]),
  ]
}

// A line that overwrites itself, for people only.
function progressLine(days: number, begun: number): (progress: Progress) => void {
  let told = begun
  return ({ seconds, entries }) => {
    const now = performance.now()
    if (!process.stderr.isTTY || now - told < 500) return
    told = now
    const ratio = Math.round(seconds / ((now - begun) / 1_000)).toLocaleString('en')
    process.stderr.write(`\rday ${Math.floor(seconds / 86_400)} of ${days}, ${entries} entries, ${ratio} : 1 `)
  }
}
