// Admits a job document to the cluster: server defaults, then everything that is wrong with it at once, then what its author should
// know. Rules: semantics/4 §1.1, §2.1 row 9.

import type { VersionTag } from '../entities/version-tag.ts'
import type { JobDocument } from '../job-document/document.ts'
import type { StoredJob } from '../job-document/document-stored.ts'
import { completeBlock } from '../job-document/fill.ts'
import { serverForm } from '../job-document/server-form.ts'
import { jobWarnings } from '../job-document/warnings.ts'
import { jobBlock } from '../job-fields/job.ts'
import { warningList } from '../job-validation/texts.ts'
import { validateJob } from '../job-validation/validate.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { surroundingsOf } from './surroundings.ts'

/** A document and what else its author says of the job. */
export interface Submitted {
  readonly document: JobDocument
  readonly stop: boolean
  readonly version: number
  readonly versionTag: VersionTag | undefined
}

/** The document as it will be stored, and what its author should know. */
export interface Admission {
  readonly document: JobDocument
  /** Empty when there is nothing to say. */
  readonly warnings: string
}

/** Admits a document, or tells all that is wrong with it. */
export function admit(state: State, submitted: Submitted): Admission | Refusal {
  const around = surroundingsOf(state)
  const document = serverForm(submitted.document, around.namespace(submitted.document.Namespace)?.nodePool)
  const job = wholeJob(submitted, document)
  const faults = validateJob(job, around)
  if (faults.length > 0) return refuse('job-invalid', faults)
  return { document, warnings: warningList(jobWarnings(job, around.memoryOversubscription)) }
}

function wholeJob({ stop, version, versionTag }: Submitted, document: JobDocument): StoredJob {
  const tag = versionTag && {
    Name: versionTag.name,
    Description: versionTag.description,
    TaggedTime: versionTag.taggedTime * 1_000,
  }
  return completeBlock(jobBlock, { ...document, Stop: stop, Version: version, VersionTag: tag ?? null })
}
