// `cutover replay`, `log` and `state`: what a data directory holds, without serving it.

import { type Entry, hashState, type State } from '@cutover/core'
import type { ReadableLog } from '@cutover/log-lmdb'
import { Narrator } from '@cutover/simulator'
import type { Command } from 'commander'
import { CliError, wholeNumber } from './cli-error.ts'
import { foldLog, withLog } from './fold-log.ts'
import { entryJson, instant, stateJson, toJson } from './output.ts'

interface ReplayOptions {
  readonly json: boolean
  readonly from: number
}

/** Adds the subcommands. */
export function addInspectCommands(program: Command): void {
  addEntryCommand(program, 'replay', replayLog)
    .description(
      'Reads a log from its start, prints every entry with its events, and the hash of the state at the end.',
    )
    .addHelpText('after', '\nExample:\n  cutover replay .cutover --from 100')
  addEntryCommand(program, 'log', tellLog)
    .description('Prints the log as a story: one line for each entry that a person would want to know of.')
    .addHelpText('after', '\nExample:\n  cutover log .cutover')
  addState(program)
}

function addEntryCommand(
  program: Command,
  name: string,
  show: (log: ReadableLog, options: ReplayOptions) => Promise<void>,
): Command {
  return program
    .command(name)
    .argument('[directory]', 'the data directory', './.cutover')
    .option('--json', 'one entry a line, as JSON', false)
    .option('--from <index>', 'print from this entry on', wholeNumber('--from', 1, Number.MAX_SAFE_INTEGER), 1)
    .action((directory: string, options: ReplayOptions) => withLog(directory, (log) => show(log, options)))
}

function addState(program: Command): void {
  program
    .command('state')
    .description('Prints the state right after an entry, as JSON.')
    .argument('[directory]', 'the data directory', './.cutover')
    .option('--at <index>', 'the entry; the last one by default', wholeNumber('--at', 0, Number.MAX_SAFE_INTEGER))
    .addHelpText('after', '\nExample:\n  cutover state .cutover --at 120 | jq .tables.deployments')
    .action((directory: string, { at }: { readonly at?: number }) => withLog(directory, (log) => printState(log, at)))
}

async function replayLog(log: ReadableLog, { json, from }: ReplayOptions): Promise<void> {
  let state: State | undefined
  for await (const { entry, after } of foldLog(log)) {
    state = after
    if (entry.index < from) continue
    if (json) process.stdout.write(`${toJson(entryJson(entry))}\n`)
    else printEntry(entry)
  }
  if (state && !json) process.stdout.write(`state hash at index ${state.lastIndex}: ${hashState(state)}\n`)
}

function printEntry(entry: Entry): void {
  const { index, term, at, cause, events } = entry
  const what = cause.command === '' ? cause.change : cause.command
  const after = cause.after === 0 ? '' : `, after ${cause.after}`
  process.stdout.write(`${index} (term ${term}) ${instant(at)} ${what} by ${cause.by}${after}\n`)
  for (const { type, ...rest } of events) process.stdout.write(`    ${type} ${toJson(rest)}\n`)
}

async function tellLog(log: ReadableLog, { json, from }: ReplayOptions): Promise<void> {
  const narrator = new Narrator()
  for await (const { entry, before, after } of foldLog(log)) {
    const words = narrator.tell(entry, before, after)
    if (entry.index < from || words.length === 0) continue
    const line = `${instant(entry.at)} ${String(entry.index).padStart(5)}  ${words.join(' · ')}`
    process.stdout.write(json ? `${toJson({ index: entry.index, at: instant(entry.at), words })}\n` : `${line}\n`)
  }
}

async function printState(log: ReadableLog, at: number | undefined): Promise<void> {
  let state: State | undefined
  for await (const { after } of foldLog(log)) {
    if (at !== undefined && after.lastIndex > at) break
    state = after
  }
  if (!state) throw new CliError(at === undefined ? 'the log is empty' : `the log has no entry ${at}`)
  process.stdout.write(`${toJson(stateJson(state), 2)}\n`)
}
