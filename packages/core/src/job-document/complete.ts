// Completes a job document whose absent fields are zero, as recordings and storage keep them. Rules:
// oracle/README-reconciler §1.

import { jobBlock } from '../job-fields/job.ts'
import type { JsonObject } from '../json.ts'
import type { JobDocument } from './document.ts'
import { completeBlock } from './fill.ts'
import { documentOf } from './split.ts'

/**
 * The document with every field of Nomad's job, absent ones zero, unknown ones kept; without the fields that the server
 * owns.
 */
export function completeDocument(partial: JsonObject): JobDocument {
  return documentOf(completeBlock(jobBlock, partial))
}
