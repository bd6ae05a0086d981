// Marks a version of a job stable or unstable by hand. Rules: semantics/4 §3.2.

import { versionKey } from '../entities/job.ts'
import { type Proposal, propose } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** Asks to set a version's flag. Repeating it changes nothing but moves the index. */
export interface DeclareJobStable {
  readonly namespace: string
  readonly jobId: string
  readonly version: number
  readonly stable: boolean
}

export function decideDeclareJobStable(state: State, command: DeclareJobStable): Proposal | Refusal {
  const { namespace, jobId, version, stable } = command
  if (jobId === '') return refuse('stable-job-id-missing')
  if (!state.tables.jobVersions.has(versionKey(namespace, jobId, version))) {
    return refuse('job-version-missing', jobId, namespace, version)
  }
  return propose({ type: 'MarkJobStable', namespace, jobId, version, stable })
}
