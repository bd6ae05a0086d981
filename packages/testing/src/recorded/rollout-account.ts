// A recorded scenario in full, for a person: the script with its answers, the time lines side by side, and the parts that differ.

import type { JsonObject } from '@cutover/core'
import { listAt, numberAt, objectAt, objectsAt, textAt } from './read.ts'
import { bindingParts, countedParts, meets, partOf, type RunRecord } from './rollout-parts.ts'
import { sameValue } from './same-value.ts'

const columnWidth = 76

/** The lines of the account. */
export function rolloutAccount(scenario: JsonObject, ours: RunRecord): readonly string[] {
  const [recorded, ...others] = objectsAt(scenario, 'runs') ?? []
  if (!recorded) return []
  return [
    `scenario ${textAt(scenario, 'name')}, ${others.length + 1} recorded runs`,
    ...(objectsAt(scenario, 'versions') ?? []).flatMap(versionLines),
    '',
    ...stepLines(scenario, recorded, ours),
    '',
    ...sideBySide(['recorded', ...timelineLines(recorded)], ['here', ...timelineLines(ours)]),
    ...others.flatMap((run, place) => ['', `recorded again (${place + 2})`, ...timelineLines(run)]),
    '',
    ...[...bindingParts, ...countedParts]
      .filter((name) => !meets(scenario, ours, name))
      .flatMap((name) => [
        `${name} differs`,
        `  recorded ${JSON.stringify(partOf(recorded, name))}`,
        `  here     ${JSON.stringify(partOf(ours, name))}`,
      ]),
  ]
}

function versionLines(version: JsonObject, number: number): readonly string[] {
  const groups = objectsAt(version, 'TaskGroups') ?? []
  return groups.map((group) => {
    const [task] = objectsAt(group, 'Tasks') ?? []
    const rules = JSON.stringify({ update: group['Update'], reschedule: group['ReschedulePolicy'] ?? null })
    return `version ${number} ${textAt(version, 'Type')} ${textAt(group, 'Name')} × ${numberAt(group, 'Count')}: ${rules} ${JSON.stringify(task?.['Config'])}`
  })
}

function stepLines(scenario: JsonObject, recorded: RunRecord, ours: RunRecord): readonly string[] {
  const [theirs, mine] = [listAt(recorded, 'responses') ?? [], listAt(ours, 'responses') ?? []]
  return (objectsAt(scenario, 'steps') ?? []).map((step, place) => {
    const line = `${JSON.stringify(step)} → ${JSON.stringify(theirs[place])}`
    return sameValue(theirs[place], mine[place]) ? line : `${line}, here ${JSON.stringify(mine[place])}`
  })
}

function timelineLines(run: RunRecord): readonly string[] {
  return (objectsAt(run, 'deployments') ?? []).flatMap((deployment, ordinal) => {
    const rows = objectsAt(deployment, 'timeline') ?? []
    return [`deployment ${ordinal} of version ${numberAt(deployment, 'jobVersion')}`, ...rows.map(rowLine)]
  })
}

function rowLine(row: JsonObject): string {
  const groups = Object.entries(objectAt(row, 'groups') ?? {}).map(([name, counters]) => {
    const of = objectAt({ counters }, 'counters') ?? {}
    const canaries = numberAt(of, 'desiredCanaries') > 0 ? ` ${numberAt(of, 'placedCanaries')}c` : ''
    const counts = ['desired', 'placed', 'healthy', 'unhealthy'].map((key) => numberAt(of, key)).join('/')
    return `${name} ${counts}${canaries}${of['promoted'] === true ? ' promoted' : ''}`
  })
  const description = textAt(row, 'description').replace(/^Deployment is |^Deployment |^Failed due to /, '')
  return `${numberAt(row, 't').toFixed(2).padStart(6)} ${textAt(row, 'status')}, ${description}; ${groups.join(', ')}`
}

function sideBySide(left: readonly string[], right: readonly string[]): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, place) => {
    const column = (left[place] ?? '').slice(0, columnWidth).padEnd(columnWidth)
    return `${column} │ ${(right[place] ?? '').slice(0, columnWidth)}`.trimEnd()
  })
}
