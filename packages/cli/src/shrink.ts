// `cutover shrink`: the shortest run of lines that still shows a complaint, as a transcript, a Vitest file and a link of the page.

import { writeFile } from 'node:fs/promises'
import { invariants, watchForRows, watchInvariants } from '@cutover/invariants'
import {
  encodeRun,
  type Played,
  playLines,
  shrinkLines,
  simulateYears,
  spokenOf,
  type Watch,
  yearNodes,
} from '@cutover/simulator'
import type { Command } from 'commander'
import { CliError, wholeNumber } from './cli-error.ts'
import { readStory } from './read-story.ts'
import { readText } from './read-text.ts'

interface ShrinkFlags {
  readonly invariant?: string
  readonly where?: string
  readonly seed?: string
  readonly days: number
  readonly nodes: number
  readonly out?: string
  readonly script?: string
  readonly page: string
}

/** What somebody complains of, and how a run is watched for it. */
interface Complaint {
  readonly text: string
  /** A watch for one run. */
  readonly begin: () => Watch
  /** Whether what a watch told is it. */
  readonly isIt: (told: string) => boolean
  /** The watch as source text, and where it comes from. */
  readonly source: string
  readonly name: string
}

/** Adds the subcommand. */
export function addShrink(program: Command): void {
  program
    .command('shrink')
    .description('Finds the fewest lines of a run that still show a complaint.')
    .argument(
      '[file]',
      'a data directory, a log that cutover export wrote, a recorded /v1/event/stream, or lines of a stage; - for lines on standard input',
    )
    .option('--invariant <name>', 'it shows when this formula breaks; any formula by default')
    .option(
      '--where <complaint>',
      `it shows when a row is so: 'deployments: status == "failed"'; or @FILE that says it`,
    )
    .option('--seed <text>', 'instead of a file: the life that cutover sim --days draws from this seed')
    .option('--days <count>', 'how long that life is followed', wholeNumber('--days', 1, 36_500), 365)
    .option('--nodes <count>', 'simulated nodes', wholeNumber('--nodes', 1, 100))
    .option('--out <name>', 'write NAME.txt and NAME.test.ts')
    .option('--script <file>', 'write the lines that a log is told as')
    .option('--page <address>', 'where the page is served', 'http://127.0.0.1:4646/ui/')
    .addHelpText(
      'after',
      `
Examples:
  cutover shrink --seed 17 --days 90                              what broke a formula there
  cutover shrink story.txt --invariant promoted-stays
  cutover shrink story.txt --where 'deployments: status == "failed" and jobId == "web"' --out failed
  cutover shrink .cutover --where 'deployments: status == "failed"'       what operators and nodes did until then
  cutover shrink log.jsonl --where 'allocations: clientStatus == "failed"'
  cutover shrink event-stream.jsonl.gz --where 'deployments: status == "failed"' --out incident

A log or a stream is told again as lines first: what operators asked, what nodes met, the time between. What shows in it need not show in
these lines, on simulated nodes; then shrink says so, and --script keeps them.`,
    )
    .action(shrink)
}

async function shrink(file: string | undefined, flags: ShrinkFlags): Promise<void> {
  const complaint = complaintOf({ ...flags, ...(await whereOf(flags)) })
  const story = file === undefined ? undefined : await readStory(file, complaint)
  const nodes = flags.nodes ?? story?.nodes ?? (story ? 3 : yearNodes)
  const play = (lines: readonly string[]): Played => playLines(lines, { nodes, watch: complaint.begin() })
  const shows = (lines: readonly string[]): boolean => play(lines).broken.some(complaint.isIt)
  const lines = story?.lines ?? livedLines(flags, complaint)
  if (flags.script !== undefined) await writeFile(flags.script, `${lines.join('\n')}\n`)
  const upTo = lines.slice(0, play(lines).lines)
  if (!shows(upTo)) throw new CliError(notShown(complaint, story?.shownAt, lines.length))
  const few = shrinkLines(upTo, shows, ({ tries, left }) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${left} lines left after ${tries} tries `)
  })
  if (process.stderr.isTTY) process.stderr.write('\n')
  await tell(few, { flags, complaint, nodes, before: upTo.length })
}

function notShown({ text }: Complaint, shownAt: number | undefined, lines: number): string {
  if (shownAt === undefined) return `nothing in it shows ${text}`
  return `entry ${shownAt} shows ${text}, but the ${lines} lines that the log is told as do not, on simulated nodes`
}

interface Told {
  readonly flags: ShrinkFlags
  readonly complaint: Complaint
  readonly nodes: number
  readonly before: number
}

async function tell(few: readonly string[], { flags, complaint, nodes, before }: Told): Promise<void> {
  const transcript = `# ${complaint.text}\n\n${few.map((line) => `> ${line}`).join('\n')}\n`
  const link = `${flags.page}#shrunk/${await encodeRun({ nodes, ...spokenOf(few) })}`
  process.stdout.write(`${transcript}\n${before} lines became ${few.length}\n${link}\n`)
  if (flags.out === undefined) return
  await writeFile(`${flags.out}.txt`, transcript)
  await writeFile(`${flags.out}.test.ts`, testOf(few, { nodes, complaint }))
  process.stdout.write(`${flags.out}.txt and ${flags.out}.test.ts are written\n`)
}

function complaintOf({ invariant, where }: ShrinkFlags): Complaint {
  if (where !== undefined) return rowComplaint(where)
  if (invariant !== undefined && !invariants.some(({ name }) => name === invariant))
    throw new CliError(`there is no formula ${invariant}`, 2)
  return {
    text: invariant === undefined ? 'a broken formula' : `${invariant} does not hold`,
    begin: () => watchInvariants({ managed: true, quick: true }).check,
    isIt: (told) => invariant === undefined || told.includes(` breaks ${invariant} `),
    source: 'watchInvariants({ managed: true, quick: true }).check',
    name: 'watchInvariants',
  }
}

async function whereOf({ where }: ShrinkFlags): Promise<{ readonly where?: string }> {
  return where?.startsWith('@') ? { where: (await readText(where.slice(1))).trim() } : {}
}

function rowComplaint(where: string): Complaint {
  try {
    const watch = watchForRows(where)
    const source = `watchForRows(${JSON.stringify(where)})`
    return { text: where, begin: () => watch, isIt: () => true, source, name: 'watchForRows' }
  } catch (error) {
    throw new CliError(`--where: ${error instanceof Error ? error.message : String(error)}`, 2)
  }
}

function livedLines({ seed, days }: ShrinkFlags, complaint: Complaint): readonly string[] {
  if (seed === undefined) throw new CliError('say what to shrink: a file, or --seed', 2)
  return simulateYears({ seed, days, watch: complaint.begin() }).script
}

function testOf(lines: readonly string[], { nodes, complaint }: Pick<Told, 'nodes' | 'complaint'>): string {
  return `import { ${complaint.name} } from '@cutover/invariants'
import { playLines } from '@cutover/simulator'
import { expect, test } from 'vitest'

test(${JSON.stringify(complaint.text)}, () => {
  const lines = ${JSON.stringify(lines, undefined, 4).replace(/\n\]$/, '\n  ]')}
  expect(playLines(lines, { nodes: ${nodes}, watch: ${complaint.source} }).broken).toEqual([])
})
`
}
