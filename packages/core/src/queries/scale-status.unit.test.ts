// How a job is scaled, and what does not count. Rules: semantics/4 §7.4.

import { smallCluster, smallDocument, smallJob } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { ScalingEvent } from '../entities/scaling.ts'
import { readAllocation } from '../nomad-rows/allocation-rows.ts'
import type { State } from '../state.ts'
import { micros } from '../time.ts'
import { scaleStatus } from './scale-status.ts'

const web = { namespace: 'default', jobId: 'web' }

function event(createIndex: number): ScalingEvent {
  return {
    ...{ time: micros(1), previousCount: 1, count: 2, message: '', error: false, meta: undefined },
    ...{ evaluationId: undefined, createIndex },
  }
}

function scaled(allocationFields: readonly object[], eventsAt: number): State {
  const state = smallCluster()
  const groups = ['app', 'side'].map((Name) => ({ Name, Count: 2, Tasks: [{ Name: 't', Driver: 'exec' }] }))
  const job = { ...smallJob(smallDocument({ TaskGroups: groups })), createIndex: 3, modifyIndex: 20 }
  const rows = allocationFields.map((fields, n) => ({
    ...readAllocation({ ID: `a${n}`, Namespace: 'default', JobID: 'web', TaskGroup: 'app', ModifyIndex: 30 + n }, job),
    ...fields,
  }))
  const tables = {
    ...state.tables,
    jobs: state.tables.jobs.set(job),
    allocations: rows.reduce((table, row) => table.set(row), smallCluster().tables.allocations),
    scalingEvents: state.tables.scalingEvents.set({
      ...web,
      groups: [
        { group: 'side', events: [event(1)] },
        { group: 'app', events: [event(2), event(1)] },
      ],
      modifyIndex: eventsAt,
    }),
  }
  return { ...state, tables }
}

test('each group has its own allocations and its own history', () => {
  const health = (healthy: boolean | undefined, canary = false): object => ({
    health: { healthy, timestamp: micros(0), canary, modifyIndex: 0 },
  })
  const other = { ...smallJob(), createIndex: 4 }
  const found = scaleStatus(
    scaled(
      [
        { clientStatus: 'running', ...health(true) },
        { clientStatus: 'running', ...health(false) },
        { clientStatus: 'pending', ...health(undefined) },
        { clientStatus: 'running', ...health(true, true) },
        { clientStatus: 'complete', ...health(true) },
        { clientStatus: 'running', job: other },
        { clientStatus: 'running', group: 'side' },
        { clientStatus: 'running', group: 'gone', modifyIndex: 99 },
      ],
      7,
    ),
    web,
  )
  const told = found.value?.groups.map(({ events, ...counts }) => ({
    ...counts,
    events: events.map((one) => one.createIndex),
  }))
  expect(told).toEqual([
    { group: 'app', desired: 2, placed: 3, running: 2, healthy: 1, unhealthy: 1, events: [2, 1] },
    { group: 'side', desired: 2, placed: 1, running: 1, healthy: 0, unhealthy: 0, events: [1] },
  ])
  expect(found.index).toBe(36)
})

test('the index is the highest of the job, its history and what is counted', () => {
  expect(scaleStatus(scaled([], 7), web).index).toBe(20)
  expect(scaleStatus(scaled([], 21), web).index).toBe(21)
  const state = scaled([], 7)
  const without = scaleStatus(state, { ...web, jobId: 'nope' })
  expect(without).toEqual({ value: undefined, index: Math.max(...Object.values(state.indexes)) })
})
