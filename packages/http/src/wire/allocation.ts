// An allocation on the wire: whole (without what is empty) and as the stub of lists. Rules: client-surface §1.5.

import type { Allocation } from '@cutover/core'
import { encode, Raw, type Wire } from './encode.ts'
import { wireJob } from './job.ts'
import { omitEmpty } from './omit-empty.ts'
import { wireTaskStates } from './task-state.ts'
import { nanos, rfc3339 } from './time.ts'

const texts = new WeakMap<Allocation, Raw>()

/** The JSON of an allocation with its whole job; made once for each row. `keyId` is of the key that signs its identities. */
export function wireAllocation(row: Allocation, keyId: string): Raw {
  const known = texts.get(row)
  if (known) return known
  const text = new Raw(encode(allocationObject(row, { withJob: true, keyId })))
  texts.set(row, text)
  return text
}

/** An allocation as an object; events leave the job out. */
export function allocationObject(
  row: Allocation,
  { withJob, keyId }: { readonly withJob: boolean; readonly keyId: string },
): { readonly [key: string]: Wire } {
  return omitEmpty({
    SigningKeyID: keyId,
    ...row.rest,
    AllocModifyIndex: row.allocationModifyIndex,
    AllocStates: (row.states ?? []).map(({ field, value, time }) => ({
      Field: field,
      Time: rfc3339(time),
      Value: value,
    })),
    AllocatedResources: row.resources,
    ClientDescription: row.clientDescription,
    ClientStatus: row.clientStatus,
    CreateIndex: row.createIndex,
    CreateTime: nanos(row.createTime),
    DeploymentID: row.deploymentId,
    DeploymentStatus: health(row),
    DesiredDescription: row.desiredDescription,
    DesiredStatus: row.desiredStatus,
    DesiredTransition: omitUnset(row),
    EvalID: row.evaluationId,
    FollowupEvalID: row.followupEvaluationId,
    ID: row.id,
    Job: withJob && row.job ? wireJob(row.job) : undefined,
    JobID: row.jobId,
    Metrics: row.metrics,
    ModifyIndex: row.modifyIndex,
    ModifyTime: nanos(row.modifyTime),
    Name: row.name,
    Namespace: row.namespace,
    NetworkStatus: row.networkStatus,
    NextAllocation: row.nextAllocation,
    NodeID: row.nodeId,
    NodeName: row.nodeName,
    PreemptedAllocations: row.preemptedAllocations,
    PreemptedByAllocation: row.preemptedByAllocation,
    PreviousAllocation: row.previousAllocation,
    RescheduleTracker: tracker(row),
    TaskGroup: row.group,
    TaskStates: wireTaskStates(row.taskStates),
    ...legacyResources(row.resources),
  })
}

/** What a stub shows beyond the usual. */
export interface StubOptions {
  readonly resources: boolean
  readonly taskStates: boolean
}

/** One row of a list of allocations: every key, always, but for the resources. */
export function wireAllocationStub(row: Allocation, { resources, taskStates }: StubOptions): Wire {
  return {
    AllocatedResources: resources ? row.resources : undefined,
    ClientDescription: row.clientDescription,
    ClientStatus: row.clientStatus,
    CreateIndex: row.createIndex,
    CreateTime: nanos(row.createTime),
    DeploymentStatus: health(row) ?? null,
    DesiredDescription: row.desiredDescription,
    DesiredStatus: row.desiredStatus,
    DesiredTransition: transition(row),
    EvalID: row.evaluationId,
    FollowupEvalID: row.followupEvaluationId,
    ID: row.id,
    ...stubOfJob(row),
    ModifyIndex: row.modifyIndex,
    ModifyTime: nanos(row.modifyTime),
    Name: row.name,
    Namespace: row.namespace,
    NextAllocation: row.nextAllocation,
    NodeID: row.nodeId,
    NodeName: row.nodeName,
    ...stubOfPreemption(row),
    RescheduleTracker: tracker(row) ?? null,
    TaskGroup: row.group,
    TaskStates: taskStates ? (wireTaskStates(row.taskStates) ?? null) : null,
  }
}

