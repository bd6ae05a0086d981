// The cases of sysbatch jobs: S16, and what is said when no node suits. Source: semantics/2 §7.

import { describe, expect, test } from 'vitest'
import { job, node, revised } from './documents.fixture.ts'
import { attempted, counts, on, one } from './system-cases.fixture.ts'

describe('a sysbatch job', () => {
  const document = job({ Type: 'sysbatch', TaskGroups: [one('a')] })

  test('S16: finished with this spec is left alone, finished with another runs again', () => {
    const finished = on(1, 'a', { clientStatus: 'complete' })
    const nodes = [node(1)]
    expect(counts(attempted({ document, version: 0, allocations: [finished], nodes }))).toEqual({
      place: [0, 0],
      stop: [0, 0],
    })
    const other = attempted({ document: revised(document, 'new'), allocations: [finished], nodes })
    expect(counts(other)).toEqual({ place: [1, 0], stop: [1, 0] })
  })

  test('says of a group that no node suits what was seen on all of them', () => {
    const constraint = { LTarget: `\${attr.kernel.name}`, RTarget: 'plan9', Operand: '=' }
    const outcome = attempted({
      document: { ...document, Constraints: [constraint] },
      version: 0,
      nodes: [node(1), node(2, { computedClass: 'v1:2' })],
    })
    expect(outcome.failures.get('a')).toMatchObject({
      NodesEvaluated: 2,
      NodesFiltered: 2,
      NodesInPool: 0,
      NodePool: '',
      NodesAvailable: null,
      ClassFiltered: {},
      ConstraintFiltered: { [`\${attr.kernel.name} = plan9`]: 2 },
      CoalescedFailures: 0,
    })
    expect(outcome.fullNodes).toEqual([])
    expect(outcome.desired).toMatchObject([{ group: 'a', place: 0 }])
  })
})
