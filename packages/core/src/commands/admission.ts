// Admits a job document to the cluster: server defaults, then everything that is wrong with it at once, then what its author should
// know. Rules: semantics/4 §1.1, §2.1 row 9.

import type { Command, OperatorCommand } from '../command.ts'
import type { VersionTag } from '../entities/version-tag.ts'
import type { JobDocument } from '../job-document/document.ts'
import type { StoredJob } from '../job-document/document-stored.ts'
import { completeBlock } from '../job-document/fill.ts'
import { serverForm } from '../job-document/server-form.ts'
import { jobWarnings } from '../job-document/warnings.ts'
import { jobBlock } from '../job-fields/job.ts'
import { warningList } from '../job-validation/texts.ts'
import { validateJob } from '../job-validation/validate.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { versionToRevertTo } from './revert-job.ts'
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

/** A command whose job was admitted, and what the job's author should know. */
export interface AdmittedCommand {
  readonly command: Command
  /** Empty when there is nothing to say. */
  readonly warnings: string
}

/** Admits a document, or tells all that is wrong with it. */
export function admit(state: State, submitted: Submitted): Admission | Refusal {
  const around = surroundingsOf(state)
  const document = serverForm(submitted.document, around.namespace(submitted.document.Namespace)?.nodePool)
  const job = wholeJob({ ...submitted, document })
  const faults = validateJob(job, around)
  if (faults.length > 0) return refuse('job-invalid', faults)
  return { document, warnings: warningList(jobWarnings(job, around.memoryOversubscription)) }
}

/**
 * Admits the job that a command brings or goes back to; whoever hands commands to the core calls it first. What the command itself
 * is refused for comes before, so that is left for the core to say.
 */
export function admitCommand(state: State, command: Command): AdmittedCommand | Refusal {
  if (command.type === 'SubmitJob') return admitSubmission(state, command)
  if (command.type === 'RevertJob') return admitReversion(state, command)
  return { command, warnings: '' }
}

function admitSubmission(state: State, command: OperatorCommand<'SubmitJob'>): AdmittedCommand | Refusal {
  const { namespace, registration } = command
  if (!registration || namespace !== (registration.document.Namespace || 'default')) return { command, warnings: '' }
  const admission = admit(state, registration)
  if (isRefusal(admission)) return admission
  const { document, warnings } = admission
  return { command: { ...command, registration: { ...registration, document } }, warnings }
}

// A version may have come about by scaling, which is not held to all rules, or under other ones.
function admitReversion(state: State, command: OperatorCommand<'RevertJob'>): AdmittedCommand | Refusal {
  const reverted = versionToRevertTo(state, command)
  if (isRefusal(reverted)) return { command, warnings: '' }
  const admission = admit(state, { ...reverted.target, versionTag: undefined })
  return isRefusal(admission) ? admission : { command, warnings: admission.warnings }
}

function wholeJob({ document, stop, version, versionTag }: Submitted): StoredJob {
  const tag = versionTag && {
    Name: versionTag.name,
    Description: versionTag.description,
    TaggedTime: versionTag.taggedTime * 1_000,
  }
  return completeBlock(jobBlock, { ...document, Stop: stop, Version: version, VersionTag: tag ?? null })
}
