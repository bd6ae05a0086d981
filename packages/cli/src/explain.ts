// `cutover why`, `blockers`, `what-if` and `timeline`: questions to a data directory, asked of its log as it is or as it was.

import { isRefusal, type State } from '@cutover/core'
import {
  blockers,
  type CauseLink,
  dryRun,
  type FieldPath,
  type History,
  isTableName,
  readCommand,
  replayStates,
  Timeline,
  tableOf,
  type Unblocker,
  type Waiting,
  why,
  whyNot,
} from '@cutover/core/explain'
import { defaultManagers } from '@cutover/core/managers'
import { drawTimeline, Narrator } from '@cutover/simulator'
import type { Command } from 'commander'
import { CliError, wholeNumber } from './cli-error.ts'
import { readHistory, withLog } from './fold-log.ts'
import { entryJson, instant, toJson } from './output.ts'

/** What every question of this kind can be told. */
export interface Common {
  readonly dataDir: string
  readonly at?: number
  readonly json: boolean
}

/** Adds the subcommands. */
export function addExplain(program: Command): void {
  ask(program, 'why <path>', tellWhy)
    .description(
      'Tells why a field is what it is: the event, the command or reaction behind it, back to a cause from outside.',
    )
    .addHelpText(
      'after',
      `
The path is a table, the key of a row (or the beginning of it), and a field.

Examples:
  cutover why deployments/4a8bd1/status
  cutover why deployments/4a8bd1/groups/web/healthy --at 120`,
    )
  ask(program, 'blockers [deployment]', tellBlockers)
    .description('Tells what deployments wait for, and what would clear it; all active ones by default.')
    .addHelpText('after', '\nExamples:\n  cutover blockers\n  cutover blockers 4a8bd1 --at 120')
  ask(program, 'what-if <command>', tellWhatIf)
    .description('Tells what a command would do, or why it would be refused, without doing it.')
    .addHelpText(
      'after',
      `
The command is one of the core, as JSON.

Example:
  cutover what-if '{"type":"FailDeployment","deploymentId":"4a8bd1c2-…"}' --at 120`,
    )
  ask<TimelineOptions>(program, 'timeline', tellTimeline)
    .option('--svg', 'a drawing instead of text', false)
    .option('--job <id>', 'only allocations of this job')
    .description('Shows what became of every allocation over time.')
    .addHelpText('after', '\nExamples:\n  cutover timeline\n  cutover timeline --job web --svg > web.svg')
}

/** A subcommand that asks something of a data directory, as it is or as it was at `--at`. */
export function ask<O extends Common>(
  program: Command,
  usage: string,
  answer: (history: History, options: O, argument: string) => readonly string[] | Promise<readonly string[]>,
): Command {
  const command = program
    .command(usage)
    .option('--data-dir <directory>', 'the data directory, also of a server that runs', './.cutover')
    .option(
      '--at <index>',
      'as of this entry; the last one by default',
      wholeNumber('--at', 0, Number.MAX_SAFE_INTEGER),
    )
    .option('--json', 'for tools', false)
  return command.action(async (...given: readonly unknown[]) => {
    const options = command.opts<O>()
    const argument = typeof given[0] === 'string' ? given[0] : ''
    const lines = await withLog(options.dataDir, async (log) =>
      answer(await readHistory(log, options.at), options, argument),
    )
    for (const line of lines) process.stdout.write(`${line}\n`)
  })
}

/** Answers `cutover why`. */
export function tellWhy(history: History, { json }: Pick<Common, 'json'>, text: string): readonly string[] {
  const found = why(history, pathOf(history.head, text))
  const { path, before, after, chain, outside } = found
  if (path.field.at(-1) === 'secretId') throw new CliError('a secret is not told')
  if (json) return [toJson(found)]
  const name = [path.table, path.key, ...path.field].join('/')
  const was = chain.length > 0 ? `, was ${toJson(before)}` : ''
  return [`${name} is ${toJson(after)}${was}`, ...chain.map(linkLine), `  ${endings[outside]}`]
}

function linkLine({ index, at, command, change, by, events, rule }: CauseLink): string {
  const facts = [...new Set(events.map(({ type }) => type))].join(', ')
  return `  ${String(index).padStart(6)}  ${instant(at)}  ${command === '' ? change : command} by ${by}: ${facts}  (${rule})`
}

const endings = {
  operator: 'asked for by an operator',
  report: 'reported by a node',
  timer: 'brought about by time alone',
  import: 'imported',
  origin: 'so since before the log begins',
} as const

