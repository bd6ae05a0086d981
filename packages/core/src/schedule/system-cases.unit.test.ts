// The table of system cases: what one attempt places and stops, and what its deployment says; S1 to S5, S12 to S18.
// Source: semantics/2 §7.

import { describe, expect, test } from 'vitest'
import type { JobDocument } from '../job-document/document.ts'
import { zero } from '../time.ts'
import { job, node, nodeId, revised, update } from './documents.fixture.ts'
import {
  at,
  attempted,
  counts,
  deployment,
  limited,
  old,
  on,
  one,
  part,
  range,
  renewed,
  settledHealth,
  tenNodes,
} from './system-cases.fixture.ts'

describe('a system job', () => {
  test('S1: a first run without update block places all and starts no deployment', () => {
    const outcome = attempted({ document: old, version: 0 })
    expect(counts(outcome)).toEqual({ place: [10, 10], stop: [0, 0] })
    expect(outcome.plan.deployment).toBeUndefined()
  })

  test('S2: one group updates two at a time, the other, without update block, all at once', () => {
    const document = revised(
      job({ Type: 'system', TaskGroups: [one('a', { Update: update({ MaxParallel: 2 }) }), one('b')] }),
      'new',
    )
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

  test("S12: the job's own limit holds for groups without one", () => {
    const document: JobDocument = { ...revised(old, 'new'), TaskGroups: [one('a')], Update: { MaxParallel: 2 } }
    const outcome = attempted({
      document: revised(document, 'new'),
      allocations: range(1, 4).map((n) => on(n, 'a')),
      nodes: tenNodes().slice(0, 4),
    })
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
      nodes: tenNodes((n) =>
        n === 3
          ? { document: { ...node(3).document, Attributes: { 'kernel.name': 'linux', 'nomad.version': '1.8.0' } } }
          : {},
      ),
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
