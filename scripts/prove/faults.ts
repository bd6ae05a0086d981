// `npm run prove -- faults`: kills a store under load with SIGKILL at random moments, its start and its snapshots included, and holds
// what it was heard to say against what it holds afterwards. Flags: `--kills n` (200), `--acknowledged n` (1,000,000; goes on with
// longer lives until so many commands were acknowledged), `--callers n` (2,048), `--life n` and `--long-life n` (how many ms at most,
// 400 and 20,000), `--seed n` (the moments; by the clock), `--json`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { deriveNumber } from '@cutover/core'
import { openLmdbLog, verifyLmdbLog } from '@cutover/log-lmdb'
import { CommandHistory } from '@cutover/testing'
import { flagsOf } from './catalogue.ts'
import { FaultProcess } from './fault-process.ts'

interface Plan {
  readonly kills: number
  readonly acknowledged: number
  readonly callers: number
  /** The longest that a worker lives after its store is open, or, for some, after it was told to open it. */
  readonly lifeMs: number
  /** The same once there were kills enough, but not yet commands. */
  readonly longLifeMs: number
  readonly seed: string
}

interface Tally {
  readonly plan: Plan
  readonly history: CommandHistory
  kills: number
  /** Kills that came before the store was up. */
  early: number
}

const pagesOf = 4_096
/** Workers that are loaded before they are needed: a life is often shorter than that takes. */
const standbys = 2

/** Kills; answers whether nothing was lost, doubled or out of order. */
export async function proveWithFaults(args: readonly string[]): Promise<boolean> {
  const { plan, asJson } = planOf(args)
  // The worker runs the built packages.
  execFileSync(fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url)), ['-b'])
  const directory = mkdtempSync(join(tmpdir(), 'cutover-faults-'))
  const begun = performance.now()
  try {
    const tally: Tally = { plan, history: new CommandHistory(plan.callers), kills: 0, early: 0 }
    await killAgainAndAgain(directory, tally)
    const entries = await checkLog(directory, tally.history)
    return report(tally, { entries, seconds: (performance.now() - begun) / 1_000, asJson })
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function planOf(args: readonly string[]): { readonly plan: Plan; readonly asJson: boolean } {
  const { values } = parseArgs({ args: [...args], options: flagsOf.faults })
  const { kills, acknowledged, callers, life, seed = String(Date.now()), json: asJson } = values
  const counts = { kills: whole(kills), acknowledged: whole(acknowledged), callers: whole(callers) }
  return { plan: { ...counts, lifeMs: whole(life), longLifeMs: whole(values['long-life']), seed }, asJson }
}

function whole(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`not a number: ${text}`)
  return value
}

async function killAgainAndAgain(directory: string, tally: Tally): Promise<void> {
  const { plan, history } = tally
  const waiting = Array.from({ length: standbys }, () => new FaultProcess())
  const next = (): FaultProcess => {
    waiting.push(new FaultProcess())
    return waiting.shift() ?? new FaultProcess()
  }
  try {
    while (tally.kills < plan.kills || history.acknowledged < plan.acknowledged) {
      await live(next(), directory, tally)
      if (tally.kills % 20 === 0 || tally.kills > plan.kills)
        process.stderr.write(`${tally.kills} kills, ${history.acknowledged} commands acknowledged\n`)
      if (history.problems.length > 0) break
    }
    // The last one ends in peace, and has nothing under way.
    const last = next()
    await last.begin({ directory, next: history.next })
    await last.up()
    await setTimeout(plan.lifeMs)
    take(await last.end('SIGTERM'), tally)
  } finally {
    await Promise.all(waiting.map((worker) => worker.end('SIGKILL')))
  }
}

async function live(worker: FaultProcess, directory: string, tally: Tally): Promise<void> {
  await worker.begin({ directory, next: tally.history.next })
  const { seed, kills, lifeMs, longLifeMs } = tally.plan
  const most = tally.kills < kills ? lifeMs : longLifeMs
  // One in four may be killed while it starts; the others when they have worked for a while.
  if (deriveNumber(seed, tally.kills, 0, 4) > 0) await worker.up()
  await setTimeout(deriveNumber(seed, tally.kills, 1, most))
  const isUp = take(await worker.end('SIGKILL'), tally)
  tally.kills += 1
  if (!isUp) tally.early += 1
}

/** Takes in what a worker said; answers whether it came up. */
function take(
  { lines, failure }: { readonly lines: readonly string[]; readonly failure: string },
  { history }: Tally,
): boolean {
  if (failure !== '') throw new Error(`a worker failed by itself: ${failure}`)
  for (const line of lines) {
    const [kind, ...words] = line.split(' ')
    const [caller = 0, number = 0, index = 0] = words.map(Number)
    if (kind === 'up') history.reopen(caller, words.slice(1).map(Number))
    else if (kind === 'a') history.acknowledge({ caller, number }, index)
    else history.see({ caller, number }, index)
  }
  return lines.length > 0
}

async function checkLog(directory: string, history: CommandHistory): Promise<number> {
  const log = await openLmdbLog(directory)
  const last = await log.lastIndex()
  async function* pages(): AsyncGenerator<Awaited<ReturnType<typeof log.read>>> {
    for (let from = 1; from <= last; from += pagesOf) yield log.read(from, pagesOf)
  }
  await history.check(pages())
  await log.close()
  const { faults, last: verified } = await verifyLmdbLog(directory)
  for (const { index, reason } of faults) throw new Error(`verify: ${reason} at ${index}`)
  if (verified !== last) throw new Error(`verify ends at ${verified}, the log at ${last}`)
  return last
}

interface End {
  readonly entries: number
  readonly seconds: number
  readonly asJson: boolean
}

function report({ plan, history, kills, early }: Tally, { entries, seconds, asJson }: End): boolean {
  const figures = {
    seed: plan.seed,
    kills,
    'of them before it was up': early,
    callers: plan.callers,
    'commands acknowledged': history.acknowledged,
    'entries in the log': entries,
    seconds: Number(seconds.toFixed(1)),
    broken: history.problems.length,
  }
  if (asJson) process.stdout.write(`${JSON.stringify({ ...figures, problems: history.problems })}\n`)
  else for (const [what, value] of Object.entries(figures)) process.stdout.write(`${what.padEnd(28)}${value}\n`)
  for (const problem of history.problems) process.stderr.write(`${problem}\n`)
  return history.problems.length === 0
}
