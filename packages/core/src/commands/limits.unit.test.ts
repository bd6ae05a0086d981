// Bounds of what commands take and write, on both sides of each: counts, ids in an entry, tokens.

import { ClusterByHand, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'
import { newEvaluation } from '../entities/evaluation.ts'
import { initialState } from '../state.ts'
import { micros, seconds } from '../time.ts'
import { decideCollectGarbage } from './collect-garbage.ts'
import { scalingBounds } from './scaling-bounds.ts'

test('a count is taken within the bounds of its policy, whichever of them there are', () => {
  const [group] = new ClusterByHand().register(handJob([{}])).job().document.TaskGroups
  if (!group) throw new Error('the job has no group')
  const codes = [0, 1, 2, 3, 4].map((count) =>
    [{}, { Min: 2 }, { Max: 2 }, { Min: 1, Max: 3 }].map(
      (scaling) => scalingBounds({ ...group, Scaling: scaling }, count)?.code ?? 'taken',
    ),
  )
  const [low, high] = ['scale-below-minimum', 'scale-above-maximum']
  expect(codes).toEqual([
    ['taken', low, 'taken', low],
    ['taken', low, 'taken', 'taken'],
    ['taken', 'taken', 'taken', 'taken'],
    ['taken', 'taken', high, 'taken'],
    ['taken', 'taken', high, high],
  ])
})

test('what is collected goes in entries of at most 7281 ids, allocations first', () => {
  const cluster = new ClusterByHand().register(handJob([{}]))
  const allocation = cluster.latest()
  let { evaluations, allocations } = initialState('full').tables
  const edit = {}
  for (let n = 0; n < 7_300; n += 1) {
    const about = { namespace: 'default', jobId: 'gone', type: 'service', priority: 50, triggeredBy: 'job-register' }
    evaluations = evaluations.set(newEvaluation({ ...about, id: `e${n}`, status: 'complete' }), edit)
    const row = { ...allocation, id: `a${n}`, jobId: 'gone', evaluationId: `e${n}`, modifyTime: micros(0) }
    allocations = allocations.set({ ...row, desiredStatus: 'stop', clientStatus: 'complete' }, edit)
  }
  const { tables, ...rest } = initialState('full')
  const state = { ...rest, tables: { ...tables, evaluations, allocations } }
  const stamp = { at: seconds(90_000), term: 1, by: 'operator' } as const
  const { changes } = decideCollectGarbage(state, { what: 'evaluations', force: false }, stamp)
  const parts = changes.flatMap((change) => (change.type === 'DeleteEvaluations' ? [change] : []))
  expect(parts.map(({ allocationIds, evaluationIds }) => [allocationIds.length, evaluationIds.length])).toEqual([
    [7_281, 0],
    [19, 7_262],
    [0, 38],
  ])
  const ids = parts.flatMap(({ allocationIds, evaluationIds }) => [...allocationIds, ...evaluationIds])
  expect(new Set(ids).size).toBe(14_600)
})

test('a token stands for a child of its own parent only', () => {
  const parameterized = { Type: 'batch', ParameterizedJob: { Payload: 'optional' } }
  const group = { Name: 'app', Tasks: [{ Name: 'main', Driver: 'mock_driver', Config: { run_for: '1h' } }] }
  const cluster = new ClusterByHand()
  for (const ID of ['web', 'api']) cluster.register(handJob([], { ...parameterized, ID, TaskGroups: [group] }))
  const dispatch = (jobId: string): string | undefined =>
    cluster.do({
      type: 'DispatchJob',
      namespace: 'default',
      jobId,
      payload: '',
      meta: {},
      idempotencyToken: 't',
      idPrefixTemplate: '',
      priority: 0,
    }).reply.dispatchedJobId
  const [first, other, again] = [dispatch('web'), dispatch('api'), dispatch('web')]
  expect([first === other, first === again, other?.startsWith('api/')]).toEqual([false, true, true])
})
