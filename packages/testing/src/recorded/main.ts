// The command behind `npm run oracle`: replays recordings of a real server and reports every divergence. Paths are recorded
// files or directories of them; the exit code is 1 when anything diverges or a set has no program.
// `--case ID` replays one case and prints it in full, `--case 'BEGINNING*'` all whose ids begin so; `--json` prints the reports
// as JSON.

import { parseArgs } from 'node:util'
import { filesBySet, idOf, linesOf, onlyCase } from './recorded-files.ts'
import { type Replay, registry } from './registry.ts'
import type { ReplayReport } from './report.ts'
import { caseLines, groupLines, jsonText, summaryLine } from './report-text.ts'

const defaultPath = '../shared/oracle'
const progressEvery = 100

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { case: { type: 'string' }, json: { type: 'boolean', default: false } },
})

/** What became of one set: a report, or none where no program replays it. */
interface Outcome {
  readonly set: string
  readonly report: ReplayReport | undefined
}

process.exitCode = await main(positionals.length > 0 ? positionals : [defaultPath])

async function main(paths: readonly string[]): Promise<number> {
  const outcomes: Outcome[] = []
  for (const [set, files] of filesBySet(paths, [...registry.keys()])) {
    const outcome = { set, report: await replaySet(set, files) }
    outcomes.push(outcome)
    if (!options.json) print(outcome)
  }
  if (options.json)
    write([
      jsonText(
        outcomes.map(({ set, report }) => report ?? { set, replayed: false }),
        2,
      ),
    ])
  else if (options.case === undefined) write([total(outcomes)])
  return outcomes.length > 0 && outcomes.every(isClean) ? 0 : 1
}

async function replaySet(set: string, files: readonly string[]): Promise<ReplayReport | undefined> {
  const replay = await registry.get(set)?.()
  if (!replay) return undefined
  let sum: ReplayReport = { set, cases: 0, divergences: 0, excused: 0, differences: [] }
  for (const file of files) {
    const lines = linesOf(file, (line) => showProgress(set, line))
    const report = await (options.case === undefined ? replay(lines) : replayOne(replay, lines, options.case))
    sum = added(sum, report)
  }
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  return sum
}

function added(sum: ReplayReport, report: ReplayReport): ReplayReport {
  return {
    set: sum.set,
    cases: sum.cases + report.cases,
    divergences: sum.divergences + report.divergences,
    excused: sum.excused + report.excused,
    differences: [...sum.differences, ...report.differences],
  }
}

async function replayOne(replay: Replay, lines: Iterable<string>, id: string): Promise<ReplayReport> {
  const chosen = [...onlyCase(lines, id)]
  const report = await replay(chosen)
  const record = chosen.find((line) => idOf(line) === id)
  if (record !== undefined && !options.json) write(caseLines(record, report))
  return report
}

function print({ set, report }: Outcome): void {
  if (!report) write([`${set} not replayed`])
  else if (options.case === undefined || options.case.endsWith('*')) write([summaryLine(report), ...groupLines(report)])
  else if (report.cases > 0) write([summaryLine(report)])
}

/** A set without a program counts as one failure. */
function total(outcomes: readonly Outcome[]): string {
  let passed = 0
  let failed = 0
  for (const { report } of outcomes) {
    passed += report ? report.cases - report.divergences : 0
    failed += report ? report.divergences : 1
  }
  return `${passed} passed, ${failed} failed`
}

function isClean({ report }: Outcome): boolean {
  return report !== undefined && report.divergences === 0
}

function showProgress(set: string, line: number): void {
  if (process.stderr.isTTY && line % progressEvery === 0) process.stderr.write(`\r${set} ${line}`)
}

function write(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
