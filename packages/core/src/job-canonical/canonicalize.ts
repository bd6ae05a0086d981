// From a decoded job to the stored one: inheritance, static defaults by the description of the fields, then what
// derives from other fields, what Connect adds, and the constraints that all of it implies. Rules: semantics/4 §1.1,
// §1.5, §1.6.

import type { StoredGroup, StoredJob } from '../job-document/document-stored.ts'
import { fillBlock } from '../job-document/fill.ts'
import { jobBlock } from '../job-fields/job.ts'
import type { JsonObject } from '../json.ts'
import { connectGroup } from './connect.ts'
import { implyConstraints } from './implied-constraints.ts'
import { inheritJob } from './inherit.ts'
import { deriveService } from './services.ts'
import { deriveTask } from './tasks.ts'

/** Where a job goes: decided by the request before anything else looks at it. */
export interface Destination {
  readonly namespace: string
  readonly region: string
  /** The node pool of jobs that name none. */
  readonly nodePool?: string
}

/** The canonical job, or the text of the mutator that could not work on it. */
export type Canonical = { readonly ok: true; readonly job: StoredJob } | { readonly ok: false; readonly text: string }

/** The job as it is stored, once it is valid. `sent` is what the decoder returned. */
export function canonicalizeJob(sent: JsonObject, destination: Destination): Canonical {
  const { namespace, region, nodePool = 'default' } = destination
  const placed = { Namespace: namespace, Region: region, NodePool: sent.NodePool || nodePool }
  const filled = fillBlock(jobBlock, { ...inheritJob(sent), ...placed })
  const groups: StoredGroup[] = []
  for (const group of filled.TaskGroups) {
    const connected = connectGroup(deriveGroup(group, filled))
    if ('error' in connected) return { ok: false, text: `error in job mutator connect: ${connected.error}` }
    groups.push(connected.group)
  }
  return { ok: true, job: { ...filled, TaskGroups: implyConstraints(groups) } }
}

function deriveGroup(group: StoredGroup, job: StoredJob): StoredGroup {
  const owner = { namespace: job.Namespace, job: job.Name, group: group.Name, task: '' }
  const target = { Namespace: job.Namespace, Job: job.ID, Group: group.Name }
  return {
    ...group,
    Scaling: group.Scaling && { ...group.Scaling, Target: target },
    Services: group.Services?.map((service) => deriveService(service, owner)) ?? null,
    Tasks: group.Tasks.map((task) => deriveTask(task, owner)),
  }
}
