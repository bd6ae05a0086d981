// What a simulated node tells the servers about one allocation, and whether it is worth a message. Rules: semantics/3 §2.5, §3.1.

import { type Allocation, type JsonObject, type Micros, zero } from '@cutover/core'
import type { Runner } from './runner.ts'
import type { Task } from './task.ts'

/** The fields that travel from a node. */
export interface Report {
  readonly id: string
  readonly nodeId: string
  readonly clientStatus: Allocation['clientStatus']
  readonly clientDescription: string
  readonly taskStates: NonNullable<Allocation['taskStates']>
  /** Undefined: the node has nothing to say about health. */
  readonly health: { readonly healthy: boolean; readonly timestamp: Micros } | undefined
}

/** How soon a report has to go out. */
export type Urgency = 'urgent' | 'typical' | 'none'

/** The allocation as its node sees it now. */
export function reportOf(runner: Runner): Report {
  const { allocation } = runner
  const status = runner.status()
  return {
    id: allocation.id,
    nodeId: allocation.nodeId,
    clientStatus: status,
    clientDescription: descriptions[status],
    taskStates: runner.tasks.map(taskState).sort((a, b) => (a.task < b.task ? -1 : 1)),
    health: healthOf(runner, status),
  }
}

/** How soon `report` has to go out, given what the servers acknowledged last. */
export function urgency(report: Report, acknowledged: Report | undefined): Urgency {
  if (!acknowledged) return report.clientStatus === 'failed' ? 'urgent' : 'typical'
  if (report.clientStatus !== acknowledged.clientStatus) return 'urgent'
  return JSON.stringify(report) === JSON.stringify(acknowledged) ? 'none' : 'typical'
}

const descriptions = {
  pending: 'No tasks have started',
  running: 'Tasks are running',
  complete: 'All tasks have completed',
  failed: 'Failed tasks',
} as const

// A failed allocation of a deployment that is not decided is reported unhealthy with a zero timestamp (semantics/3 §2.5).
function healthOf(runner: Runner, status: string): Report['health'] {
  if (runner.healthy !== undefined) return { healthy: runner.healthy, timestamp: runner.healthTimestamp }
  if (status === 'failed' && runner.allocation.deploymentId !== '') return { healthy: false, timestamp: zero }
  return undefined
}

function taskState(task: Task): Report['taskStates'][number] {
  const events: readonly JsonObject[] = [...task.events]
  return {
    task: task.name,
    state: task.state,
    failed: task.failed,
    restarts: task.restarts,
    lastRestart: task.lastRestart,
    startedAt: task.startedAt,
    finishedAt: task.finishedAt,
    events,
  }
}
