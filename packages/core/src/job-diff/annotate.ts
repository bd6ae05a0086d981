// Says beside a diff what its changes will do to allocations. It is a guess from the diff alone, except for the counters of a
// plan. Rules: semantics/4 §4.4.

import { nomadQuirks, type Quirks } from '../quirks.ts'
import type { DesiredUpdates } from '../reconcile/reconciliation.ts'
import type { FieldDiff, JobDiff, ObjectDiff, TaskDiff, TaskGroupDiff } from './diff.ts'

/** What a plan would do to one group. */
export type GroupUpdates = Pick<
  DesiredUpdates,
  'group' | 'ignore' | 'place' | 'migrate' | 'stop' | 'canary' | 'inPlaceUpdate' | 'destructiveUpdate'
>

/** The diff with annotations; without the counters of a plan the groups' `Updates` stay null. */
export function annotate(diff: JobDiff, plan: readonly GroupUpdates[] = [], quirks: Quirks = nomadQuirks): JobDiff {
  if (!diff.TaskGroups) return diff
  return { ...diff, TaskGroups: diff.TaskGroups.map((group) => annotateGroup(group, plan, quirks)) }
}

function annotateGroup(group: TaskGroupDiff, plan: readonly GroupUpdates[], quirks: Quirks): TaskGroupDiff {
  const updates = plan.find((candidate) => candidate.group === group.Name)
  return {
    ...group,
    Fields: group.Fields?.map(annotateCount) ?? null,
    Tasks: group.Tasks?.map((task) => annotateTask(task, group, quirks)) ?? null,
    Updates: updates ? updateCounts(updates) : null,
  }
}

/** The counters by the words of the answer, in the order of its keys. */
const updateWords = [
  ['canary', 'canary'],
  ['create', 'place'],
  ['create/destroy update', 'destructiveUpdate'],
  ['destroy', 'stop'],
  ['ignore', 'ignore'],
  ['in-place update', 'inPlaceUpdate'],
  ['migrate', 'migrate'],
] as const

function updateCounts(updates: GroupUpdates): { readonly [update: string]: number } {
  const counts: { [update: string]: number } = {}
  for (const [word, counter] of updateWords) if (updates[counter] !== 0) counts[word] = updates[counter]
  return counts
}

function annotateCount(field: FieldDiff): FieldDiff {
  if (field.Name !== 'Count') return field
  const growth = Number(field.New) - Number(field.Old)
  if (growth === 0) return field
  return { ...field, Annotations: [growth > 0 ? 'forces create' : 'forces destroy'] }
}

function annotateTask(task: TaskDiff, group: TaskGroupDiff, quirks: Quirks): TaskDiff {
  const annotation = taskAnnotation(task, group, quirks)
  return annotation === undefined ? task : { ...task, Annotations: [annotation] }
}

function taskAnnotation(task: TaskDiff, group: TaskGroupDiff, quirks: Quirks): string | undefined {
  if (task.Type === 'None') return undefined
  if (group.Type === 'Added') return 'forces create'
  if (group.Type === 'Deleted') return 'forces destroy'
  const replaces =
    task.Fields?.some(isReplacingField) || task.Objects?.some((object) => isReplacingObject(object, quirks))
  return replaces ? 'forces create/destroy update' : 'forces in-place update'
}

function isReplacingField(field: FieldDiff): boolean {
  return field.Name !== 'KillTimeout' && field.Type !== 'None'
}

const inPlaceObjects: ReadonlySet<string> = new Set(['Service', 'Constraint', 'Affinity', 'Spread'])

/** A contextual diff lists `Disabled` beside every change of a log block, which makes them all replacing. */
function isReplacingObject(object: ObjectDiff, { annotatesLogsAsReplacing }: Quirks): boolean {
  if (object.Name === 'LogConfig') {
    const disabled = object.Fields?.find((field) => field?.Name === 'Disabled')
    return disabled !== undefined && (annotatesLogsAsReplacing || disabled?.Type !== 'None')
  }
  return !inPlaceObjects.has(object.Name)
}
