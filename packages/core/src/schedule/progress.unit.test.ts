// Whether a plan says anything new, part by part: what is repeated word for word is none of it.

import { expect, test } from 'vitest'
import type { Allocation } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import { initialState } from '../state.ts'
import { micros } from '../time.ts'
import { emptyPlan, type Plan } from './plan.ts'
import { makesProgress } from './progress.ts'
import { deployment, on, part } from './system-cases.fixture.ts'

const rollout = deployment([part('a', {})])
const { tables, ...rest } = initialState('progress')

function progresses(stored: Allocation, plan: Partial<Plan>, status: Deployment['status'] = 'running'): boolean {
  const state = {
    ...rest,
    tables: {
      ...tables,
      allocations: tables.allocations.set(stored),
      deployments: tables.deployments.set({ ...rollout, status }),
    },
  }
  return makesProgress(state, { ...emptyPlan(), ...plan })
}

const live = on(1, 'a', { clientStatus: 'running', desiredStatus: 'run', states: [] })
const tracker = { events: [], lastReschedule: 'ok' }

test.each<[what: string, change: Partial<Allocation>, isNew: boolean]>([
  ['nothing', {}, false],
  ['only its time', { modifyTime: micros(7) }, false],
  ['its status', { clientStatus: 'unknown' }, true],
  ['its deployment', { deploymentId: 'another' }, true],
  ['its follow-up', { followupEvaluationId: 'another' }, true],
  ['its history', { states: [{ field: 0, value: 'unknown', time: micros(1) }] }, true],
  ['the note of its rescheduling', { rescheduleTracker: tracker }, true],
  ['its id: another one', { id: 'another' }, true],
])('a form of an allocation in which changes: %s', (_what, change, isNew) => {
  expect(progresses(live, { updates: [{ ...live, ...change }] })).toBe(isNew)
})

test('a stop is news unless it is there already and says nothing else of the node', () => {
  for (const desiredStatus of ['run', 'stop', 'evict'] as const) {
    for (const clientStatus of ['', 'running', 'lost'] as const) {
      const stored = { ...live, desiredStatus }
      const stop = { allocation: stored, clientStatus, description: '', followupEvaluationId: '' }
      expect([desiredStatus, clientStatus, progresses(stored, { stops: [stop] })]).toEqual([
        desiredStatus,
        clientStatus,
        desiredStatus === 'run' || clientStatus === 'lost',
      ])
      const unknown = { ...stop, allocation: { ...stored, id: 'another' } }
      expect(progresses(stored, { stops: [unknown] })).toBe(false)
    }
  }
})

test('a status is news of a deployment that goes on and has another one', () => {
  const { id: deploymentId, statusDescription: description } = rollout
  const update = { deploymentId, status: 'running', description } as const
  const of = (change: Partial<Plan['deploymentUpdates'][number]>, stored?: Deployment['status']): boolean =>
    progresses(live, { deploymentUpdates: [{ ...update, ...change }] }, stored)
  expect([
    of({}),
    of({ status: 'cancelled' }),
    of({ description: 'other' }),
    of({ status: 'cancelled' }, 'failed'),
    of({ description: 'other' }, 'failed'),
    of({ deploymentId: 'another' }),
  ]).toEqual([false, true, true, false, false, true])
})

test('a deployment is news when it is new, or its groups are', () => {
  const groups = rollout.groups.map((group) => ({ ...group, desiredTotal: group.desiredTotal + 1 }))
  expect([
    progresses(live, {}),
    progresses(live, { deployment: rollout }),
    progresses(live, { deployment: { ...rollout, statusDescription: 'other' } }),
    progresses(live, { deployment: { ...rollout, groups } }),
    progresses(live, { deployment: { ...rollout, id: 'another' } }),
  ]).toEqual([false, false, false, true, true])
})
