// Runs the cases of a recorded set one after the other and counts; what a case is and how it is compared is the set's affair.

import type { JsonObject } from '@cutover/core'
import { textAt } from './read.ts'
import type { Difference, ReplayReport } from './report.ts'

/** What differs in one case, without the id of the case. */
export type Finding = Omit<Difference, 'caseId'>

/** Replays lines that hold one case each. `isExcused` names the cases in which the original crashed: they are counted apart. */
export function replayLines(
  set: string,
  lines: Iterable<string>,
  replayCase: (record: JsonObject) => readonly Finding[],
  isExcused: (record: JsonObject) => boolean = () => false,
): ReplayReport {
  const differences: Difference[] = []
  let cases = 0
  let divergences = 0
  let excused = 0
  for (const line of lines) {
    if (line === '') continue
    const record: JsonObject = JSON.parse(line)
    const findings = replayCase(record)
    cases += 1
    if (isExcused(record)) excused += 1
    if (findings.length > 0) divergences += 1
    for (const finding of findings) differences.push({ caseId: textAt(record, 'case'), ...finding })
  }
  return { set, cases, divergences, excused, differences }
}