function pathOf(state: State, text: string): FieldPath {
  const [table = '', start = '', ...field] = text.split('/').map(decodeURIComponent)
  if (!isTableName(state.tables, table)) {
    throw new CliError(
      `there is no table ${JSON.stringify(table)}; there are ${Object.keys(state.tables).join(', ')}`,
      2,
    )
  }
  const rows = tableOf(state, table)
  const keys = rows.has(start) ? [start] : [...rows.prefix(start)].map((row) => rows.keyOf(row))
  const [key] = keys
  if (key === undefined) throw new CliError(`${table} has no row ${JSON.stringify(start)}`)
  if (keys.length > 1) throw new CliError(`${table} has ${keys.length} rows that begin with ${JSON.stringify(start)}`)
  return { table, key, field }
}

/** Answers `cutover blockers`. */
export function tellBlockers({ head }: History, { json }: Pick<Common, 'json'>, start: string): readonly string[] {
  const rows = start === '' ? [...head.tables.deployments.by('active', '')] : [...head.tables.deployments.prefix(start)]
  if (start !== '' && rows.length === 0) throw new CliError(`there is no deployment ${start}`)
  const answers = rows.map((deployment) => ({ deployment, waiting: blockers(head, deployment.id) }))
  if (json) return [toJson(answers.map(({ deployment, waiting }) => ({ deploymentId: deployment.id, ...waiting })))]
  if (answers.length === 0) return ['no deployment is active']
  return answers.flatMap(({ deployment: { id, jobId, jobVersion, status, statusDescription }, waiting }) => [
    `${id}  ${jobId} v${jobVersion}  ${status}: ${statusDescription}`,
    ...waitingLines(waiting),
  ])
}

function waitingLines({ blockers: list, deadline }: Waiting): readonly string[] {
  const lines = list.map(({ kind, groups, unblock }) => `  ${groups.join(', ')}: ${kind}; ${remedy(unblock)}`)
  const end = deadline === undefined ? [] : [`  judged by its deadline at ${instant(deadline)}`]
  return [...(lines.length > 0 ? lines : ['  waits for nothing']), ...end]
}

function remedy(unblock: Unblocker): string {
  switch (unblock.kind) {
    case 'command':
      return `cleared by ${toJson(unblock.command)}`
    case 'health':
      return `cleared when ${unblock.allocationIds.join(', ')} ${unblock.allocationIds.length > 1 ? 'are' : 'is'} healthy`
    case 'room':
      return `cleared by room for ${unblock.count} more`
    case 'time':
      return `cleared by time at ${instant(unblock.at)}`
  }
}

/** Answers `cutover what-if`. */
export function tellWhatIf({ head }: History, { json }: Pick<Common, 'json'>, text: string): readonly string[] {
  const command = readCommand(text)
  if (typeof command === 'string') throw new CliError(command, 2)
  const stamp = { at: head.at, term: head.term, by: 'operator' } as const
  const run = dryRun(head, command, stamp, defaultManagers)
  if (isRefusal(run)) {
    const objection = whyNot(head, command, stamp)
    return json ? [toJson(objection)] : [`refused: ${run.text.trim()}`, `  ${objection?.required ?? ''}`]
  }
  const { entries, changes, reply, waiting } = run
  if (json) return [toJson({ entries: entries.map(entryJson), changes, reply, waiting })]
  const narrator = new Narrator()
  const story = [...replayStates(head, entries)].map(({ entry, before, after }) => {
    const words = narrator.tell(entry, before, after).join(' · ')
    return `  ${String(entry.index).padStart(6)}  ${entry.cause.by}  ${words === '' ? entry.cause.change : words}`
  })
  const tables = [...new Set(changes.map(({ table }) => table))].join(', ')
  const waits = waiting.flatMap(({ deploymentId, waiting: each }) => [deploymentId, ...waitingLines(each)])
  return [...story, `${changes.length} rows would change: ${tables}`, ...waits]
}

interface TimelineOptions extends Common {
  readonly svg: boolean
  readonly job?: string
}

/** Answers `cutover timeline`. */
export function tellTimeline(
  history: History,
  { svg, job, json }: Omit<TimelineOptions, 'dataDir'>,
): readonly string[] {
  const timeline = new Timeline()
  const narrator = new Narrator()
  for (const { entry, before, after } of replayStates(history.origin, history.entries)) {
    timeline.add(entry, after, narrator.tell(entry, before, after))
  }
  if (svg) return [drawTimeline(timeline, { title: job ?? 'All jobs' })]
  const lanes = timeline.lanes().filter(({ name }) => job === undefined || name.startsWith(`${job}.`))
  if (json) return [toJson(lanes)]
  return lanes.flatMap(({ name, version, canary, stretches }) => [
    `${name} v${version}${canary ? ' canary' : ''}`,
    ...stretches.map(
      ({ phase, from, to }) => `  ${instant(from)} … ${to === undefined ? ''.padEnd(24) : instant(to)}  ${phase}`,
    ),
  ])
}
