// The diff of two job documents, as `job plan` and `job versions` answer it. Spreads, the version tag and the job's own update
// block are not shown. Rules: semantics/4 §4.3.

import type { JsonObject } from '../json.ts'
import { type Block, blocksAt, nothing, textAt } from './blocks.ts'
import { compareParts, plain, structured } from './compare-blocks.ts'
import { type Compare, type DiffType, type JobDiff, orNull, type Part } from './diff.ts'
import { fieldDiffs } from './field-diff.ts'
import { entries, flags, flatten, numbers, texts } from './flatten.ts'
import { matchNames } from './match-names.ts'
import { byKey, byPosition, one } from './parts.ts'
import { placementRules } from './placement-rules-diff.ts'
import type { JobSpec } from './spec-changed.ts'
import { changedStringSet, stringSet } from './string-set.ts'
import { taskGroupDiff } from './task-group-diff.ts'

const periodic = structured('Periodic', {
  fields: [flags('Enabled', 'ProhibitOverlap'), texts('Spec', 'SpecType', 'TimeZone')],
  parts: [changedStringSet('Specs')],
})

const parameterized = structured('ParameterizedJob', {
  fields: [texts('Payload')],
  parts: [stringSet('MetaOptional'), stringSet('MetaRequired')],
})

const region = plain('Region', {
  fields: [texts('Name', 'NodePool'), numbers('Count'), entries('Meta')],
  parts: [changedStringSet('Datacenters')],
})

const multiregion = structured('Multiregion', {
  parts: [
    one('Strategy', plain('Strategy', { fields: [numbers('MaxParallel'), texts('OnFailure')] })),
    byKey('Regions', (block) => textAt(block, 'Name'), region),
  ],
  partsOfAbsent: { Strategy: {} },
  sortParts: true,
})

const linkFields = [texts('Label', 'Url')]
const anyLink = structured('Link', { fields: linkFields })

/** An empty link equals an absent one. */
const link: Compare = (before, after, contextual) => {
  const changes = fieldDiffs(flatten(before, linkFields), flatten(after, linkFields), false)
  return changes.length === 0 ? undefined : anyLink(before, after, contextual)
}

const ui = structured('UI', { fields: [texts('Description')], parts: [byPosition('Links', link)] })

const fields = [
  texts('Region', 'Namespace', 'Name', 'Type', 'NodePool', 'DispatchIdempotencyToken', 'ParentID'),
  texts('ConsulNamespace', 'VaultNamespace'),
  numbers('Priority'),
  flags('AllAtOnce', 'Dispatched', 'Stop'),
  entries('Meta'),
]

const parts: readonly Part[] = [
  changedStringSet('Datacenters'),
  ...placementRules,
  one('Periodic', periodic),
  one('ParameterizedJob', parameterized),
  one('Multiregion', multiregion),
  one('UI', ui),
]

/**
 * Compares two versions of one job; undefined is a job that does not exist. A contextual diff also lists the unchanged fields
 * of changed objects; `job plan` and `job versions` ask for one. The documents carry `Stop`, see `diffable`; a caller who can
 * meet documents with different IDs refuses them first.
 */
export function jobDiff(before: Block, after: Block, contextual: boolean): JobDiff {
  const groups = matchNames(blocksAt(before ?? nothing, 'TaskGroups'), blocksAt(after ?? nothing, 'TaskGroups'))
  const diff = {
    Fields: orNull(fieldDiffs(flatten(before, fields), flatten(after, fields), false)),
    ID: textAt(after ?? before ?? nothing, 'ID'),
    Objects: orNull(compareParts(parts, { before, after }, contextual)),
    TaskGroups: orNull(groups.map(([left, right]) => taskGroupDiff(left, right, contextual))),
  }
  return { ...diff, Type: typeOf(before, after, diff) }
}

function typeOf(before: Block, after: Block, diff: Pick<JobDiff, 'Fields' | 'Objects' | 'TaskGroups'>): DiffType {
  if (!before && !after) return 'None'
  if (!before) return 'Added'
  if (!after) return 'Deleted'
  if (diff.Fields || diff.Objects || diff.TaskGroups?.some((group) => group.Type !== 'None')) return 'Edited'
  return 'None'
}

/** The document of a job version as diffs want it: `Stop` is the only field of the server's own that they show. */
export function diffable(job: JobSpec): JsonObject {
  return { ...job.document, Stop: job.stop }
}
