// Takes one node's report about one allocation: its status, its health for the deployment, and whether it is back in touch.
// Rules: semantics/1 §3.11, rows 1–5.

import { type Draft, record } from '../draft.ts'
import {
  type Allocation,
  type AllocationHealth,
  type ClientStatus,
  isClientTerminal,
  type NamedTaskState,
  wasUnknown,
} from '../entities/allocation.ts'
import { healthAt } from '../entities/allocation-copy.ts'
import { jobKey } from '../entities/job.ts'
import type { Json } from '../json.ts'
import { isRefusal } from '../refusal.ts'
import type { Micros } from '../time.ts'
import { type Counted, effectsOf } from './counting.ts'
import { deleteServicesOf } from './delete-service-registrations.ts'

/** What a node says. Everything but health replaces what is stored, also by nothing. */
export interface AllocationReport {
  readonly allocationId: string
  /** Empty: the report does not say which node it comes from. */
  readonly nodeId: string
  /** Nodes leave the job out; then no other allocation is found that waits for the same evaluation (semantics/1 §9, case 49). */
  readonly namespace: string
  readonly jobId: string
  readonly clientStatus: ClientStatus
  readonly clientDescription: string
  readonly taskStates: readonly NamedTaskState[] | undefined
  readonly networkStatus: Json
  /** Undefined keeps the health. */
  readonly health: Omit<AllocationHealth, 'modifyIndex'> | undefined
  /** When a server received it. */
  readonly modifyTime: Micros
}

/** Takes the report; false when it had to be dropped because of the summary. What it counted by then stays counted. */
export function applyReport(draft: Draft, report: AllocationReport, stored: Allocation): boolean {
  const { clientStatus, modifyTime } = report
  const health = healthAfter(stored.health, report.health)
  const shown = health ? healthAt(health, draft.index) : stored.health
  const effects = effectsOf(draft, reported(stored, report, shown), stored)
  if (isRefusal(effects)) return false

  const reconnected = isBack(stored, clientStatus)
  record(draft, {
    type: 'AllocationReported',
    allocationId: stored.id,
    clientStatus,
    clientDescription: report.clientDescription,
    taskStates: report.taskStates,
    networkStatus: report.networkStatus,
    health,
    modifyTime,
    reconnected,
    canceledEvaluationId: reconnected ? canceledBy(draft, report, stored) : '',
    count: effects.count,
    move: effects.move,
  })
  if (isClientTerminal(report)) deleteServicesOf(draft, stored.id)
  return true
}

function reported(stored: Allocation, report: AllocationReport, health: AllocationHealth | undefined): Counted {
  const { id, namespace, jobId, job, group, deploymentId } = stored
  const { clientStatus, modifyTime } = report
  return { id, namespace, jobId, job, group, clientStatus, deploymentId, health, modifyTime }
}

type Health = Omit<AllocationHealth, 'modifyIndex'>

// A first status is taken whole. Later only a different health is: it cannot be taken back, and the canary flag stays.
function healthAfter(stored: Health | undefined, reported: Health | undefined): Health | undefined {
  if (!reported || !stored) return reported
  if (reported.healthy === undefined || reported.healthy === stored.healthy) return undefined
  return { healthy: reported.healthy, timestamp: reported.timestamp, canary: stored.canary }
}

function isBack(stored: Allocation, status: ClientStatus): boolean {
  const isInTouch = status === 'running' || status === 'complete' || status === 'failed'
  return stored.followupEvaluationId !== '' && isInTouch && wasUnknown(stored)
}

function canceledBy(draft: Draft, report: AllocationReport, allocation: Allocation): string {
  const id = allocation.followupEvaluationId
  return draft.tables.evaluations.has(id) && !isShared(draft, report, allocation) ? id : ''
}

// Others that wait for the same evaluation are looked for in the last committed state, in the job that the report names.
function isShared({ base }: Draft, { namespace, jobId }: AllocationReport, allocation: Allocation): boolean {
  for (const other of base.tables.allocations.by('liveOfJob', jobKey(namespace, jobId))) {
    if (other.id !== allocation.id && other.followupEvaluationId === allocation.followupEvaluationId) return true
  }
  return false
}
