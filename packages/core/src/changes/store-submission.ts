// Keeps the source text of a job version, and drops the oldest texts of the job. Rules: semantics/1 §3.1 step f.

import { type Draft, record } from '../draft.ts'
import { type Job, versionKey, versionsKey } from '../entities/job.ts'
import type { JobSubmission } from '../entities/submission.ts'

const submissionsMax = 6

/** Stores a source under the job's version unless there is one. */
export function storeSubmission(draft: Draft, job: Job, source: JobSubmission | undefined): void {
  const { namespace, id: jobId, version, jobModifyIndex } = job
  if (!source || draft.tables.jobSubmissions.has(versionKey(namespace, jobId, version))) return
  record(draft, { type: 'JobSubmissionStored', submission: { ...source, namespace, jobId, version, jobModifyIndex } })
  for (const { version: surplus } of submissionsOf(draft, job).slice(submissionsMax)) {
    record(draft, { type: 'JobSubmissionPruned', namespace, jobId, version: surplus })
  }
}

function submissionsOf(draft: Draft, { namespace, id }: Job): readonly JobSubmission[] {
  const all = [...draft.tables.jobSubmissions.prefix(versionsKey(namespace, id))]
  return all.sort((a, b) => b.jobModifyIndex - a.jobModifyIndex || b.version - a.version)
}
