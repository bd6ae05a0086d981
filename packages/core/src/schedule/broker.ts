// Which evaluation runs next, and which waiting ones it makes pointless. Rules: semantics/4 §5.4.

import type { Evaluation } from '../entities/evaluation.ts'
import { compareBytes } from '../order.ts'
import type { State } from '../state.ts'
import { type Micros, plus, seconds, zero } from '../time.ts'

/** The pending evaluation to run now, or undefined: higher priority first, then the older one, then the lower id. */
export function nextEvaluation(state: State, at: Micros): Evaluation | undefined {
  let next: Evaluation | undefined
  for (const evaluation of readyEvaluations(state, at)) if (!next || runsBefore(evaluation, next)) next = evaluation
  return next
}

// Those that wait for nothing, then those whose instant has come, at a cost that follows their number.
function* readyEvaluations(state: State, at: Micros): Iterable<Evaluation> {
  yield* state.tables.evaluations.by('runnable', '')
  for (const evaluation of state.tables.evaluations.ordered('ready')) {
    if (readyAt(evaluation) > at) return
    yield evaluation
  }
}

/** The instant from which a pending evaluation may run; zero for at once. */
export function readyAt(evaluation: Evaluation): Micros {
  if (evaluation.waitUntil !== zero) return evaluation.waitUntil
  return evaluation.wait === zero ? zero : plus(evaluation.createTime, evaluation.wait)
}

/** The earliest instant at which an evaluation that waits becomes ready. */
export function nextReady(state: State): Micros | undefined {
  for (const evaluation of state.tables.evaluations.ordered('ready')) return readyAt(evaluation)
  return undefined
}

/** How long an evaluation whose plans were refused too often waits before it is tried again. */
const conflictWait: Micros = seconds(60)

/** When a blocked evaluation runs again though nothing happens; zero for never. */
export function retryAt({ status, triggeredBy, modifyTime }: Evaluation): Micros {
  return status === 'blocked' && triggeredBy === 'max-plan-attempts' ? plus(modifyTime, conflictWait) : zero
}

/** The earliest instant of `retryAt`. */
export function nextRetry(state: State): Micros | undefined {
  for (const evaluation of state.tables.evaluations.ordered('retry')) return retryAt(evaluation)
  return undefined
}

/**
 * Once an evaluation is finished, one of those that waited for the same job runs next (higher priority, then the
 * newest) and the others are cancelled. These are the others.
 */
export function superseded(state: State, finished: Evaluation, at: Micros): readonly Evaluation[] {
  const waiting = [...readyEvaluations(state, at)].filter(
    (evaluation) =>
      evaluation.id !== finished.id &&
      evaluation.namespace === finished.namespace &&
      evaluation.jobId === finished.jobId,
  )
  waiting.sort((a, b) => b.priority - a.priority || b.modifyIndex - a.modifyIndex || compareBytes(a.id, b.id))
  return waiting.slice(1)
}

/** Whether an evaluation comes before another: higher priority first, then the older one, then the lower id. */
export function runsBefore(a: Evaluation, b: Evaluation): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority
  if (a.createIndex !== b.createIndex) return a.createIndex < b.createIndex
  return compareBytes(a.id, b.id) < 0
}
