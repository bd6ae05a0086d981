// Whether a new version of a job forces the allocations of a group to be replaced, and by which difference first; without one
// they are updated in place or left alone. Rules: semantics/2 §3.2.

import { type GroupDocument, groupOf, type JobDocument, type TaskDocument } from '../job-document/document.ts'
import { connectServices } from './connect-difference.ts'
import { block, blockOf, type Difference, firstOf, inside, mapOf, member, scalar } from './difference.ts'
import { networks } from './network-difference.ts'
import { consul, taskDifference } from './task-difference.ts'

/** Whether allocations must be replaced; `label` names the first difference as Nomad's logs do, and is `''` without one. */
export interface UpdateKind {
  readonly changed: boolean
  readonly label: string
}

const volumeRequest = blockOf([
  ['Name', scalar],
  ['Type', scalar],
  ['Source', scalar],
  ['ReadOnly', scalar],
  ['Sticky', scalar],
  ['AccessMode', scalar],
  ['AttachmentMode', scalar],
  ['MountOptions', block],
  ['PerAlloc', scalar],
])

const groupDifference: Difference = firstOf([
  member('EphemeralDisk', block, 'ephemeral disk'),
  networks,
  consul,
  connectServices,
  member('Volumes', mapOf(volumeRequest), 'volume request'),
  inside('RestartPolicy', member('RenderTemplates', scalar, 'group restart render_templates')),
])

/** Compares a group of the new job with the group of the same name in the version that the allocations run. */
export function tasksUpdated(before: JobDocument, after: JobDocument, groupName: string): UpdateKind {
  const old = groupOf(before, groupName)
  const group = groupOf(after, groupName)
  // A scheduling pass asks only about groups that both versions have; one that came or went shares nothing.
  if (!old || !group) return { changed: old !== group, label: old === group ? '' : 'task group' }
  const label = firstDifference({ document: before, group: old }, { document: after, group })
  return { changed: label !== undefined, label: label ?? '' }
}

interface Side {
  readonly document: JobDocument
  readonly group: GroupDocument
}

function firstDifference(before: Side, after: Side): string | undefined {
  if (before.group.Tasks.length !== after.group.Tasks.length) return 'number of tasks'
  const label = groupDifference(before.group, after.group)
  if (label !== undefined) return label
  for (const task of after.group.Tasks) {
    const old = before.group.Tasks.find((candidate) => candidate.Name === task.Name)
    // The words read backwards because the new job is the left side to Nomad.
    if (!old) return 'task deleted'
    const difference = taskDifference(withEffectiveMeta(old, before), withEffectiveMeta(task, after))
    if (difference !== undefined) return difference
  }
  return undefined
}

/** A task sees the metadata of its job and group, too; the innermost value of a key wins. */
function withEffectiveMeta(task: TaskDocument, { document, group }: Side): TaskDocument {
  return { ...task, Meta: { ...document.Meta, ...group.Meta, ...task.Meta } }
}
