// Keeps counts and resources of the current job in a new version of it, so that autoscalers are not undone by a
// deployment. Rules: semantics/1 §3.1 step g.

import type { Job } from '../entities/job.ts'
import { type GroupDocument, groupOf, type TaskDocument } from './document.ts'

/** What is to be kept. */
export interface Preserved {
  readonly preserveCounts?: boolean
  readonly preserveResources?: boolean
}

/** The new version with what is to be kept taken from the current one, by the names of groups and tasks. */
export function preserve(job: Job, current: Job, what: Preserved): Job {
  if (!what.preserveCounts && !what.preserveResources) return job
  const groups = job.document.TaskGroups.map((group) => keepGroup(group, groupOf(current.document, group.Name), what))
  return { ...job, document: { ...job.document, TaskGroups: groups } }
}

function keepGroup(group: GroupDocument, current: GroupDocument | undefined, what: Preserved): GroupDocument {
  if (!current) return group
  const counted = what.preserveCounts ? { ...group, Count: current.Count } : group
  return what.preserveResources
    ? { ...counted, Tasks: counted.Tasks.map((task) => keepResources(task, current)) }
    : counted
}

function keepResources(task: TaskDocument, current: GroupDocument): TaskDocument {
  const before = current.Tasks.find(({ Name }) => Name === task.Name)
  return before ? { ...task, Resources: before.Resources } : task
}
