// What is written on an evaluation when it is done, and the evaluations that are made to wait in its place.
// Rules: semantics/2 §4.7, semantics/4 §5.2, §5.5.

import { type Evaluation, type EvaluationStatus, type FailedGroup, newEvaluation } from '../entities/evaluation.ts'
import { jobKey } from '../entities/job.ts'
import { compareBytes } from '../order.ts'
import type { State } from '../state.ts'
import { later, type Micros, micros, plus } from '../time.ts'
import { annotationsJson } from './annotations.ts'
import type { Attempt } from './attempt.ts'
import { escapesClasses } from './class-eligibility.ts'
import type { Failures, Outcome } from './outcome.ts'
import type { Plan } from './plan.ts'

/** How an evaluation ends, or goes on waiting. */
export interface Ending {
  readonly status: EvaluationStatus
  readonly description: string
  /** The evaluation that waits for room instead; empty for none. */
  readonly blocked: string
  /** The last follow-up; empty for none. */
  readonly next: string
}

/** The evaluation with everything that the attempt found out. `committed` is what was left of its plan. */
export function endedEvaluation(attempt: Attempt, outcome: Outcome, committed: Plan, ending: Ending): Evaluation {
  const { evaluation, at, state } = attempt
  return {
    ...touched(evaluation, at),
    status: ending.status,
    statusDescription: ending.description,
    deploymentId: outcome.deploymentId,
    failedGroups: failedGroups(outcome.failures),
    queuedAllocations: queuedAfter(state, outcome, committed),
    planAnnotations: annotationsJson(outcome.desired),
    blockedEvaluation: ending.blocked === '' ? evaluation.blockedEvaluation : ending.blocked,
    nextEvaluation: ending.next === '' ? evaluation.nextEvaluation : ending.next,
    snapshotIndex: state.lastIndex,
    ...(ending.status === 'blocked' ? waiting(attempt) : {}),
  }
}

/** An evaluation that ended without an attempt. */
export function closedEvaluation(
  evaluation: Evaluation,
  at: Micros,
  ending: Pick<Ending, 'status' | 'description'>,
): Evaluation {
  return { ...touched(evaluation, at), status: ending.status, statusDescription: ending.description }
}

/** An evaluation that waits for room in place of the attempt's. */
export function blockedEvaluation(attempt: Attempt, failures: Failures, nodeId: string): Evaluation {
  return {
    ...childOf(attempt),
    triggeredBy: 'queued-allocs',
    statusDescription: 'created to place remaining allocations',
    failedGroups: failedGroups(failures),
    nodeId,
    ...waiting(attempt),
  }
}

/** An evaluation that tries again later what was refused too often. */
export function conflictEvaluation(attempt: Attempt, failures: Failures): Evaluation {
  return {
    ...childOf(attempt),
    triggeredBy: 'max-plan-attempts',
    statusDescription: 'created due to placement conflicts',
    failedGroups: failedGroups(failures),
    ...waiting(attempt),
  }
}

/** A follow-up as it is created: it points back. */
export function followupEvaluation({ evaluation, at, state }: Attempt, followup: Evaluation): Evaluation {
  return {
    ...followup,
    previousEvaluation: evaluation.id,
    snapshotIndex: state.lastIndex,
    createTime: at,
    modifyTime: at,
  }
}

/** The blocked evaluations of the same job (and node, for system jobs) that a new one makes needless. */
export function duplicatesOf(state: State, fresh: Evaluation, current: Evaluation): readonly Evaluation[] {
  const open = [...state.tables.evaluations.by('openOfJob', jobKey(fresh.namespace, fresh.jobId))]
  return open.filter(({ id, status, nodeId }) => status === 'blocked' && id !== current.id && nodeId === fresh.nodeId)
}

function childOf({ evaluation, at, state, newId }: Attempt): Evaluation {
  return newEvaluation({
    id: newId(),
    namespace: evaluation.namespace,
    priority: evaluation.priority,
    type: evaluation.type,
    triggeredBy: '',
    jobId: evaluation.jobId,
    jobModifyIndex: evaluation.jobModifyIndex,
    status: 'blocked',
    previousEvaluation: evaluation.id,
    snapshotIndex: state.lastIndex,
    createTime: at,
    modifyTime: at,
  })
}

// What a blocked evaluation says of the room that would help it.
function waiting({ job, staging }: Attempt): Pick<Evaluation, 'escapedComputedClass' | 'classEligibility'> {
  const escaped = job !== undefined && escapesClasses(job.document)
  const classes = staging.classes.summary()
  const isKnown = !escaped && Object.keys(classes).length > 0
  return { escapedComputedClass: escaped, classEligibility: isKnown ? classes : undefined }
}

// Clients rely on the time moving with every write, whatever the clock does.
function touched(evaluation: Evaluation, at: Micros): Evaluation {
  return { ...evaluation, modifyTime: later(at, plus(evaluation.createTime, micros(1))) }
}

/** Why groups failed, in the order of their names; undefined when none did. */
export function failedGroups(failures: Failures): readonly FailedGroup[] | undefined {
  if (failures.size === 0) return undefined
  return [...failures].map(([group, metric]) => ({ group, metric })).sort((a, b) => compareBytes(a.group, b.group))
}

function queuedAfter(state: State, { wanted }: Outcome, committed: Plan): Evaluation['queuedAllocations'] {
  const queued = new Map(wanted)
  for (const { id, group } of committed.updates) {
    if (!state.tables.allocations.has(id)) queued.set(group, (queued.get(group) ?? 0) - 1)
  }
  return [...queued].map(([group, count]) => ({ group, count })).sort((a, b) => compareBytes(a.group, b.group))
}
