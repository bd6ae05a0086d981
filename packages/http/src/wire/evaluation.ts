// An evaluation on the wire, without what is empty. Rules: client-surface §1.5.

import type { Evaluation } from '@cutover/core'
import { encode, Raw, type Wire } from './encode.ts'
import { omitEmpty } from './omit-empty.ts'
import { nanos, rfc3339 } from './time.ts'

const texts = new WeakMap<Evaluation, Raw>()

/** The JSON of an evaluation; made once for each row. */
export function wireEvaluation(row: Evaluation): Raw {
  const known = texts.get(row)
  if (known) return known
  const text = new Raw(encode(evaluationObject(row)))
  texts.set(row, text)
  return text
}

/** An evaluation as an object, for those who add to it. */
export function evaluationObject(row: Evaluation): { readonly [key: string]: Wire } {
  return omitEmpty({
    ...row.rest,
    AnnotatePlan: row.annotatePlan,
    BlockedEval: row.blockedEvaluation,
    ClassEligibility: row.classEligibility,
    CreateIndex: row.createIndex,
    CreateTime: nanos(row.createTime),
    DeploymentID: row.deploymentId,
    EscapedComputedClass: row.escapedComputedClass,
    FailedTGAllocs: Object.fromEntries((row.failedGroups ?? []).map(({ group, metric }) => [group, metric])),
    ID: row.id,
    JobID: row.jobId,
    JobModifyIndex: row.jobModifyIndex,
    ModifyIndex: row.modifyIndex,
    ModifyTime: nanos(row.modifyTime),
    Namespace: row.namespace,
    NextEval: row.nextEvaluation,
    NodeID: row.nodeId,
    NodeModifyIndex: row.nodeModifyIndex,
    PlanAnnotations: row.planAnnotations,
    PreviousEval: row.previousEvaluation,
    Priority: row.priority,
    QueuedAllocations: Object.fromEntries((row.queuedAllocations ?? []).map(({ group, count }) => [group, count])),
    QuotaLimitReached: row.quotaLimitReached,
    SnapshotIndex: row.snapshotIndex,
    Status: row.status,
    StatusDescription: row.statusDescription,
    TriggeredBy: row.triggeredBy,
    Type: row.type,
    Wait: nanos(row.wait),
    WaitUntil: rfc3339(row.waitUntil),
  })
}

/** What a related evaluation shows. */
export function evaluationStub(row: Evaluation): Wire {
  return {
    BlockedEval: row.blockedEvaluation,
    CreateIndex: row.createIndex,
    CreateTime: nanos(row.createTime),
    DeploymentID: row.deploymentId,
    ID: row.id,
    JobID: row.jobId,
    ModifyIndex: row.modifyIndex,
    ModifyTime: nanos(row.modifyTime),
    Namespace: row.namespace,
    NextEval: row.nextEvaluation,
    NodeID: row.nodeId,
    PreviousEval: row.previousEvaluation,
    Priority: row.priority,
    Status: row.status,
    StatusDescription: row.statusDescription,
    TriggeredBy: row.triggeredBy,
    Type: row.type,
    WaitUntil: rfc3339(row.waitUntil),
  }
}
