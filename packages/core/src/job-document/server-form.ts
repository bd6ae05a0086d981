// The defaults that a server fills in whatever the client's library did before: for callers that hand in documents, not
// bodies. A canonical document stays as it is. Rules: semantics/4 §1.1 "server canonicalise", semantics/1 §1.3.

import {
  batchReschedule,
  batchRestart,
  ephemeralDiskBlock,
  migrateBlock,
  reschedulePolicyBlock,
  restartBlock,
  serviceReschedule,
} from '../job-fields/policies.ts'
import { identityBlock, logConfigBlock } from '../job-fields/task-parts.ts'
import type { Json } from '../json.ts'
import type { GroupDocument, JobDocument, TaskDocument } from './document.ts'
import { fillBlock } from './fill.ts'

const priorityDefault = 50

/** The document with empty lists as null, and with the defaults of its type; `nodePool` is its namespace's default. */
export function serverForm(document: JobDocument, nodePool = 'default'): JobDocument {
  const whole = withoutEmpty(document)
  return {
    ...whole,
    Namespace: whole.Namespace || 'default',
    NodePool: whole.NodePool || nodePool,
    Priority: whole.Priority || priorityDefault,
    Datacenters: whole.Datacenters.length === 0 ? ['*'] : whole.Datacenters,
    TaskGroups: whole.TaskGroups.map((group) => groupForm(withoutEmpty(group), whole.Type)),
  }
}

function groupForm(group: GroupDocument, type: string): GroupDocument {
  const runsOn = type === 'service' || type === 'system'
  const restart = group.RestartPolicy ?? fillBlock(restartBlock, runsOn ? {} : batchRestart)
  return {
    ...group,
    RestartPolicy: restart,
    EphemeralDisk: group.EphemeralDisk ?? fillBlock(ephemeralDiskBlock, {}),
    Migrate: group.Migrate ?? (type === 'service' ? fillBlock(migrateBlock, {}) : null),
    ReschedulePolicy: group.ReschedulePolicy ?? reschedule(type),
    Tasks: group.Tasks.map((task) => taskForm(task, restart)),
  }
}

function reschedule(type: string): GroupDocument['ReschedulePolicy'] {
  if (type === 'service') return fillBlock(reschedulePolicyBlock, serviceReschedule)
  return type === 'batch' ? fillBlock(reschedulePolicyBlock, batchReschedule) : null
}

function taskForm(task: TaskDocument, restart: GroupDocument['RestartPolicy']): TaskDocument {
  return {
    ...task,
    RestartPolicy: task.RestartPolicy ?? restart,
    LogConfig: task.LogConfig ?? fillBlock(logConfigBlock, {}),
    Identity: task.Identity ?? fillBlock(identityBlock, { Name: 'default', Audience: ['nomadproject.io'] }),
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
