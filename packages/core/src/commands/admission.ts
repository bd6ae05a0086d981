// Admits a job document against the state: what a document alone can tell is judged by `job-document`, what names refer to here.
// Rules: semantics/4 §1.1, §2.1 row 9.

import type { JobDocument } from '../job-document/document.ts'
import { serverForm } from '../job-document/server-form.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** The document as it will be stored, and what its author should know. */
export interface Admission {
  readonly document: JobDocument
  /** Empty when there is nothing to say. */
  readonly warnings: string
}

/** Admits a document; all that is wrong with it is told at once. */
export function admit(state: State, document: JobDocument): Admission | Refusal {
  const whole = serverForm(document)
  const faults = unknownNames(state, whole)
  return faults.length > 0 ? refuse('job-invalid', faults) : { document: whole, warnings: '' }
}

function unknownNames({ tables }: State, { ID, Namespace, NodePool }: JobDocument): readonly string[] {
  const faults: string[] = []
  if (!tables.namespaces.has(Namespace)) faults.push(refuse('nonexistent-namespace', ID, Namespace).text)
  if (!tables.nodePools.has(NodePool)) faults.push(refuse('nonexistent-node-pool', ID, NodePool).text)
  return faults
}
