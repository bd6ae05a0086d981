// Launches a child of a periodic job: now, whatever its schedule says, or for the instant that its schedule named. Rules: semantics/4 §3.7, §8.1.

import { type Job, jobKey } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import { isPeriodic } from '../job-document/document.ts'
import { fieldOf } from '../json.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import type { Micros } from '../time.ts'
import { launchChild } from './launch-child.ts'

/** Asks to launch a periodic job; other children may still run. */
export interface ForcePeriodicJob {
  readonly namespace: string
  readonly jobId: string
  /** The instant that the child is named after; now unless given. */
  readonly scheduledFor?: Micros
}

export function decideForcePeriodicJob(state: State, command: ForcePeriodicJob, stamp: Stamp): Proposal | Refusal {
  const { namespace, jobId } = command
  if (jobId === '') return refuse('evaluate-job-id-missing')
  const parent = state.tables.jobs.get(jobKey(namespace, jobId))
  if (!parent) return refuse('job-not-found')
  if (!isPeriodic(parent.document)) return refuse('force-not-periodic')
  const tracked = !parent.stop && fieldOf(parent.document.Periodic, 'Enabled') !== false
  if (!tracked) return refuse('force-not-tracked', jobId, namespace)
  return launchChild(state, periodicChild(parent, command.scheduledFor ?? stamp.at, stamp.at), {
    stamp,
    triggeredBy: 'periodic-job',
  })
}

/** The child for a launch at an instant: the same second gives the same child. */
function periodicChild(parent: Job, launch: Micros, now: Micros): Job {
  const id = `${parent.id}/periodic-${Math.floor(launch / 1_000_000)}`
  const document = { ...parent.document, ID: id, Name: id, ParentID: parent.id, Periodic: null }
  return { ...parent, id, document, submitTime: now }
}
