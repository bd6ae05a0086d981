// Prints replay reports for people: one line for each set, then the differences in groups, with the cases to look at.

import type { Difference, ReplayReport } from './report.ts'

const groupsMax = 40
const idsMax = 6
const valueMax = 300
const recordMax = 20_000

/** The one line of a set. */
export function summaryLine({ set, cases, divergences, excused }: ReplayReport): string {
  const counts = `${set} cases ${cases} divergences ${divergences}`
  return excused > 0 ? `${counts} excused ${excused}` : counts
}

/** The differences of a set, grouped by rule and field, the most frequent first. */
export function groupLines({ differences }: ReplayReport): readonly string[] {
  const groups = [...groupsOf(differences).values()].sort((a, b) => b.length - a.length)
  const lines = groups.slice(0, groupsMax).flatMap(groupText)
  const hidden = groups.length - groupsMax
  return hidden > 0 ? [...lines, `  … and ${hidden} more groups`] : lines
}

function groupsOf(differences: readonly Difference[]): ReadonlyMap<string, readonly Difference[]> {
  const groups = new Map<string, Difference[]>()
  for (const difference of differences) {
    const key = `${difference.rule} ${difference.field}`
    const group = groups.get(key)
    if (group) group.push(difference)
    else groups.set(key, [difference])
  }
  return groups
}

function groupText(group: readonly Difference[]): readonly string[] {
  const [first] = group
  if (!first) return []
  const ids = [...new Set(group.map((difference) => difference.caseId))]
  const more = ids.length > idsMax ? ` … (${ids.length})` : ''
  return [
    `  ${first.rule}: ${first.field}`,
    `    expected ${shortened(jsonText(first.expected))}`,
    `    got      ${shortened(jsonText(first.got))}`,
    `    in ${ids.slice(0, idsMax).join(' ')}${more}`,
  ]
}

/** One case in full: its line, laid out unless it is a whole story, and every difference. */
export function caseLines(record: string, { differences, account }: ReplayReport): readonly string[] {
  if (account) return account
  const parts = differences.flatMap(({ rule, field, expected, got }) => [
    `${rule}: ${field}`,
    `expected ${jsonText(expected, 2)}`,
    `got ${jsonText(got, 2)}`,
  ])
  return record.length > recordMax ? parts : [jsonText(JSON.parse(record), 2), ...parts]
}

/** JSON that also takes undefined, and integers beyond a double's reach. */
export function jsonText(value: unknown, indent = 0): string {
  const plain = (_key: string, member: unknown): unknown => (typeof member === 'bigint' ? `${member}n` : member)
  return JSON.stringify(value, plain, indent) ?? 'nothing'
}

function shortened(text: string): string {
  return text.length > valueMax ? `${text.slice(0, valueMax)}…` : text
}