function stubOfJob({ jobId, job }: Allocation): { readonly [key: string]: Wire } {
  return { JobID: jobId, JobType: job?.document.Type ?? '', JobVersion: job?.version ?? 0 }
}

function stubOfPreemption(row: Allocation): { readonly [key: string]: Wire } {
  return {
    PreemptedAllocations: row.preemptedAllocations ?? null,
    PreemptedByAllocation: row.preemptedByAllocation,
  }
}

function health({ health }: Allocation): Wire {
  if (!health) return undefined
  return {
    Canary: health.canary,
    Healthy: health.healthy ?? null,
    ModifyIndex: health.modifyIndex,
    Timestamp: rfc3339(health.timestamp),
  }
}

function transition({ desiredTransition: wish }: Allocation): { readonly [key: string]: Wire } {
  return {
    ForceReschedule: wish.forceReschedule ?? null,
    Migrate: wish.migrate ?? null,
    MigrateDisablePlacement: wish.migrateDisablePlacement ?? null,
    NoShutdownDelay: wish.noShutdownDelay ?? null,
    Reschedule: wish.reschedule ?? null,
  }
}

function omitUnset(row: Allocation): Wire {
  const wishes = transition(row)
  return Object.values(wishes).some((wish) => wish !== null) ? wishes : undefined
}

function tracker({ rescheduleTracker }: Allocation): Wire {
  if (!rescheduleTracker) return undefined
  return {
    Events: rescheduleTracker.events.map((event) => ({
      Delay: nanos(event.delay),
      PrevAllocID: event.previousAllocationId,
      PrevNodeID: event.previousNodeId,
      RescheduleTime: nanos(event.rescheduleTime),
    })),
    LastReschedule: rescheduleTracker.lastReschedule,
  }
}

// The form of before 0.9, which some clients still read: CPU and memory of all tasks together, and of each.
function legacyResources(resources: Wire): { readonly [key: string]: Wire } {
  const tasks = Object.entries(member(resources, 'Tasks'))
  if (tasks.length === 0) return {}
  const shared = member(resources, 'Shared')
  const each = tasks.map(([name, task]) => [name, amounts(task, 0)] as const)
  const cpu = each.reduce((sum, [, { CPU }]) => sum + CPU, 0)
  const memory = each.reduce((sum, [, { MemoryMB }]) => sum + MemoryMB, 0)
  const disk = Number(shared['DiskMB'] ?? 0)
  return {
    Resources: { ...nothing, CPU: cpu, DiskMB: disk, MemoryMB: memory, MemoryMaxMB: memory },
    SharedResources: { ...nothing, DiskMB: disk },
    TaskResources: Object.fromEntries(each),
  }
}

const nothing = {
  CPU: 0,
  Cores: 0,
  Devices: null,
  DiskMB: 0,
  IOPS: 0,
  MemoryMB: 0,
  MemoryMaxMB: 0,
  NUMA: null,
  Networks: null,
  SecretsMB: 0,
} as const

function amounts(
  task: Wire,
  disk: number,
): { readonly CPU: number; readonly MemoryMB: number; readonly [key: string]: Wire } {
  const memory = member(task, 'Memory')
  return {
    ...nothing,
    CPU: Number(member(task, 'Cpu')['CpuShares'] ?? 0),
    DiskMB: disk,
    MemoryMB: Number(memory['MemoryMB'] ?? 0),
    MemoryMaxMB: Number(memory['MemoryMaxMB'] ?? 0),
  }
}

function member(value: Wire, key: string): { readonly [key: string]: Wire } {
  const object = asObject(value)[key]
  return asObject(object)
}

function asObject(value: Wire): { readonly [key: string]: Wire } {
  return isObject(value) ? value : {}
}

function isObject(value: Wire): value is { readonly [key: string]: Wire } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
