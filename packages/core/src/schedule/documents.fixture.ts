// Nodes and job documents for the scheduler's tests: plain ones, and what may differ.

import type { Node } from '../entities/node.ts'
import type { GroupDocument, JobDocument, TaskDocument } from '../job-document/document.ts'

/** What differs from the plain thing. */
export type Changes<T> = Partial<T>

/** The n-th node: 4,000 MHz, 4,000 MB, ready. */
export function node(ordinal: number, changes: Changes<Node> = {}): Node {
  const id = nodeId(ordinal)
  const row: Node = {
    id,
    secretId: '',
    name: `client-${ordinal}`,
    datacenter: 'dc1',
    nodeClass: '',
    nodePool: 'default',
    computedClass: 'v1:1',
    document: {
      Attributes: { 'kernel.name': 'linux', 'nomad.version': '2.0.6' },
      Drivers: { mock_driver: { Detected: true, Healthy: true } },
      NodeResources: { Cpu: { CpuShares: 4_000 }, Memory: { MemoryMB: 4_000 }, Disk: { DiskMB: 40_000 } },
    },
    status: 'ready',
    statusDescription: '',
    statusUpdatedAt: 0,
    schedulingEligibility: 'eligible',
    drain: undefined,
    lastDrain: undefined,
    events: [],
    lastMissedHeartbeatIndex: 0,
    lastAllocationUpdateIndex: 0,
    createIndex: 0,
    modifyIndex: 0,
  }
  return merged(row, changes)
}

/** The id of the n-th node; ids are in the order of the ordinals. */
export function nodeId(ordinal: number): string {
  return `${String(ordinal).padStart(8, '0')}-0000-4000-8000-000000000000`
}

/** A job `web` of one group `app` with two allocations. */
export function job(changes: Changes<JobDocument> = {}): JobDocument {
  const document: JobDocument = {
    ID: 'web',
    Name: 'web',
    Namespace: 'default',
    Region: 'global',
    Type: 'service',
    Priority: 50,
    AllAtOnce: false,
    Datacenters: ['*'],
    NodePool: 'default',
    Constraints: null,
    TaskGroups: [group()],
    ParentID: '',
    Periodic: null,
    ParameterizedJob: null,
    Multiregion: null,
    Meta: null,
  }
  return merged(document, changes)
}

/** A group `app` of two allocations with rolling updates one at a time. */
export function group(changes: Changes<GroupDocument> = {}): GroupDocument {
  const document: GroupDocument = {
    Name: 'app',
    Count: 2,
    Update: update(),
    Migrate: null,
    ReschedulePolicy: {
      Attempts: 0,
      Interval: 0,
      Delay: 30_000_000_000,
      DelayFunction: 'constant',
      MaxDelay: 0,
      Unlimited: true,
    },
    RestartPolicy: restart,
    Disconnect: null,
    Constraints: null,
    EphemeralDisk: { Sticky: false, SizeMB: 30, Migrate: false },
    Tasks: [task()],
    Meta: null,
  }
  return merged(document, changes)
}

/** An update block: one at a time, no canaries. */
export function update(
  changes: Changes<NonNullable<GroupDocument['Update']>> = {},
): NonNullable<GroupDocument['Update']> {
  return {
    Stagger: 30_000_000_000,
    MaxParallel: 1,
    HealthCheck: 'checks',
    MinHealthyTime: 0,
    HealthyDeadline: 300_000_000_000,
    ProgressDeadline: 600_000_000_000,
    AutoRevert: false,
    AutoPromote: false,
    Canary: 0,
    ...changes,
  }
}

const restart: NonNullable<TaskDocument['RestartPolicy']> = {
  Attempts: 2,
  Interval: 1_800_000_000_000,
  Delay: 15_000_000_000,
  Mode: 'fail',
  RenderTemplates: false,
}

/** One task that takes 100 MHz and 100 MB. */
export function task(changes: Changes<TaskDocument> = {}): TaskDocument {
  const document: TaskDocument = {
    Name: 'main',
    Driver: 'mock_driver',
    Config: null,
    Env: null,
    LogConfig: { MaxFiles: 10, MaxFileSizeMB: 1, Disabled: false },
    Resources: { CPU: 100, Cores: 0, MemoryMB: 100, MemoryMaxMB: 0, DiskMB: 0 },
    RestartPolicy: restart,
    Lifecycle: null,
    Leader: false,
    KillTimeout: 5_000_000_000,
    ShutdownDelay: 0,
    Constraints: null,
    Meta: null,
  }
  return merged(document, changes)
}

/** The job with an environment that forces every allocation to be replaced. */
export function revised(document: JobDocument, value: string): JobDocument {
  const groups = document.TaskGroups.map((part) => ({
    ...part,
    Tasks: part.Tasks.map((own) => ({ ...own, Env: { VALUE: value } })),
  }))
  return { ...document, TaskGroups: groups }
}

function merged<T extends object>(plain: T, changes: Changes<T>): T {
  return Object.assign({}, plain, changes)
}
