// The cases of canaries of system jobs, S6 to S11. Source: semantics/2 §7.

import { describe, expect, test } from 'vitest'
import {
  attempted,
  canary,
  counts,
  deployment,
  limited,
  on,
  part,
  range,
  settledHealth,
  tenNodes,
} from './system-cases.fixture.ts'

describe('canaries of a system job', () => {
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
    const constraint = { LTarget: `\${node.unique.name}`, RTarget: 'client-1', Operand: '!=' }
    const outcome = attempted({
      document: { ...document, Constraints: [constraint] },
      allocations: range(1, 10).map((n) => on(n, 'a')),
    })
    expect(counts(outcome)).toEqual({ place: [3, 0], stop: [4, 0] })
    expect(outcome.plan.deployment?.groups[0]).toMatchObject({ desiredTotal: 9, desiredCanaries: 3 })
  })
})
