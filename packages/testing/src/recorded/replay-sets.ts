// Replays whole sets, file by file, and says how far it is on a terminal.

import { idOf, linesOf, onlyCase, type SortedFiles } from './recorded-files.ts'
import { type Replay, registry } from './registry.ts'
import type { ReplayReport } from './report.ts'

/** What became of one set: a report, or none where no program replays it. */
export interface Outcome {
  readonly set: string
  readonly report: ReplayReport | undefined
  /** The line of the one case that was asked for, where it was found. */
  readonly record: string | undefined
}

const progressEvery = 100

/** Replays the sets one after the other; with an id only that case. */
export async function* replaySets(files: SortedFiles, id: string | undefined): AsyncGenerator<Outcome> {
  for (const [set, members] of files.sets) yield await replaySet(set, members, id)
}

async function replaySet(set: string, files: readonly string[], id: string | undefined): Promise<Outcome> {
  const replay = await registry.get(set)?.()
  if (!replay) return { set, report: undefined, record: undefined }
  let report: ReplayReport = { set, cases: 0, divergences: 0, excused: 0, differences: [] }
  let record: string | undefined
  for (const file of files) {
    const lines = linesOf(file, (line) => showProgress(set, line))
    const chosen = id === undefined ? lines : [...onlyCase(lines, id)]
    if (Array.isArray(chosen)) record ??= chosen.find((line) => idOf(line) === id)
    if (id === undefined || record !== undefined) report = added(report, await replay(chosen))
  }
  clearProgress()
  return { set, report, record }
}

function added(sum: ReplayReport, report: ReplayReport): ReplayReport {
  return {
    ...report,
    set: sum.set,
    cases: sum.cases + report.cases,
    divergences: sum.divergences + report.divergences,
    excused: sum.excused + report.excused,
    differences: [...sum.differences, ...report.differences],
    ...(report.meetsBar !== undefined && { meetsBar: report.meetsBar && sum.meetsBar !== false }),
    ...(report.remarks && { remarks: [...(sum.remarks ?? []), ...report.remarks] }),
  }
}

/**
 * Feeds a program its lines one by one and stops at the first that differs. Lines that describe the file go with each.
 * Undefined: no line differs.
 */
export async function firstDivergence(replay: Replay, file: string): Promise<ReplayReport | undefined> {
  const header: string[] = []
  for (const line of linesOf(file, () => undefined)) {
    if (line === '') continue
    if (idOf(line) === undefined) {
      header.push(line)
      continue
    }
    const report = await replayOrThrown(replay, [...header, line])
    if (report.divergences > 0) return report
  }
  return undefined
}

async function replayOrThrown(replay: Replay, lines: readonly string[]): Promise<ReplayReport> {
  try {
    return await replay(lines)
  } catch (error) {
    const thrown = {
      caseId: idOf(lines.at(-1) ?? '') ?? '',
      rule: 'thrown',
      field: String(error),
      expected: '',
      got: '',
    }
    return { set: '', cases: 1, divergences: 1, excused: 0, differences: [thrown] }
  }
}

function showProgress(set: string, line: number): void {
  if (line % progressEvery === 0) progress(`${set} ${line}`)
}

/** Says on a terminal how far something is; the next call overwrites it. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

/** Takes the last progress away. */
export function clearProgress(): void {
  progress('')
}
