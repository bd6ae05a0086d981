// What a comparison with a second implementation found about plans: semantics/1 §3.5, §4.2; semantics/3 §1.1.

import { ladderStamp, registration, smallCluster, smallIds, stateAfter } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Change } from '../command.ts'
import { zero } from '../time.ts'

const { deployment: deploymentId, allocation: allocationId } = smallIds
const other = 'd0000000-0000-4000-8000-0000000000ff'

function plan(fields: Partial<Change<'ApplyPlan'>>): Change<'ApplyPlan'> {
  return {
    ...{ type: 'ApplyPlan', allocationsUpdated: [], allocationsStopped: [], allocationsPreempted: [], job: undefined },
    ...{
      deployment: undefined,
      deploymentUpdates: [],
      evaluationId: '',
      preemptionEvaluations: [],
      ineligibleNodes: [],
    },
    updatedAt: ladderStamp.at,
    ...fields,
  }
}

test('health that a plan brings moves its index, be the deployment over or not (semantics/1 §4.2 step 6)', () => {
  const health = { healthy: true, timestamp: zero, canary: false, modifyIndex: 0 }
  for (const status of ['running', 'successful'] as const) {
    const before = smallCluster({ deployment: { status } })
    const allocationsUpdated = [...before.tables.allocations].map((row) => ({ ...row, health }))
    const after = stateAfter(before, plan({ allocationsUpdated }))
    expect(after.tables.allocations.get(allocationId)?.health?.modifyIndex).toBe(after.lastIndex)
  }
})

test('a new deployment is watched with the job that is current at the end of its entry (semantics/3 §1.1)', () => {
  const second = stateAfter(smallCluster(), registration())
  const [running] = second.tables.deployments
  const deployment = running && { ...running, id: other, jobVersion: 1 }
  const success = { deploymentId, status: 'successful', description: '' } as const
  const after = stateAfter(second, plan({ deployment, deploymentUpdates: [success] }))
  expect([...after.tables.jobs][0]?.version).toBe(0)
  expect(after.tables.deployments.get(other)?.watch?.job?.version).toBe(0)
})
