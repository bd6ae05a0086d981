// What a job cannot become: its type and its being a template are fixed until it is purged. Rules: semantics/4 §2.3.

import type { Job } from '../entities/job.ts'
import { isParameterized, isPeriodic, type JobDocument } from '../job-document/document.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** The first reason against writing the document over the current job, stopped or not. */
export function forbiddenTransition(current: Job | undefined, document: JobDocument): Refusal | undefined {
  if (!current) return undefined
  const before = current.document
  if (before.Type !== document.Type) return refuse('job-type-fixed', before.Type, document.Type)
  if (isPeriodic(before) && !isPeriodic(document)) return refuse('job-stays-periodic')
  if (!isPeriodic(before) && isPeriodic(document)) return refuse('job-stays-non-periodic')
  if (isParameterized(before) && !isParameterized(document)) return refuse('job-stays-parameterized')
  if (!isParameterized(before) && isParameterized(document)) return refuse('job-stays-non-parameterized')
  return (before.Dispatched === true) === (document.Dispatched === true) ? undefined : refuse('job-dispatched-fixed')
}
