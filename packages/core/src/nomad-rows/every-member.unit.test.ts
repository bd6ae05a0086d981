// Rows as Nomad tells them with every member that there is, and then each member absent or something else, at any depth: what is read of
// them, in digests that a file keeps. `npm test -- --update` prints the file anew.

import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { readAllocation } from './allocation-rows.ts'
import { readDeployment, readEvaluation } from './deployment-rows.ts'
import { readJob } from './job-rows.ts'
import { readNode } from './node-rows.ts'

const instants = ['2024-01-02T03:04:05.678901Z', '2030-12-31T23:59:59+02:00'] as const
const rest = { Further: 'kept' }
const constraints = [{ LTarget: 'left', RTarget: 'right', Operand: '=', ...rest }]
const restart = { Attempts: 3, Interval: 4, Delay: 5, Mode: 'delay', RenderTemplates: true, ...rest }

const task: JsonObject = {
  ...{ Name: 'server', Driver: 'exec', Config: { a: 1 }, RestartPolicy: restart, Leader: true, KillTimeout: 6 },
  ...{ Resources: { CPU: 1, Cores: 2, MemoryMB: 3, MemoryMaxMB: 4, DiskMB: 5, ...rest }, ShutdownDelay: 7 },
  ...{ Lifecycle: { Hook: 'prestart', Sidecar: true, ...rest }, Constraints: constraints, Meta: { m: 'n' }, ...rest },
}

const health = { HealthCheck: 'checks', MinHealthyTime: 8, HealthyDeadline: 9 }
const group: JsonObject = {
  ...{ Name: 'web', Count: 2, RestartPolicy: restart, Constraints: constraints, Tasks: [task], Meta: { g: 'h' } },
  Update: {
    ...health,
    Stagger: 1,
    MaxParallel: 2,
    ProgressDeadline: 3,
    AutoRevert: true,
    AutoPromote: true,
    Canary: 4,
  },
  Migrate: { ...health, MaxParallel: 5, ...rest },
  ReschedulePolicy: { Attempts: 1, Interval: 2, Delay: 3, DelayFunction: 'constant', MaxDelay: 4, Unlimited: true },
  Disconnect: { LostAfter: 1, StopOnClientAfter: 2, Replace: true, Reconcile: 'best_score', ...rest },
  ...rest,
}

const job: JsonObject = {
  ...{ ID: 'j', Name: 'n', Namespace: 'team', Type: 'batch', Priority: 60, AllAtOnce: true, Datacenters: ['dc1'] },
  ...{ NodePool: 'gpu', Constraints: constraints, TaskGroups: [group], ParentID: 'p', Periodic: { Spec: '@daily' } },
  ...{ ParameterizedJob: { Payload: 'optional' }, Multiregion: { Regions: [] }, Meta: { j: 'k' }, Stop: true },
  ...{ Stable: true, Version: 4, Status: 'dead', StatusDescription: 'gone', SubmitTime: 5_000, CreateIndex: 6 },
  ...{ ModifyIndex: 7, JobModifyIndex: 8, VersionTag: { Name: 't', Description: 'd', TaggedTime: 9_000 }, ...rest },
}

const allocation: JsonObject = {
  ...{ ID: 'a', Namespace: 'team', EvalID: 'e', Name: 'j.web[0]', NodeID: 'n', NodeName: 'node', JobID: 'j' },
  ...{ Job: { ID: 'j', Version: 3 }, TaskGroup: 'web', AllocatedResources: { r: 1 }, Metrics: { m: 2 } },
  ...{ DesiredStatus: 'stop', DesiredDescription: 'why', ClientStatus: 'failed', ClientDescription: 'how' },
  DesiredTransition: {
    ...{ Migrate: true, Reschedule: true, ForceReschedule: true, NoShutdownDelay: true },
    MigrateDisablePlacement: true,
  },
  TaskStates: {
    server: {
      ...{ State: 'dead', Failed: true, Restarts: 2, LastRestart: instants[0], StartedAt: instants[1] },
      ...{ FinishedAt: instants[0], Events: [{ Type: 'Killed' }], ...rest },
    },
  },
  ...{ NetworkStatus: { n: 3 }, DeploymentID: 'd', PreviousAllocation: 'before', NextAllocation: 'next' },
  DeploymentStatus: { Healthy: true, Timestamp: instants[0], Canary: true, ModifyIndex: 4 },
  AllocStates: [{ Field: 1, Value: 'unknown', Time: instants[1] }],
  RescheduleTracker: {
    LastReschedule: 'ok',
    Events: [{ RescheduleTime: 5_000, PrevAllocID: 'b', PrevNodeID: 'c', Delay: 6_000 }],
  },
  ...{ FollowupEvalID: 'f', PreemptedAllocations: ['x'], PreemptedByAllocation: 'y', CreateIndex: 7, ModifyIndex: 8 },
  ...{ AllocModifyIndex: 9, CreateTime: 10_000, ModifyTime: 11_000, ...rest },
}

