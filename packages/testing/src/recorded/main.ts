// The command behind `npm run oracle`: replays recordings of a real server and reports every divergence. Paths are recorded
// files or directories of them; the exit code is 1 when anything diverges or a set has no program. `--help` shows the rest.

import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { helpText } from './help-text.ts'
import { filesBySet, type SortedFiles } from './recorded-files.ts'
import { registry } from './registry.ts'
import { type Outcome, replaySets } from './replay-sets.ts'
import { caseLines, groupLines, jsonText, summaryLine } from './report-text.ts'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    case: { type: 'string' },
    json: { type: 'boolean', default: false },
    mutate: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    write: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})

/** The samples of the repository stand in where the recordings are not at hand. */
const samples = fileURLToPath(new URL('../../fixtures', import.meta.url))
const recordings = '../shared/oracle'
const given = positionals.length > 0 ? positionals : [existsSync(recordings) ? recordings : samples]

process.exitCode = await main()

async function main(): Promise<number> {
  if (options.help) return write([helpText])
  const files = filesBySet(given, [...registry.keys()])
  if (!options.json) write(files.strangers.map((path) => `${basename(path)} is no set, skipped`))
  return options.mutate ? mutate() : replayAll(files)
}

async function mutate(): Promise<number> {
  const { runMutations } = await import('../mutations/run-mutations.ts')
  return runMutations({ paths: [samples, ...given], only: options.only, json: options.json })
}

async function replayAll(files: SortedFiles): Promise<number> {
  const outcomes: Outcome[] = []
  for await (const outcome of replaySets(files, options.case)) {
    outcomes.push(outcome)
    if (!options.json) print(outcome)
  }
  if (options.json) write([jsonText(outcomes.map(reportOf), 2)])
  else if (options.case === undefined) write([total(outcomes)])
  else if (outcomes.every(({ record }) => record === undefined)) write([`no case ${options.case}`])
  if (options.write !== undefined) await writePage(options.write, outcomes)
  const asked = options.case === undefined || outcomes.some(({ record }) => record !== undefined)
  return asked && outcomes.length > 0 && outcomes.every(isClean) ? 0 : 1
}

async function writePage(path: string, outcomes: readonly Outcome[]): Promise<void> {
  const { writeEquivalence } = await import('./equivalence.ts')
  writeEquivalence(path, outcomes)
}

function reportOf({ set, report }: Outcome): object {
  return report ?? { set, replayed: false }
}

function print({ set, report, record }: Outcome): void {
  if (!report) write([`${set} not replayed`])
  else if (options.case === undefined) write([summaryLine(report), ...(report.remarks ?? []), ...groupLines(report)])
  else if (record !== undefined) write([...caseLines(record, report), summaryLine(report)])
}

/** A set without a program counts as one failure; of one that meets its bar no divergence does. */
function total(outcomes: readonly Outcome[]): string {
  let passed = 0
  let failed = 0
  for (const { report } of outcomes) {
    const failures = report ? (report.meetsBar === true ? 0 : report.divergences) : 1
    passed += report ? report.cases - failures : 0
    failed += failures
  }
  return `${passed} passed, ${failed} failed`
}

function isClean({ report, record }: Outcome): boolean {
  if (options.case !== undefined && record === undefined) return true
  return report !== undefined && (report.meetsBar ?? report.divergences === 0)
}

function write(lines: readonly string[]): number {
  for (const line of lines) process.stdout.write(`${line}\n`)
  return 0
}
