// What the write of an allocation does to its deployment and to its job's summary: decided here, folded with the fact.
// Rules: semantics/1 §4.2.

import { type Draft, record } from '../draft.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { Effects } from '../entities/allocation-events.ts'
import { deploymentGroup } from '../entities/deployment.ts'
import type { Count } from '../entities/deployment-events.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { zero } from '../time.ts'
import { markRolledOut } from './job-stability.ts'
import { summarize } from './summarize.ts'

/** The effects of writing `next` over `stored`. A refusal leaves the deployment counted, as in Nomad's client updates. */
export function effectsOf(draft: Draft, next: Allocation, stored: Allocation | undefined): Effects | Refusal {
  const count = countOf(draft, next, stored)
  const apart = count !== undefined && countsInSucceeded(draft, count)
  const refusal = apart ? countInSucceeded(draft, count) : undefined
  if (refusal) return refusal
  const move = summarize(draft, next, stored)
  if (!isRefusal(move)) return { count: apart ? undefined : count, move }
  if (count && !apart) record(draft, { type: 'AllocationCounted', count })
  return move
}

/** What is counted when `next` is written over `stored`; undefined when nothing is. Health is not looked at on placement. */
export function countOf(draft: Draft, next: Allocation, stored: Allocation | undefined): Count | undefined {
  if (next.deploymentId === '') return undefined
  const deployment = draft.tables.deployments.get(next.deploymentId)
  if (!deployment || !deploymentGroup(deployment, next.group)) return undefined
  if (stored?.deploymentId !== next.deploymentId) return counted(next, { placed: 1, healthy: 0, unhealthy: 0 })

  const { quirks } = draft.base
  const before = stored.health?.healthy
  const after = next.health?.healthy
  if (after === undefined || before === after || (before === false && quirks.countsReports)) return undefined
  if (after) return counted(next, { placed: 0, healthy: 1, unhealthy: before === false ? -1 : 0 })
  const count = counted(next, { placed: 0, healthy: before ? -1 : 0, unhealthy: 1 })
  return quirks.pushesDeadlineOnFlip ? count : { ...count, timestamp: zero }
}

function counted(next: Allocation, numbers: Pick<Count, 'placed' | 'healthy' | 'unhealthy'>): Count {
  return {
    deploymentId: next.deploymentId,
    group: next.group,
    placed: numbers.placed,
    healthy: numbers.healthy,
    unhealthy: numbers.unhealthy,
    canary: next.health?.canary ? next.id : '',
    timestamp: next.health?.timestamp ?? zero,
    modifyTime: next.modifyTime,
  }
}

function countsInSucceeded({ tables }: Draft, { deploymentId }: Count): boolean {
  return tables.deployments.get(deploymentId)?.status === 'successful'
}

// A write of a successful deployment marks its version stable again, before anything else of the allocation happens.
function countInSucceeded(draft: Draft, count: Count): Refusal | undefined {
  record(draft, { type: 'AllocationCounted', count })
  const deployment = draft.tables.deployments.get(count.deploymentId)
  return deployment && markRolledOut(draft, deployment)
}
