// Admits a job document against the state: what a document alone can tell is judged by `job-document`, what names refer to here.
// Rules: semantics/4 §1.1, §2.1 row 9.

import type { JobDocument } from '../job-document/document.ts'
import type { Refusal } from '../refusal.ts'
import type { State } from '../state.ts'

/** The document as it will be stored, and what its author should know. */
export interface Admission {
  readonly document: JobDocument
  /** Empty when there is nothing to say. */
  readonly warnings: string
}

export function admit(_state: State, document: JobDocument): Admission | Refusal {
  return { document, warnings: '' }
}