const deployment: JsonObject = {
  ...{ ID: 'd', Namespace: 'team', JobID: 'j', JobVersion: 1, JobModifyIndex: 2, JobSpecModifyIndex: 3 },
  ...{ JobCreateIndex: 4, IsMultiregion: true, Status: 'paused', StatusDescription: 'why', EvalPriority: 5 },
  TaskGroups: {
    web: {
      ...{ AutoRevert: true, AutoPromote: true, ProgressDeadline: 6_000, RequireProgressBy: instants[0] },
      ...{ Promoted: true, PlacedCanaries: ['a'], DesiredCanaries: 7, DesiredTotal: 8, PlacedAllocs: 9 },
      ...{ HealthyAllocs: 10, UnhealthyAllocs: 11 },
    },
  },
  ...{ CreateIndex: 12, ModifyIndex: 13, CreateTime: 14_000, ModifyTime: 15_000 },
}

const evaluation: JsonObject = {
  ...{ ID: 'e', Namespace: 'team', Priority: 1, Type: 'service', TriggeredBy: 'job-register', JobID: 'j' },
  ...{ JobModifyIndex: 2, NodeID: 'n', NodeModifyIndex: 3, DeploymentID: 'd', Status: 'blocked' },
  ...{ StatusDescription: 'why', Wait: 4_000, WaitUntil: instants[0], NextEval: 'next', PreviousEval: 'before' },
  ...{ BlockedEval: 'b', FailedTGAllocs: { web: { CoalescedFailures: 1 } }, PlanAnnotations: { p: 1 } },
  ...{ ClassEligibility: { c: true }, EscapedComputedClass: true, QuotaLimitReached: 'q', AnnotatePlan: true },
  ...{ QueuedAllocations: { web: 5 }, SnapshotIndex: 6, CreateIndex: 7, ModifyIndex: 8, CreateTime: 9_000 },
  ...{ ModifyTime: 10_000, ...rest },
}

const drain = { Deadline: 1_000, IgnoreSystemJobs: true }
const node: JsonObject = {
  ...{ ID: 'n', SecretID: 's', Name: 'node', Datacenter: 'dc1', NodeClass: 'big', NodePool: 'gpu' },
  ...{ ComputedClass: 'v1:2', Status: 'ready', StatusDescription: 'why', StatusUpdatedAt: 2 },
  SchedulingEligibility: 'ineligible',
  DrainStrategy: {
    ...drain,
    DrainSpec: { ...drain, Deadline: 3_000 },
    ForceDeadline: instants[0],
    StartedAt: instants[1],
  },
  LastDrain: {
    ...{ StartedAt: instants[0], UpdatedAt: instants[1], Status: 'complete', AccessorID: 'a' },
    Meta: { m: 'n' },
  },
  Events: [{ Message: 'up', Subsystem: 'Cluster', Details: { d: 'e' }, Timestamp: instants[0], CreateIndex: 4 }],
  ...{ LastMissedHeartbeatIndex: 5, LastAllocUpdateIndex: 6, CreateIndex: 7, ModifyIndex: 8, ...rest },
}

// Status words are read one by one.
const words = [
  ...['run', 'stop', 'evict', 'pending', 'running', 'complete', 'failed', 'lost', 'unknown', 'paused', 'successful'],
  ...['cancelled', 'canceled', 'initializing', 'blocked', 'unblocking', 'dead', 'ready', 'down', 'disconnected'],
  ...['eligible', 'ineligible', 'draining', '2024-01-02T03:04:05Z'],
]
const others: readonly (Json | undefined)[] = [
  ...[undefined, null, 7, -1, 2_500n, 2 ** 60, true, false, '', [], {}, ['x', 7], [{}, null], { x: {} }],
  ...words,
]

test.each([
  ['jobs', readJob, job],
  ['allocations', (row: JsonObject) => readAllocation(row), allocation],
  ['deployments', readDeployment, deployment],
  ['evaluations', readEvaluation, evaluation],
  ['nodes', readNode, node],
] as const)('%s are read member by member', async (name, read, full) => {
  const lines = pathsOf(full).map((path) => {
    const readings = others.map((other) => textOf(read(asRow(replaced(full, path, other)))))
    return `${path.join('.')}: ${new Set(readings).size} readings, ${hash(readings.join('\n'))}`
  })
  const file = new URL(`../../../testing/fixtures/rows/${name}.txt`, import.meta.url)
  await expect([textOf(read(full)), textOf(read({})), ...lines, ''].join('\n')).toMatchFileSnapshot(file.pathname)
})

function pathsOf(value: Json): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...pathsOf(inner).map((path) => [key, ...path])])
}

function replaced(target: Json, [key = '', ...below]: readonly string[], other: Json | undefined): Json {
  if (typeof target !== 'object' || target === null) return target
  const entries = Object.entries(target).flatMap(([name, inner]) => {
    const made = name !== key ? inner : below.length === 0 ? other : replaced(inner, below, other)
    return made === undefined ? [] : [[name, made] as const]
  })
  return Array.isArray(target) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries)
}

function asRow(value: Json): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}
}

function textOf(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner === undefined ? 'absent' : typeof inner === 'bigint' ? `${inner}n` : inner,
    ) ?? ''
  )
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
