// The defaults that a server fills in whatever the client's library did before: for callers that hand in documents, not bodies.
// A canonical document stays as it is. Rules: semantics/4 §1.1 "server canonicalise", semantics/1 §1.3.

import type { Json } from '../json.ts'
import type { GroupDocument, JobDocument } from './document.ts'
import { batchReschedule, migrateBlock, reschedulePolicyBlock, serviceReschedule } from './fields/policies.ts'
import { fillBlock } from './fill.ts'

const priorityDefault = 50

/** The document with empty lists as null, and with the defaults of its type. */
export function serverForm(document: JobDocument): JobDocument {
  const whole = withoutEmpty(document)
  return {
    ...whole,
    Namespace: whole.Namespace || 'default',
    NodePool: whole.NodePool || 'default',
    Priority: whole.Priority || priorityDefault,
    Datacenters: whole.Datacenters.length === 0 ? ['*'] : whole.Datacenters,
    TaskGroups: whole.TaskGroups.map((group) => groupForm(withoutEmpty(group), whole.Type)),
  }
}

function groupForm(group: GroupDocument, type: string): GroupDocument {
  const migrates = type === 'service' && !group.Migrate
  const reschedules = (type === 'service' || type === 'batch') && !group.ReschedulePolicy
  if (!migrates && !reschedules) return group
  const policy = type === 'service' ? serviceReschedule : batchReschedule
  return {
    ...group,
    Migrate: migrates ? fillBlock(migrateBlock, {}) : group.Migrate,
    ReschedulePolicy: reschedules ? fillBlock(reschedulePolicyBlock, policy) : group.ReschedulePolicy,
  }
}

const collections = ['Meta', 'Constraints', 'Affinities', 'Spreads']

function withoutEmpty<T extends JobDocument | GroupDocument>(block: T): T {
  const empty = collections.filter((key) => isEmpty(block[key]))
  return empty.length === 0 ? block : { ...block, ...Object.fromEntries(empty.map((key) => [key, null])) }
}

function isEmpty(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
