// `cutover odds`, and the same for the server: what the rollouts that are active in a state are likely to come to.

import { setImmediate } from 'node:timers/promises'
import type { State } from '@cutover/core'
import type { History } from '@cutover/core/explain'
import type { OddsTeller } from '@cutover/http'
import { type HealthBehaviour, type Odds, OddsCount, readBehaviour, type TimeSpread, tryOnce } from '@cutover/simulator'
import type { Command } from 'commander'
import { CliError } from './cli-error.ts'
import { ask, type Common } from './explain.ts'
import { toJson } from './output.ts'

const runsMax = 10_000

interface OddsOptions extends Common {
  readonly seed: string
  readonly runs: string
  readonly healthy?: string
  readonly crashed?: string
  readonly secondsMin?: string
  readonly secondsMax?: string
  readonly promoteAfter?: string
  readonly horizon?: string
}

/** Adds the subcommand. */
export function addOdds(program: Command): void {
  ask<OddsOptions>(program, 'odds', tellOddsOf)
    .option('--healthy <chance>', 'that an allocation turns healthy, from 0 to 1 (default 0.95)')
    .option('--crashed <chance>', 'that it crashes instead; what remains never says anything (default: the rest)')
    .option('--seconds-min <seconds>', 'the least time until either (default 2)')
    .option('--seconds-max <seconds>', 'the most time until either (default 20)')
    .option('--promote-after <seconds>', 'an operator promotes healthy canaries after this; nobody does by default')
    .option('--horizon <seconds>', 'what is not over then counts as undecided (default 3600)')
    .option('--seed <text>', 'what is drawn from: the same seed gives the same odds', 'odds')
    .option('--runs <count>', `how many trials, at most ${runsMax}`, '200')
    .description('Tells what active rollouts are likely to come to, by many trials with drawn health.')
    .addHelpText(
      'after',
      '\nExamples:\n  cutover odds --healthy 0.9\n  cutover odds --at 120 --promote-after 60 --json',
    )
}

/** Answers `cutover odds`. Rejects with a `CliError` for a question that makes no sense. */
export async function tellOddsOf({ head }: History, options: OddsOptions): Promise<readonly string[]> {
  const { dataDir: _directory, at: _at, json, ...asked } = options
  const told = await tellOdds(head, new Map(Object.entries(asked)))
  if (!told.ok) throw new CliError(told.text, 2)
  if (json) return [toJson(told.odds)]
  if (told.odds.length === 0) return ['no deployment is active']
  return told.odds.flatMap((one) => oddsLines(head, one))
}

function oddsLines({ tables }: State, odds: Odds): readonly string[] {
  const row = tables.deployments.get(odds.deploymentId)
  const name = row ? `${row.jobId} v${row.jobVersion}` : ''
  return [
    `${odds.deploymentId}  ${name}, ${odds.runs} trials`,
    `  successful ${percent(odds.successful)}${within(odds.untilSuccess)}`,
    `  failed     ${percent(odds.failed)}${within(odds.untilFailure)}`,
    `    of them back to an older version ${percent(odds.rolledBack)}`,
    `  cancelled  ${percent(odds.cancelled)}`,
    `  undecided  ${percent(odds.undecided)}`,
  ]
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`.padStart(7)
}

function within(spread: TimeSpread | undefined): string {
  if (!spread) return ''
  const [early, half, late] = [spread.early, spread.half, spread.late].map((time) => time.toFixed(1))
  return `  after ${half} s, nine in ten between ${early} and ${late} s`
}

/** Counts trials, and lets others have their turn between two of them. */
export const tellOdds = async (
  state: State,
  question: ReadonlyMap<string, string>,
): Promise<
  { readonly ok: true; readonly odds: readonly Odds[] } | Extract<Awaited<ReturnType<OddsTeller>>, { ok: false }>
> => {
  const read = readQuestion(question)
  if (typeof read === 'string') return { ok: false, text: read }
  const count = new OddsCount()
  for (let run = 0; run < read.runs; run++) {
    count.add(tryOnce(state, read.behaviour, `${read.seed}/${run}`))
    await setImmediate()
  }
  return { ok: true, odds: count.odds }
}

interface Question {
  readonly behaviour: HealthBehaviour
  readonly seed: string
  readonly runs: number
}

function readQuestion(question: ReadonlyMap<string, string>): Question | string {
  const { runs: runsText = '200', seed = 'odds', ...chances } = Object.fromEntries(question)
  const runs = Number(runsText)
  if (!Number.isInteger(runs) || runs < 1 || runs > runsMax) return `runs has to be a whole number from 1 to ${runsMax}`
  const behaviour = readBehaviour(
    Object.fromEntries(Object.entries(chances).map(([name, text]) => [name, numberOf(text)])),
  )
  return typeof behaviour === 'string' ? behaviour : { behaviour, seed, runs }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
