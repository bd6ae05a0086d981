// The diff of one task group. Spreads and the update block's Stagger are not shown, but make it `Edited`.
// Rules: semantics/4 §4.3.

import { type Block, blocksAt, nothing, textAt } from './blocks.ts'
import { changesOnly, compareParts, plain, structured } from './compare-blocks.ts'
import { orNull, type Part, type TaskGroupDiff } from './diff.ts'
import { fieldDiffs } from './field-diff.ts'
import { entries, flags, flatten, nilable, numbers, optional, texts } from './flatten.ts'
import { matchNames } from './match-names.ts'
import { networks } from './network-diff.ts'
import { byMapKey, deepMap, one } from './parts.ts'
import { placementRules } from './placement-rules-diff.ts'
import { presenceType } from './presence.ts'
import { services } from './service-diff.ts'
import { stringSet } from './string-set.ts'
import { consul, taskDiff } from './task-diff.ts'

const restartPolicy = plain('RestartPolicy', {
  fields: [numbers('Attempts', 'Interval', 'Delay'), texts('Mode'), flags('RenderTemplates')],
})

const migrate = plain('Migrate', {
  fields: [numbers('MaxParallel', 'MinHealthyTime', 'HealthyDeadline'), texts('HealthCheck')],
})

const reschedulePolicy = plain('ReschedulePolicy', {
  fields: [numbers('Attempts', 'Interval', 'Delay', 'MaxDelay'), texts('DelayFunction'), flags('Unlimited')],
})

const update = plain('Update', {
  fields: [
    numbers('MaxParallel', 'MinHealthyTime', 'HealthyDeadline', 'ProgressDeadline', 'Canary'),
    texts('HealthCheck'),
    flags('AutoRevert', 'AutoPromote'),
  ],
})

const disconnect = structured('Disconnect', {
  fields: [numbers('LostAfter'), nilable('StopOnClientAfter', 'Replace'), texts('Reconcile')],
})

const scaling = structured('Scaling', {
  fields: [flags('Enabled'), numbers('Max', 'Min')],
  parts: [deepMap('Policy')],
})

const mountOptions = structured('MountOptions', { fields: [texts('FSType')], parts: [stringSet('MountFlags')] })

const volume = structured('Volume', {
  fields: [texts('AccessMode', 'AttachmentMode', 'Name', 'Source', 'Type'), flags('PerAlloc', 'ReadOnly', 'Sticky')],
  parts: [one('MountOptions', mountOptions)],
})

const fields = [numbers('Count'), entries('Meta'), flags('PreventRescheduleOnLost')]

const parts: readonly Part[] = [
  ...placementRules,
  one('RestartPolicy', restartPolicy),
  one('Migrate', migrate),
  one('ReschedulePolicy', reschedulePolicy),
  one('EphemeralDisk', plain('EphemeralDisk', { fields: [numbers('SizeMB'), flags('Sticky', 'Migrate')] })),
  consul,
  one('Update', update),
  one('Disconnect', disconnect),
  networks,
  one('Scaling', changesOnly(scaling)),
  services,
  byMapKey('Volumes', volume),
]

/** Compares two groups of one name; one of them may be missing. */
export function taskGroupDiff(before: Block, after: Block, contextual: boolean): TaskGroupDiff {
  // The shutdown delay of a group that comes or goes is not shown.
  const shown = before && after ? [...fields, optional('ShutdownDelay')] : fields
  const tasks = matchNames(blocksAt(before ?? nothing, 'Tasks'), blocksAt(after ?? nothing, 'Tasks'))
  return {
    Fields: orNull(fieldDiffs(flatten(before, shown), flatten(after, shown), false)),
    Name: textAt(after ?? before ?? nothing, 'Name'),
    Objects: orNull(compareParts(parts, { before, after }, contextual)),
    Tasks: orNull(tasks.map(([left, right]) => taskDiff(left, right, contextual))),
    Type: presenceType(before, after),
    Updates: null,
  }
}
