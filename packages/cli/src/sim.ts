// `cutover sim`: rolls job documents out on a virtual clock and prints the story as a time line.

import { type Entry, isRefusal, type Profile, quirksOf, type Refusal, type State, seconds } from '@cutover/core'
import { periodicManagers } from '@cutover/core/periodic'
import { Narrator, World } from '@cutover/simulator'
import type { Command } from 'commander'
import { CliError, wholeNumber } from './cli-error.ts'
import { entryJson, toJson } from './output.ts'
import { profileOption } from './profile-option.ts'
import { readText } from './read-text.ts'
import { simulateLife } from './years.ts'

interface SimOptions {
  readonly json: boolean
  readonly nodes: number
  readonly seed: string
  readonly for: number
  readonly gap: number
  readonly days?: number
  readonly script?: string
  readonly profile: Profile
}

/** Adds the subcommand. */
export function addSim(program: Command): void {
  program
    .command('sim')
    .description('Rolls job documents out on a virtual clock and prints what happens.')
    .argument('[file...]', 'job documents, registered one after the other; - for standard input')
    .option('--json', 'one entry a line, as JSON', false)
    .option('--nodes <count>', 'simulated nodes', wholeNumber('--nodes', 0, 10_000), 3)
    .option('--seed <text>', 'what ids and lots are drawn from', 'sim')
    .option('--for <seconds>', 'how long to go on after the last document', wholeNumber('--for', 0, 31_536_000), 600)
    .option(
      '--days <count>',
      'instead of documents: the life of a busy fleet under the formulas',
      wholeNumber('--days', 1, 36_500),
    )
    .option('--script <file>', 'with --days: write the lines of that life')
    .option('--gap <seconds>', 'virtual seconds between two documents', wholeNumber('--gap', 0, 31_536_000), 60)
    .addOption(profileOption())
    .addHelpText(
      'after',
      `
Examples:
  cutover sim job.json                    register it, then ten virtual minutes
  cutover sim v0.json v1.json --gap 30    a rollout: the second version half a minute after the first
  cutover sim job.json --json | jq .      for tools
  cutover sim --seed 17 --days 365        a year with faults; fails when a formula breaks`,
    )
    .action(sim)
}

async function sim(files: readonly string[], options: SimOptions): Promise<void> {
  const { seed, days, json, script } = options
  if (days !== undefined) return simulateLife({ seed, days, json, ...(script === undefined ? {} : { script }) })
  if (files.length === 0) throw new CliError('say which job documents to roll out, or --days', 2)
  const bodies = await Promise.all(files.map(readText))
  const narrator = new Narrator()
  let before: State | undefined
  let start: number | undefined
  const world = new World({
    seed: options.seed,
    nodes: options.nodes,
    managers: periodicManagers(),
    quirks: quirksOf(options.profile),
    onEntry: (entry, after) => {
      start ??= entry.at
      print(entry, { narrator, before: before ?? after, after, start, json: options.json })
      before = after
    },
  })
  for (const [position, body] of bodies.entries()) {
    if (position > 0) world.run(seconds(options.gap))
    const outcome = world.registerBody(body)
    if (isRefusal(outcome)) throw new CliError(`${files[position]}: ${refusalText(outcome)}`)
  }
  world.run(seconds(options.for))
  if (!options.json) printEnd(world.state, narrator)
}

interface Shown {
  readonly narrator: Narrator
  readonly before: State
  readonly after: State
  readonly start: number
  readonly json: boolean
}

function print(entry: Entry, { narrator, before, after, start, json }: Shown): void {
  const words = narrator.tell(entry, before, after)
  if (json) process.stdout.write(`${toJson({ ...entryJson(entry), words })}\n`)
  else if (words.length > 0) {
    const time = `+${((entry.at - start) / 1_000_000).toFixed(1)}s`.padStart(9)
    process.stdout.write(`${time} ${String(entry.index).padStart(4)}  ${words.join(' · ')}\n`)
  }
}

function printEnd(state: State, narrator: Narrator): void {
  process.stdout.write('\n')
  for (const row of [...state.tables.deployments].sort((a, b) => a.createIndex - b.createIndex))
    process.stdout.write(
      `  ${narrator.nameOf(row.id)}  ${row.jobId} v${row.jobVersion}  ${row.status}: ${row.statusDescription}\n`,
    )
  for (const row of state.tables.jobs)
    process.stdout.write(`  ${row.id} v${row.version} is ${row.status}${row.stable ? ', stable' : ''}\n`)
}

function refusalText({ text }: Refusal): string {
  return text.trim()
}
