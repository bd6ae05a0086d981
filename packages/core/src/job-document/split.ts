// Divides a whole job into the document and what the server owns of it. Rules: semantics/4 §1.3, §1.4.

import type { JobDocument } from './document.ts'
import type { StoredJob, TagDocument } from './document-stored.ts'

/** Fields of a job that are not part of its document. */
const serverFields: ReadonlySet<string> = new Set([
  'Stop',
  'Status',
  'StatusDescription',
  'Stable',
  'Version',
  'SubmitTime',
  'CreateIndex',
  'ModifyIndex',
  'JobModifyIndex',
  'VersionTag',
])

/** A document, and what a client may name of the rest. */
export interface SplitJob {
  readonly document: JobDocument
  readonly stop: boolean
  /** Honoured for a new job, and where it is above the current version. */
  readonly version: number
  readonly versionTag: TagDocument | null
}

export function splitJob(job: StoredJob): SplitJob {
  return { document: documentOf(job), stop: job.Stop, version: job.Version, versionTag: job.VersionTag }
}

/** The job without what the server owns. */
export function documentOf(job: JobDocument): JobDocument {
  return Object.fromEntries(Object.entries(job).filter(([key]) => !serverFields.has(key))) as JobDocument
}
