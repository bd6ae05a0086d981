// States of ten nodes for the cases of system jobs: allocations of an old and a new version, deployments, and one
// attempt on them.

import type { Allocation } from '../entities/allocation.ts'
import type { Deployment, DeploymentGroup } from '../entities/deployment.ts'
import { newEvaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import type { GroupDocument, JobDocument } from '../job-document/document.ts'
import { nomadQuirks, type Quirks } from '../quirks.ts'
import { initialState, type State } from '../state.ts'
import { micros, zero } from '../time.ts'
import { type Attempt, beginAttempt } from './attempt.ts'
import { group, job, node, revised, update } from './cluster.fixture.ts'
import { newAllocation } from './new-allocation.ts'
import type { Outcome } from './outcome.ts'
import { attemptSystem } from './system.ts'

export const at = micros(1_700_000_000_000_000)

/** What the cluster holds beside its nodes. */
export interface Given {
  readonly document: JobDocument
  readonly version?: number
  readonly stop?: boolean
  readonly allocations?: readonly Allocation[]
  readonly deployment?: Deployment
  readonly nodes?: readonly Node[]
}

function jobRow(document: JobDocument, version: number): Job {
  const index = 10 * (version + 1)
  return {
    namespace: 'default',
    id: document.ID,
    document,
    stop: false,
    stable: false,
    version,
    status: 'running',
    statusDescription: '',
    versionTag: undefined,
    submitTime: zero,
    createIndex: 10,
    modifyIndex: index,
    jobModifyIndex: index,
  }
}

export function tenNodes(changes: (ordinal: number) => Partial<Node> = () => ({})): readonly Node[] {
  return Array.from({ length: 10 }, (_, i) => node(i + 1, changes(i + 1)))
}

function stateOf({
  document,
  version = 1,
  stop = false,
  allocations = [],
  deployment,
  nodes = tenNodes(),
}: Given): State {
  const state = initialState('cases')
  let { tables } = state
  for (const row of nodes) tables = { ...tables, nodes: tables.nodes.set(row) }
  for (const row of allocations) tables = { ...tables, allocations: tables.allocations.set(row) }
  if (deployment) tables = { ...tables, deployments: tables.deployments.set(deployment) }
  return {
    ...state,
    lastIndex: 100,
    tables: { ...tables, jobs: tables.jobs.set({ ...jobRow(document, version), stop }) },
  }
}

function attemptOn(given: Given): Attempt {
  const evaluation = newEvaluation({
    id: 'evaluation',
    namespace: 'default',
    priority: 50,
    type: given.document.Type,
    triggeredBy: 'job-register',
    jobId: 'web',
  })
  return beginAttempt(stateOf(given), { evaluation, at, quirks: nomadQuirks })
}

/** Placed and stopped allocations by group. */
export function counts({ plan }: Outcome): { readonly place: readonly number[]; readonly stop: readonly number[] } {
  const of = (groups: readonly string[]): readonly number[] =>
    ['a', 'b'].map((name) => groups.filter((g) => g === name).length)
  return {
    place: of(plan.updates.filter(({ createIndex }) => createIndex === 0).map((allocation) => allocation.group)),
    stop: of(plan.stops.map(({ allocation }) => allocation.group)),
  }
}

export const old: JobDocument = job({ Type: 'system', TaskGroups: [one('a'), one('b')] })

export function one(name: string, changes: Partial<GroupDocument> = {}): GroupDocument {
  return group({ Name: name, Count: 1, Update: null, ...changes })
}

export function limited(...parts: readonly Partial<Parameters<typeof update>[0] & object>[]): JobDocument {
  const names = ['a', 'b']
  const groups = parts.map((part, i) => one(names[i] ?? '', { Update: update(part) }))
  return revised(job({ Type: 'system', TaskGroups: groups }), 'new')
}

/** The allocation of a group on the n-th node. */
export function on(
  ordinal: number,
  name: string,
  changes: Partial<Allocation> & { readonly version?: number } = {},
): Allocation {
  const { version = 0, ...rest } = changes
  const document = version === 0 ? old : revised(old, 'new')
  const born = newAllocation(attemptOn({ document: old }), {
    name: `web.${name}[0]`,
    group: one(name),
    node: node(ordinal),
    resources: null,
    metrics: null,
    deploymentId: '',
    canary: false,
    previous: undefined,
    rescheduleTracker: undefined,
    job: jobRow(document, version),
  })
  const index = 20 + version
  return {
    ...born,
    id: `${name}${ordinal}-${version}`,
    clientStatus: 'running',
    createIndex: index,
    modifyIndex: index,
    ...rest,
  }
}

export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

export const settledHealth = { healthy: true, timestamp: at, canary: false, modifyIndex: 21 }

export function renewed(ordinal: number, name: string, changes: Partial<Allocation> = {}): Allocation {
  return on(ordinal, name, { version: 1, deploymentId: 'deployment', health: settledHealth, ...changes })
}

export function canary(ordinal: number, changes: Partial<Allocation> = {}): Allocation {
  return renewed(ordinal, 'a', { health: { ...settledHealth, canary: true }, ...changes })
}

export function part(name: string, changes: Partial<DeploymentGroup> = {}): DeploymentGroup {
  return {
    name,
    autoRevert: false,
    autoPromote: false,
    progressDeadline: zero,
    requireProgressBy: zero,
    promoted: false,
    placedCanaries: undefined,
    desiredCanaries: 0,
    desiredTotal: 0,
    placed: 0,
    healthy: 0,
    unhealthy: 0,
    ...changes,
  }
}

export function deployment(groups: readonly DeploymentGroup[], changes: Partial<Deployment> = {}): Deployment {
  return {
    id: 'deployment',
    namespace: 'default',
    jobId: 'web',
    jobVersion: 1,
    jobModifyIndex: 20,
    jobSpecModifyIndex: 20,
    jobCreateIndex: 10,
    isMultiregion: false,
    groups,
    status: 'running',
    statusDescription: '',
    evaluationPriority: 50,
    createIndex: 21,
    modifyIndex: 21,
    createTime: at,
    modifyTime: at,
    watch: undefined,
    ...changes,
  }
}

export function attempted(given: Given, quirks: Quirks = nomadQuirks): Outcome {
  return attemptSystem({ ...attemptOn(given), quirks })
}
