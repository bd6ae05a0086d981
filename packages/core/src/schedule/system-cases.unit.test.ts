// The table of system and sysbatch cases: what one attempt places and stops, and what its deployment says. Ten nodes, groups
// `a` and `b`. Source: semantics/2 §7, S1 to S18.

import { describe, expect, test } from 'vitest'
import type { Allocation } from '../entities/allocation.ts'
import type { Deployment, DeploymentGroup } from '../entities/deployment.ts'
import { newEvaluation } from '../entities/evaluation.ts'
import type { Job } from '../entities/job.ts'
import type { Node } from '../entities/node.ts'
import type { GroupDocument, JobDocument } from '../job-document/document.ts'
import { initialState, type State } from '../state.ts'
import { micros, zero } from '../time.ts'
import { type Attempt, beginAttempt } from './attempt.ts'
import { group, job, node, nodeId, revised, update } from './cluster.fixture.ts'
import { newAllocation } from './new-allocation.ts'
import type { Outcome } from './outcome.ts'
import { nomadSchedulerQuirks } from './scheduler-quirks.ts'
import { attemptSystem } from './system.ts'

const at = micros(1_700_000_000_000_000)

/** What the cluster holds beside its nodes. */
interface Given {
  readonly document: JobDocument
  readonly version?: number
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

function tenNodes(changes: (ordinal: number) => Partial<Node> = () => ({})): readonly Node[] {
  return Array.from({ length: 10 }, (_, i) => node(i + 1, changes(i + 1)))
}

function stateOf({ document, version = 1, allocations = [], deployment, nodes = tenNodes() }: Given): State {
  const state = initialState('cases')
  let { tables } = state
  for (const row of nodes) tables = { ...tables, nodes: tables.nodes.set(row) }
  for (const row of allocations) tables = { ...tables, allocations: tables.allocations.set(row) }
  if (deployment) tables = { ...tables, deployments: tables.deployments.set(deployment) }
  return { ...state, lastIndex: 100, tables: { ...tables, jobs: tables.jobs.set(jobRow(document, version)) } }
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
  return beginAttempt(stateOf(given), { evaluation, at, quirks: nomadSchedulerQuirks })
}

/** Placed and stopped allocations by group. */
function counts({ plan }: Outcome): { readonly place: readonly number[]; readonly stop: readonly number[] } {
  const of = (groups: readonly string[]): readonly number[] => ['a', 'b'].map((name) => groups.filter((g) => g === name).length)
  return {
    place: of(plan.updates.filter(({ createIndex }) => createIndex === 0).map((allocation) => allocation.group)),
    stop: of(plan.stops.map(({ allocation }) => allocation.group)),
  }
}

const old: JobDocument = job({ Type: 'system', TaskGroups: [one('a'), one('b')] })

function one(name: string, changes: Partial<GroupDocument> = {}): GroupDocument {
  return group({ Name: name, Count: 1, Update: null, ...changes })
}

function limited(...parts: readonly Partial<Parameters<typeof update>[0] & object>[]): JobDocument {
  const names = ['a', 'b']
  const groups = parts.map((part, i) => one(names[i] ?? '', { Update: update(part) }))
  return revised(job({ Type: 'system', TaskGroups: groups }), 'new')
}

/** The allocation of a group on the n-th node. */
function on(ordinal: number, name: string, changes: Partial<Allocation> & { readonly version?: number } = {}): Allocation {
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
  return { ...born, id: `${name}${ordinal}-${version}`, clientStatus: 'running', createIndex: index, modifyIndex: index, ...rest }
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

const settledHealth = { healthy: true, timestamp: at, canary: false, modifyIndex: 21 }

function renewed(ordinal: number, name: string, changes: Partial<Allocation> = {}): Allocation {
  return on(ordinal, name, { version: 1, deploymentId: 'deployment', health: settledHealth, ...changes })
}

function canary(ordinal: number, changes: Partial<Allocation> = {}): Allocation {
  return renewed(ordinal, 'a', { health: { ...settledHealth, canary: true }, ...changes })
}

function part(name: string, changes: Partial<DeploymentGroup> = {}): DeploymentGroup {
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

function deployment(groups: readonly DeploymentGroup[], changes: Partial<Deployment> = {}): Deployment {
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
    evalPriority: 50,
    createIndex: 21,
    modifyIndex: 21,
    createTime: at,
    modifyTime: at,
    watch: undefined,
    ...changes,
  }
}

function attempted(given: Given): Outcome {
  return attemptSystem(attemptOn(given))
}

describe('a system job', () => {
  test('S1: a first run without update block places all and starts no deployment', () => {
    const outcome = attempted({ document: old, version: 0 })
    expect(counts(outcome)).toEqual({ place: [10, 10], stop: [0, 0] })
    expect(outcome.plan.deployment).toBeUndefined()
  })

  test('S2: one group updates two at a time, the other, without update block, all at once', () => {
    const document = revised(job({ Type: 'system', TaskGroups: [one('a', { Update: update({ MaxParallel: 2 }) }), one('b')] }), 'new')
    const allocations = range(1, 10).flatMap((n) => [on(n, 'a'), on(n, 'b')])
    const outcome = attempted({ document, allocations })
    expect(counts(outcome)).toEqual({ place: [2, 10], stop: [2, 10] })
    expect(outcome.plan.deployment?.groups).toMatchObject([{ name: 'a', desiredTotal: 10 }])
  })

  test('S3: goes on with the next ones while the new ones are settled', () => {
    const allocations = [
      ...range(1, 8).map((n) => on(n, 'a')),
      ...range(9, 10).map((n) => renewed(n, 'a')),
      ...range(1, 7).map((n) => on(n, 'b')),
      ...range(8, 10).map((n) => renewed(n, 'b')),
    ]
    const outcome = attempted({
      document: limited({ MaxParallel: 2 }, { MaxParallel: 3 }),
      allocations,
      deployment: deployment([part('a', { desiredTotal: 10, placed: 2 }), part('b', { desiredTotal: 10, placed: 3 })]),
    })
    expect(counts(outcome)).toEqual({ place: [2, 3], stop: [2, 3] })
  })

  test('S4: failed new ones are replaced beside the next ones', () => {
    const unhealthy = { clientStatus: 'failed', health: { ...settledHealth, healthy: false } } as const
    const allocations = [
      ...range(1, 8).map((n) => on(n, 'a')),
      ...range(9, 10).map((n) => renewed(n, 'a', unhealthy)),
      ...range(1, 7).map((n) => on(n, 'b')),
      ...range(8, 10).map((n) => renewed(n, 'b', unhealthy)),
    ]
    const outcome = attempted({
      document: limited({ MaxParallel: 2 }, { MaxParallel: 3 }),
      allocations,
      deployment: deployment([part('a', { desiredTotal: 10 }), part('b', { desiredTotal: 10 })]),
    })
    expect(counts(outcome)).toEqual({ place: [4, 6], stop: [2, 3] })
  })

  test('S5: nodes that ran nothing are filled beside the update', () => {
    const outcome = attempted({
      document: limited({ MaxParallel: 2 }, { MaxParallel: 3 }),
      allocations: [...range(1, 5).map((n) => on(n, 'a')), ...range(1, 3).map((n) => on(n, 'b'))],
    })
    expect(counts(outcome)).toEqual({ place: [7, 10], stop: [2, 3] })
    expect(outcome.plan.deployment?.groups).toMatchObject([{ desiredTotal: 10 }, { desiredTotal: 10 }])
  })

  test('S6: canaries are a share of the nodes, at most MaxParallel', () => {
    const outcome = attempted({
      document: limited({ MaxParallel: 2, Canary: 30 }, { MaxParallel: 5 }),
      allocations: [...range(1, 10).map((n) => on(n, 'a')), ...range(1, 8).map((n) => on(n, 'b'))],
    })
    expect(counts(outcome)).toEqual({ place: [2, 7], stop: [2, 5] })
    expect(outcome.plan.deployment?.groups[0]).toMatchObject({ desiredCanaries: 2 })
    expect(outcome.plan.deployment?.groups[0]?.placedCanaries).toHaveLength(2)
  })

  test('S7: a failed canary is replaced, missing ones follow', () => {
    const outcome = attempted({
      document: limited({ MaxParallel: 3, Canary: 30 }),
      allocations: [
        ...range(1, 7).map((n) => on(n, 'a')),
        canary(8),
        canary(9, { clientStatus: 'failed', health: { ...settledHealth, healthy: false, canary: true } }),
      ],
      deployment: deployment([part('a', { desiredCanaries: 3, desiredTotal: 10, placedCanaries: ['a8-1', 'a9-1'] })]),
    })
    expect(counts(outcome)).toEqual({ place: [3, 0], stop: [1, 0] })
  })

  const threeCanaries = [...range(1, 7).map((n) => on(n, 'a')), ...range(8, 10).map((n) => canary(n))]

  test('S8: healthy canaries wait for promotion', () => {
    const outcome = attempted({
      document: limited({ MaxParallel: 3, Canary: 30 }),
      allocations: threeCanaries,
      deployment: deployment([part('a', { desiredCanaries: 3, desiredTotal: 10 })]),
    })
    expect(counts(outcome)).toEqual({ place: [0, 0], stop: [0, 0] })
    expect(outcome.plan.deployment?.statusDescription).toBe('Deployment is running but requires manual promotion')
  })

  test('S9: promoted ones let the others follow', () => {
    const outcome = attempted({
      document: limited({ MaxParallel: 2, Canary: 30 }),
      allocations: threeCanaries,
      deployment: deployment([part('a', { desiredCanaries: 3, desiredTotal: 10, promoted: true })]),
    })
    expect(counts(outcome)).toEqual({ place: [2, 0], stop: [2, 0] })
  })

  test('S10: old allocations on ineligible nodes stop without replacement', () => {
    const outcome = attempted({
      document: limited({ MaxParallel: 10, Canary: 30 }),
      allocations: threeCanaries,
      nodes: tenNodes((n) => (n <= 2 ? { schedulingEligibility: 'ineligible' } : {})),
      deployment: deployment([part('a', { desiredCanaries: 3, desiredTotal: 10, promoted: true })]),
    })
    expect(counts(outcome)).toEqual({ place: [5, 0], stop: [7, 0] })
    expect(outcome.plan.deployment?.groups[0]).toMatchObject({ desiredTotal: 8 })
  })

  test('S11: a node that no longer suits loses its allocation and is not counted', () => {
    const document = limited({ MaxParallel: 10, Canary: 30 })
    const constraint = { LTarget: '${node.unique.name}', RTarget: 'client-1', Operand: '!=' }
    const outcome = attempted({
      document: { ...document, Constraints: [constraint] },
      allocations: range(1, 10).map((n) => on(n, 'a')),
    })
    expect(counts(outcome)).toEqual({ place: [3, 0], stop: [4, 0] })
    expect(outcome.plan.deployment?.groups[0]).toMatchObject({ desiredTotal: 9, desiredCanaries: 3 })
  })

  test("S12: the job's own limit holds for groups without one", () => {
    const document: JobDocument = { ...revised(old, 'new'), TaskGroups: [one('a')], Update: { MaxParallel: 2 } }
    const outcome = attempted({ document: revised(document, 'new'), allocations: range(1, 4).map((n) => on(n, 'a')), nodes: tenNodes().slice(0, 4) })
    expect(counts(outcome)).toEqual({ place: [2, 0], stop: [2, 0] })
  })

  test('S13: unsettled allocations take up the limit of their group', () => {
    const document: JobDocument = { ...revised(old, 'new'), Update: { MaxParallel: 2 } }
    const unsettled = { health: undefined }
    const outcome = attempted({
      document,
      allocations: [
        ...range(1, 4).map((n) => on(n, 'a')),
        ...range(5, 6).map((n) => renewed(n, 'a', unsettled)),
        ...range(1, 4).map((n) => on(n, 'b')),
        ...range(5, 6).map((n) => renewed(n, 'b')),
      ],
      nodes: tenNodes().slice(0, 6),
      deployment: deployment([part('a'), part('b')]),
    })
    expect(counts(outcome)).toEqual({ place: [0, 2], stop: [0, 2] })
  })

  test('S14: a successful deployment of the same version is not followed by another', () => {
    const outcome = attempted({
      document: limited({ MaxParallel: 2 }),
      allocations: range(1, 10).map((n) => renewed(n, 'a')),
      deployment: deployment([part('a', { desiredTotal: 10, healthy: 10 })], { status: 'successful' }),
    })
    expect(counts(outcome)).toEqual({ place: [0, 0], stop: [0, 0] })
    expect(outcome.deploymentId).toBe('deployment')
  })

  test('S15: one node too old for it, and there is no deployment', () => {
    const outcome = attempted({
      document: limited({ MaxParallel: 2 }),
      nodes: tenNodes((n) => (n === 3 ? { document: { ...node(3).document, Attributes: { 'kernel.name': 'linux', 'nomad.version': '1.8.0' } } } : {})),
    })
    expect(counts(outcome)).toEqual({ place: [10, 0], stop: [0, 0] })
    expect(outcome.plan.deployment).toBeUndefined()
  })

  test('S17: an allocation that is to migrate stops, and its draining node gets no other', () => {
    const drain = { deadline: zero, ignoreSystemJobs: false, forceDeadline: zero, startedAt: at }
    const outcome = attempted({
      document: job({ Type: 'system', TaskGroups: [one('a')] }),
      version: 0,
      allocations: range(1, 10).map((n) => on(n, 'a', n === 1 ? { desiredTransition: { migrate: true } } : {})),
      nodes: tenNodes((n) => (n === 1 ? { drain, schedulingEligibility: 'ineligible' } : {})),
    })
    expect(counts(outcome)).toEqual({ place: [0, 0], stop: [1, 0] })
    expect(outcome.plan.stops[0]?.description).toBe('alloc not needed as node is tainted')
  })

  test('S18: an allocation on a disconnected node turns unknown and is not replaced', () => {
    const outcome = attempted({
      document: job({ Type: 'system', TaskGroups: [one('a')] }),
      version: 0,
      allocations: range(1, 10).map((n) => on(n, 'a')),
      nodes: tenNodes((n) => (n === 1 ? { status: 'disconnected' } : {})),
    })
    expect(counts(outcome)).toEqual({ place: [0, 0], stop: [0, 0] })
    expect(outcome.plan.updates).toMatchObject([{ nodeId: nodeId(1), clientStatus: 'unknown' }])
  })
})

describe('a sysbatch job', () => {
  const document = job({ Type: 'sysbatch', TaskGroups: [one('a')] })

  test('S16: finished with this spec is left alone, finished with another runs again', () => {
    const finished = on(1, 'a', { clientStatus: 'complete' })
    const nodes = [node(1)]
    expect(counts(attempted({ document, version: 0, allocations: [finished], nodes }))).toEqual({ place: [0, 0], stop: [0, 0] })
    const other = attempted({ document: revised(document, 'new'), allocations: [finished], nodes })
    expect(counts(other)).toEqual({ place: [1, 0], stop: [1, 0] })
  })

  test('says of a group that no node suits what was seen on all of them', () => {
    const constraint = { LTarget: '${attr.kernel.name}', RTarget: 'plan9', Operand: '=' }
    const outcome = attempted({ document: { ...document, Constraints: [constraint] }, version: 0, nodes: [node(1), node(2, { computedClass: 'v1:2' })] })
    expect(outcome.failures.get('a')).toMatchObject({
      NodesEvaluated: 2,
      NodesFiltered: 2,
      NodesInPool: 0,
      NodePool: '',
      NodesAvailable: null,
      ClassFiltered: {},
      ConstraintFiltered: { '${attr.kernel.name} = plan9': 2 },
      CoalescedFailures: 0,
    })
    expect(outcome.fullNodes).toEqual([])
    expect(outcome.desired).toMatchObject([{ group: 'a', place: 0 }])
  })
})

