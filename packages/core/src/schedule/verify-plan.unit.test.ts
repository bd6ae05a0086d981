// What each kind of node takes of a plan, and what becomes of the rest. Source: semantics/4 §6 "per node check".

import { describe, expect, test } from 'vitest'
import type { Allocation } from '../entities/allocation.ts'
import type { Node } from '../entities/node.ts'
import { initialState, type State } from '../state.ts'
import { zero } from '../time.ts'
import { group, node, task } from './documents.fixture.ts'
import { emptyPlan, type Plan } from './plan.ts'
import { allocatedResources } from './resources.ts'
import { deployment, on, part } from './system-cases.fixture.ts'
import { verifyPlan } from './verify-plan.ts'

const resources = allocatedResources(group({ Tasks: [task()] }))

function placed(ordinal: number, changes: Partial<Allocation> = {}): Allocation {
  return on(ordinal, 'a', { id: `new-${ordinal}`, createIndex: 0, resources, ...changes })
}

function stop(allocation: Allocation): Plan['stops'][number] {
  return { allocation, clientStatus: '', description: '', followupEvaluationId: '' }
}

function stateOf(nodes: readonly Node[], allocations: readonly Allocation[] = []): State {
  const state = initialState('verify')
  let { tables } = state
  for (const row of nodes) tables = { ...tables, nodes: tables.nodes.set(row) }
  for (const row of allocations) tables = { ...tables, allocations: tables.allocations.set(row) }
  return { ...state, tables }
}

function accepts(row: Node | undefined, update: Allocation, stored: readonly Allocation[] = []): boolean {
  const state = stateOf(row ? [row] : [], stored)
  return !verifyPlan(state, { ...emptyPlan(), updates: [update] }, false).isPartial
}

const drain = { deadline: zero, ignoreSystemJobs: false, forceDeadline: zero, startedAt: zero }

describe('a node', () => {
  test.each<[string, Node | undefined, boolean]>([
    ['that is ready', node(1), true],
    ['that is gone', undefined, false],
    ['that is down', node(1, { status: 'down' }), false],
    ['that is disconnected', node(1, { status: 'disconnected' }), false],
    ['that initializes', node(1, { status: 'initializing' }), false],
    ['that is ineligible', node(1, { schedulingEligibility: 'ineligible' }), false],
    ['that drains', node(1, { drain, schedulingEligibility: 'ineligible' }), false],
  ])('%s and a new allocation', (_, row, expected) => {
    expect(accepts(row, placed(1))).toBe(expected)
  })

  test.each<[string, Partial<Node>, Partial<Allocation>, boolean]>([
    ['ineligible, a stored allocation', { schedulingEligibility: 'ineligible' }, {}, true],
    ['initializing, a stored allocation', { status: 'initializing' }, {}, false],
    ['disconnected, one that turns unknown', { status: 'disconnected' }, { clientStatus: 'unknown' }, true],
    ['down, one that is lost', { status: 'down' }, { clientStatus: 'lost' }, true],
    ['down, one that turns unknown', { status: 'down' }, { clientStatus: 'unknown' }, false],
  ])('that is %s', (_, changes, update, expected) => {
    expect(accepts(node(1, changes), placed(1, update), [placed(1)])).toBe(expected)
  })

  test('takes no more than it has room for, counting what the plan stops as gone', () => {
    const big = allocatedResources(group({ Tasks: [task({ Resources: { ...task().Resources, MemoryMB: 3_000 } })] }))
    const stored = placed(1, { id: 'stored', resources: big })
    const state = stateOf([node(1)], [stored])
    const update = placed(1, { resources: big })
    expect(verifyPlan(state, { ...emptyPlan(), updates: [update] }, false).isPartial).toBe(true)
    expect(verifyPlan(state, { ...emptyPlan(), stops: [stop(stored)], updates: [update] }, false).isPartial).toBe(false)
  })

  test('that is gone lets its allocations be stopped', () => {
    const stored = placed(1)
    const verified = verifyPlan(stateOf([], [stored]), { ...emptyPlan(), stops: [stop(stored)] }, false)
    expect(verified).toMatchObject({ isPartial: false, plan: { stops: [{ allocation: stored }] } })
  })
})

describe('a plan that one of two nodes refuses', () => {
  const stored = placed(2, { id: 'stored' })
  const state = stateOf([node(1), node(2, { status: 'down' })], [stored])
  const plan: Plan = {
    stops: [stop(stored)],
    updates: [placed(2), placed(1)],
    deployment: deployment([part('a', { placedCanaries: ['new-1', 'new-2'] })]),
    deploymentUpdates: [{ deploymentId: 'deployment', status: 'running', description: '' }],
  }

  test('loses all of its part there, stops too, and keeps the deployment without the canaries that were dropped', () => {
    const verified = verifyPlan(state, plan, false)
    expect(verified.isPartial).toBe(true)
    expect(verified.plan.stops).toEqual([])
    expect(verified.plan.updates.map(({ id }) => id)).toEqual(['new-1'])
    expect(verified.plan.deployment?.groups).toMatchObject([{ placedCanaries: ['new-1'] }])
    expect(verified.plan.deploymentUpdates).toHaveLength(1)
  })

  test('is dropped altogether when all of it is wanted at once', () => {
    expect(verifyPlan(state, plan, true).plan).toEqual(emptyPlan())
  })
})
