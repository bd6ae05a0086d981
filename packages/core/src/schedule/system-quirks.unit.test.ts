// Each oddity of the scheduler for system jobs, as Nomad has it and switched off. Source: semantics/2 §8.3, Q14 to Q18.

import { describe, expect, test } from 'vitest'
import { nomadQuirks, type Quirks } from '../quirks.ts'
import type { Outcome } from './outcome.ts'
import {
  attempted,
  counts,
  deployment,
  limited,
  old,
  on,
  part,
  range,
  renewed,
  tenNodes,
} from './system-cases.fixture.ts'

type Given = Parameters<typeof attempted>[0]
type Switch = keyof Quirks

function both<T>(name: Switch, given: Given, look: (outcome: Outcome) => T): readonly [nomad: T, safe: T] {
  return [look(attempted(given)), look(attempted(given, { ...nomadQuirks, [name]: false }))]
}

const rolling = limited({ MaxParallel: 2 })
const statuses = ({ plan }: Outcome): readonly string[] => plan.deploymentUpdates.map(({ status }) => status)

describe('oddities of the system scheduler', () => {
  const running = deployment([part('a', { desiredTotal: 3 })])

  test('Q14: a stopped job cancels its deployment once for each node that runs it, and then calls it successful', () => {
    const stopped: Given = {
      document: rolling,
      stop: true,
      allocations: range(1, 3).map((n) => renewed(n, 'a')),
      deployment: running,
    }
    expect(both('cancelsOncePerNode', stopped, statuses)).toEqual([
      ['cancelled', 'cancelled', 'cancelled', 'successful'],
      ['cancelled'],
    ])
    expect(both('cancelsOncePerNode', { ...stopped, allocations: [] }, statuses)).toEqual([
      ['successful'],
      ['cancelled'],
    ])
  })

  test('Q15: a failed deployment of the version before keeps a new one from starting', () => {
    const given: Given = {
      document: rolling,
      version: 2,
      allocations: range(1, 3).map((n) => on(n, 'a')),
      nodes: tenNodes().slice(0, 3),
      deployment: { ...running, status: 'failed' },
    }
    const ids = both('keepsEndedSystemDeployment', given, ({ deploymentId }) => deploymentId === 'deployment')
    expect(ids).toEqual([true, false])
    expect(counts(attempted(given)).place).toEqual([2, 0])
  })

  const finished: Given = {
    document: rolling,
    allocations: range(1, 10).map((n) => renewed(n, 'a')),
    deployment: deployment([part('a', { desiredTotal: 10, healthy: 10 })], { status: 'successful' }),
  }

  test('Q16: a finished deployment is stored again by every evaluation', () => {
    expect(both('resubmitsFinishedDeployment', finished, ({ plan }) => plan.deployment?.id)).toEqual([
      'deployment',
      undefined,
    ])
  })

  test('Q17: the annotated placements are all allocations that the group could have', () => {
    expect(both('annotatesCandidates', finished, ({ desired }) => desired[0]?.place)).toEqual([10, 0])
  })

  test('Q18: with no group that takes part the cancellation is not stored', () => {
    const given: Given = {
      document: old,
      stop: true,
      allocations: range(1, 2).map((n) => on(n, 'a')),
      deployment: { ...running, groups: [] },
    }
    expect(both('dropsUpdatesWithoutGroups', given, statuses)).toEqual([[], ['cancelled', 'cancelled']])
  })
})
