// The case catalogue of semantics/2 §7, 53, 54, 57 to 67 and 78: canaries, from the first to after their promotion.

import {
  deployed,
  deploymentOf,
  found,
  limit,
  passOver,
  range,
  reconciliationLine,
  replaceOther,
  tainted,
  wantedJob,
} from '@cutover/testing'
import { expect, test } from 'vitest'
import type { DeploymentStatus } from '../entities/deployment.ts'
import { reconcile } from './reconcile.ts'

const plain = wantedJob()

const destructive = { decide: 'destructive' } as const

/** Old allocations beside placed canaries of a job that wants `canaries` of them. */
function withCanaries(
  placed: readonly number[],
  fields: Parameters<typeof found>[2],
  status: DeploymentStatus = 'running',
) {
  const job = wantedJob(limit(2, 2), { version: 1 })
  const canaries = found(job, placed, { tag: 'c', ...deployed(undefined, true), ...fields })
  const deployment = deploymentOf(job, [{ desiredCanaries: 2, placedCanaries: canaries.map((one) => one.id) }], {
    status,
  })
  return {
    job,
    canaries,
    input: passOver(job, [...found(plain, range(0, 10)), ...canaries], { deployment, decide: replaceOther(job) }),
  }
}

/** A first pass that wants canaries. */
function firstCanaries(count: number, canary: number, present: number) {
  return passOver(
    wantedJob({ Count: count, ...limit(2, canary) }, { version: 1 }),
    found(plain, range(0, present)),
    destructive,
  )
}

function promoted(count: number, healthy: number) {
  const job = wantedJob({ Count: count, ...limit(2, 2) }, { version: 1 })
  const canaries = found(job, [0, 1], { tag: 'c', ...deployed(true, true) })
  const part = {
    desiredCanaries: 2,
    desiredTotal: count,
    promoted: true,
    placedCanaries: ['c0', 'c1'],
    healthy,
    placed: 2,
  }
  return passOver(job, [...found(plain, range(0, count)), ...canaries], {
    deployment: deploymentOf(job, [part]),
    decide: replaceOther(job),
  })
}

const { input: bothPlaced } = withCanaries([0, 1], {})

const oneLost = {
  ...bothPlaced,
  allocations: bothPlaced.allocations.map((one) => (one.id === 'c1' ? { ...one, nodeId: 'away' } : one)),
  tainted: tainted({ away: 'down' }),
}

const lateJob = wantedJob(limit(2, 2), { version: 2 })

const earlier = withCanaries([0, 1], {})

const oldCanaries = passOver(lateJob, earlier.input.allocations, {
  deployment: earlier.input.deployment,
  decide: replaceOther(lateJob),
})

const twoGroups = wantedJob(limit(2, 2), { version: 1, groups: [{}, { Name: 'api' }] })

const oldTwo = [...found(plain, range(0, 10)), ...found(plain, range(0, 10), { group: 'api' })]

const fourCanaries = wantedJob(limit(2, 4), { version: 1 })

const placedFour = found(fourCanaries, [0, 3], { tag: 'c', ...deployed(undefined, true) })

const fillNames = passOver(fourCanaries, [...found(plain, range(0, 10)), ...placedFour], {
  ...destructive,
  deployment: deploymentOf(fourCanaries, [{ desiredCanaries: 4, placedCanaries: ['c0', 'c3'] }]),
})

const onePromoted = passOver(
  twoGroups,
  [
    ...found(twoGroups, range(0, 4), { tag: 'c', ...deployed(true, true) }),
    ...found(plain, range(4, 10)),
    ...found(twoGroups, range(0, 2), { tag: 'c', group: 'api', ...deployed(undefined, true) }),
    ...found(plain, range(2, 10), { group: 'api' }),
  ],
  {
    decide: replaceOther(twoGroups),
    deployment: deploymentOf(
      twoGroups,
      [
        { promoted: true, desiredCanaries: 2, placedCanaries: ['c0', 'c1'] },
        { name: 'api', desiredCanaries: 2, placedCanaries: ['c0api', 'c1api'] },
      ],
      { status: 'failed' },
    ),
  },
)

test.each([
  [53, 'paused, canaries short', withCanaries([0], {}, 'paused').input, '{ignore 11}'],
  [54, 'failed, canaries short', withCanaries([0], {}, 'failed').input, 'S1 · {ignore 10, stop 1} · stop 0'],
  [
    57,
    'canaries on draining node',
    withCanaries([0, 1], { desiredTransition: { migrate: true } }).input,
    'P2 S2 · {ignore 10, canary 2} · place 0-1c · stop 0-1 migrating',
  ],
  [58, 'canary on lost node', oneLost, 'P1 S1 · {ignore 11, canary 1} · place 1c · stop 1 lost'],
  [
    59,
    'old canaries',
    oldCanaries,
    'P2 S2 · {ignore 10, stop 2, canary 2} · place 0-1c · stop 0-1 · cancelled: Cancelled due to newer version of job · deployment of 10 with 2 canaries: Deployment is running but requires manual promotion',
  ],
  [
    60,
    'first canaries',
    firstCanaries(10, 2, 10),
    'P2 · {ignore 10, canary 2} · place 0-1c · deployment of 10 with 2 canaries: Deployment is running but requires manual promotion',
  ],
  [
    61,
    'more canaries than count',
    firstCanaries(3, 7, 3),
    'P3 · {ignore 3, place 3, canary 7} · place 0-2c · deployment of 3 with 7 canaries: Deployment is running but requires manual promotion',
  ],
  [
    62,
    'canaries in two groups',
    passOver(twoGroups, oldTwo, destructive),
    'P4 · {ignore 10, canary 2} + {ignore 10, canary 2} · place 0-1 ×2c · deployment of 10 with 2 canaries + 10 with 2 canaries: Deployment is running but requires manual promotion',
  ],
  [
    63,
    'canary and scale up',
    firstCanaries(15, 2, 10),
    'P2 · {ignore 10, canary 2} · place 0-1c · deployment of 15 with 2 canaries: Deployment is running but requires manual promotion',
  ],
  [
    64,
    'canary and scale down',
    firstCanaries(5, 2, 10),
    'P2 S5 · {ignore 5, stop 5, canary 2} · place 0-1c · stop 5-9 · deployment of 5 with 2 canaries: Deployment is running but requires manual promotion',
  ],
  [65, 'fill canary names', fillNames, 'P2 · {ignore 12, canary 2} · place 1-2c'],
  [66, 'promoted', promoted(10, 2), 'S2 D2 · {ignore 8, stop 2, destructiveUpdate 2} · stop 0-1 · replace 2-3'],
  [
    67,
    'canaries = count, promoted',
    promoted(2, 2),
    'S2 · {ignore 2, stop 2} · stop 0-1 · successful: Deployment completed successfully',
  ],
  [78, 'failed, one group promoted', onePromoted, 'S2 · {ignore 10} + {ignore 8, stop 2} · stop 0-1'],
])('case %i: %s', (_number, _name, input, line) => {
  expect(reconciliationLine(reconcile(input))).toBe(line)
})
