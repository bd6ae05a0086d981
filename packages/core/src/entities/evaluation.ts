// An evaluation: a request to look at a job. Rules: semantics/1 §1.6, semantics/4 §5.

import type { Json, JsonObject } from '../json.ts'
import type { Mutable } from '../mutable.ts'
import { type Micros, zero } from '../time.ts'

/** `canceled` is spelled as Nomad spells it. */
export type EvaluationStatus = 'blocked' | 'pending' | 'complete' | 'failed' | 'canceled'

/** A number by task group. */
export interface GroupCount {
  readonly group: string
  readonly count: number
}

/** Why a group could not be placed (Nomad: `AllocMetric`), by group. */
export interface FailedGroup {
  readonly group: string
  readonly metric: JsonObject
}

/** One evaluation. An empty string is "none" for ids. */
export interface Evaluation {
  readonly id: string
  readonly namespace: string
  readonly priority: number
  readonly type: string
  readonly triggeredBy: string
  readonly jobId: string
  readonly jobModifyIndex: number
  readonly nodeId: string
  readonly nodeModifyIndex: number
  readonly deploymentId: string
  readonly status: EvaluationStatus
  readonly statusDescription: string
  readonly wait: Micros
  readonly waitUntil: Micros
  readonly nextEvaluation: string
  readonly previousEvaluation: string
  readonly blockedEvaluation: string
  /** Undefined and empty are the same. In group-name order. */
  readonly failedGroups: readonly FailedGroup[] | undefined
  readonly planAnnotations: Json
  readonly classEligibility: JsonObject | undefined
  readonly escapedComputedClass: boolean
  readonly quotaLimitReached: string
  readonly annotatePlan: boolean
  /** Undefined changes no counter of the summary; `{ group, count: 0 }` sets zero. In group-name order. */
  readonly queuedAllocations: readonly GroupCount[] | undefined
  readonly snapshotIndex: number
  readonly createIndex: number
  readonly modifyIndex: number
  readonly createTime: Micros
  readonly modifyTime: Micros
  /** Fields of an imported row that the engine does not interpret. */
  readonly rest?: JsonObject
}

/** Complete, failed or canceled. */
export function isTerminalEvaluation(evaluation: Evaluation): boolean {
  return evaluation.status !== 'pending' && evaluation.status !== 'blocked'
}

/** A pending evaluation with every optional field empty; callers spread their own fields over it. */
export function newEvaluation(
  fields: Pick<Evaluation, 'id' | 'namespace' | 'priority' | 'type' | 'triggeredBy' | 'jobId'> & Partial<Evaluation>,
): Evaluation {
  return { ...blank, ...fields }
}

/** A copy whose fields may be set. All fields in one fixed order, as in `copyAllocation`. */
export function copyEvaluation(row: Evaluation): Mutable<Evaluation> {
  const copy: Mutable<Evaluation> = {
    id: row.id,
    namespace: row.namespace,
    priority: row.priority,
    type: row.type,
    triggeredBy: row.triggeredBy,
    jobId: row.jobId,
    jobModifyIndex: row.jobModifyIndex,
    nodeId: row.nodeId,
    nodeModifyIndex: row.nodeModifyIndex,
    deploymentId: row.deploymentId,
    status: row.status,
    statusDescription: row.statusDescription,
    wait: row.wait,
    waitUntil: row.waitUntil,
    nextEvaluation: row.nextEvaluation,
    previousEvaluation: row.previousEvaluation,
    blockedEvaluation: row.blockedEvaluation,
    failedGroups: row.failedGroups,
    planAnnotations: row.planAnnotations,
    classEligibility: row.classEligibility,
    escapedComputedClass: row.escapedComputedClass,
    quotaLimitReached: row.quotaLimitReached,
    annotatePlan: row.annotatePlan,
    queuedAllocations: row.queuedAllocations,
    snapshotIndex: row.snapshotIndex,
    createIndex: row.createIndex,
    modifyIndex: row.modifyIndex,
    createTime: row.createTime,
    modifyTime: row.modifyTime,
  }
  if (row.rest !== undefined) copy.rest = row.rest
  return copy
}

// With every field: spreading over what is there already is many times faster than adding to it.
const blank: Evaluation = {
  id: '',
  namespace: '',
  priority: 0,
  type: '',
  triggeredBy: '',
  jobId: '',
  jobModifyIndex: 0,
  nodeId: '',
  nodeModifyIndex: 0,
  deploymentId: '',
  status: 'pending',
  statusDescription: '',
  wait: zero,
  waitUntil: zero,
  nextEvaluation: '',
  previousEvaluation: '',
  blockedEvaluation: '',
  failedGroups: undefined,
  planAnnotations: null,
  classEligibility: undefined,
  escapedComputedClass: false,
  quotaLimitReached: '',
  annotatePlan: false,
  queuedAllocations: undefined,
  snapshotIndex: 0,
  createIndex: 0,
  modifyIndex: 0,
  createTime: zero,
  modifyTime: zero,
}
