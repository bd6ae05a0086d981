// What the write of an allocation does to its deployment and to its job's summary: decided here, folded with the fact.
// Rules: semantics/1 §4.2.

import { type Draft, record } from '../draft.ts'
import type { Allocation } from '../entities/allocation.ts'
import type { Effects } from '../entities/allocation-events.ts'
import { type Deployment, deploymentGroup } from '../entities/deployment.ts'
import type { Count } from '../entities/deployment-events.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { zero } from '../time.ts'
import { markRolledOut } from './job-stability.ts'
import { summarize } from './summarize.ts'

/** What the counters go by of an allocation as it is about to be written. */
export type Counted = Pick<
  Allocation,
  'id' | 'namespace' | 'jobId' | 'job' | 'group' | 'clientStatus' | 'deploymentId' | 'health' | 'modifyTime'
>

/** The effects of writing `next` over `stored`. A refusal leaves the deployment counted, as in Nomad's client updates. */
export function effectsOf(draft: Draft, next: Counted, stored: Allocation | undefined): Effects | Refusal {
  const deployment = deploymentOf(draft, next)
  const count = deployment && countIn(draft, next, stored)
  const apart = count !== undefined && deployment?.status === 'successful'
  const refusal = apart ? countInSucceeded(draft, count) : undefined
  if (refusal) return refusal
  const move = summarize(draft, next, stored)
  if (!isRefusal(move)) return { count: apart ? undefined : count, move }
  if (count && !apart) record(draft, { type: 'AllocationCounted', count })
  return move
}

/** What is counted when `next` is written over `stored`; undefined when nothing is. Health is not looked at on placement. */
export function countOf(draft: Draft, next: Counted, stored: Allocation | undefined): Count | undefined {
  return deploymentOf(draft, next) && countIn(draft, next, stored)
}

/** The deployment in which the allocation's group takes part. */
function deploymentOf({ tables }: Draft, { deploymentId, group }: Counted): Deployment | undefined {
  const deployment = deploymentId === '' ? undefined : tables.deployments.get(deploymentId)
  return deployment && deploymentGroup(deployment, group) ? deployment : undefined
}

function countIn(draft: Draft, next: Counted, stored: Allocation | undefined): Count | undefined {
  if (stored?.deploymentId !== next.deploymentId) return counted(next, { placed: 1, healthy: 0, unhealthy: 0 })

  const { quirks } = draft.base
  const before = stored.health?.healthy
  const after = next.health?.healthy
  if (after === undefined || before === after || (before === false && quirks.countsReports)) return undefined
  if (after) return counted(next, { placed: 0, healthy: 1, unhealthy: before === false ? -1 : 0 })
  const count = counted(next, { placed: 0, healthy: before ? -1 : 0, unhealthy: 1 })
  return quirks.pushesDeadlineOnFlip ? count : { ...count, timestamp: zero }
}

function counted(next: Counted, numbers: Pick<Count, 'placed' | 'healthy' | 'unhealthy'>): Count {
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

// A write of a successful deployment marks its version stable again, before anything else of the allocation happens.
function countInSucceeded(draft: Draft, count: Count): Refusal | undefined {
  record(draft, { type: 'AllocationCounted', count })
  const deployment = draft.tables.deployments.get(count.deploymentId)
  return deployment && markRolledOut(draft, deployment)
}
