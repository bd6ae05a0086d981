// What readers of recorded log messages share: what a reader is, and the parts that many messages have.

import type { Change, Evaluation, Job, JsonObject } from '@cutover/core'
import { objectAt } from './read.ts'
import { readEvaluation, readJob } from './rows.ts'

/** Reads one message type. */
export type RequestReader = (request: JsonObject) => Change

/** The evaluation under a key, if there is one. */
export function evaluationAt(request: JsonObject, key: string): Evaluation | undefined {
  const evaluation = objectAt(request, key)
  return evaluation && readEvaluation(evaluation)
}

/** The job under a key, if there is one. */
export function jobAt(request: JsonObject, key: string): Job | undefined {
  const job = objectAt(request, key)
  return job && readJob(job)
}
