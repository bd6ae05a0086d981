// Which of two allocations is kept: the one that came back, or the one that replaced it. Rules: semantics/2 §2.9 "pick".

import type { Allocation } from '../entities/allocation.ts'
import type { GroupDocument } from '../job-document/document.ts'
import type { Json, JsonObject } from '../json.ts'
import { type Micros, zero } from '../time.ts'
import { ownGroup } from './connection.ts'

/** True: keep the original. A replacement of a newer version or incarnation always wins. */
export function keepsReconnected(
  group: GroupDocument,
  original: Allocation,
  replacement: Allocation,
  now: Micros,
): boolean {
  if (isNewer(replacement, original)) return false
  const strategy = group.Disconnect?.Reconcile
  if (strategy === 'keep_original') return true
  if (strategy === 'keep_replacement') return false
  if (strategy === 'longest_running') return ranLonger(original, replacement, now)
  return scoresBetter(original, replacement)
}

function isNewer(a: Allocation, b: Allocation): boolean {
  return (a.job?.version ?? 0) > (b.job?.version ?? 0) || (a.job?.createIndex ?? 0) > (b.job?.createIndex ?? 0)
}

function scoresBetter(original: Allocation, replacement: Allocation): boolean {
  const score = normScore(replacement.metrics)
  if (score === undefined) return true
  const own = normScore(original.metrics)
  if (own !== undefined && score <= own) return true
  return replacement.clientStatus !== 'running' && original.clientStatus === 'running'
}

/** The score of the chosen node: the first entry of the placement's metrics. */
function normScore(metrics: Json): number | undefined {
  if (!isObject(metrics)) return undefined
  const scores = metrics.ScoreMetaData
  if (!Array.isArray(scores) || scores.length === 0) return undefined
  const first: Json = scores[0]
  const score = isObject(first) ? first.NormScore : undefined
  return typeof score === 'number' ? score : 0
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function ranLonger(original: Allocation, replacement: Allocation, now: Micros): boolean {
  const tasks = ownGroup(original)?.Tasks ?? []
  const mine = startOf(original, tasks, now)
  const other = startOf(replacement, tasks, now)
  if (mine === zero && other === zero) return scoresBetter(original, replacement)
  if (mine === zero || other === zero) return other === zero
  return mine < other
}

function startOf(allocation: Allocation, tasks: GroupDocument['Tasks'], now: Micros): Micros {
  let earliest = zero
  for (const task of tasks) {
    const start = taskStart(allocation, task.Name)
    if (task.Leader) return start
    if (start !== zero && start < now && (earliest === zero || start < earliest)) earliest = start
  }
  return earliest
}

function taskStart(allocation: Allocation, task: string): Micros {
  const state = allocation.taskStates?.find((one) => one.task === task)
  if (state === undefined) return zero
  return state.restarts > 0 ? state.lastRestart : state.startedAt
}
