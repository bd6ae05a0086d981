// The subpath `job-documents`: from what a client sends to a document that a command may carry, and what differs between two of them.
// Apart from the public list of the core, because who is handed admitted documents needs none of it.

export { type Admission, type AdmittedCommand, admit, admitCommand, type Submitted } from './commands/admission.ts'
export { planOf, type Submission, submissionOf, validationOf } from './commands/job-submission.ts'
export { annotate, type GroupUpdates } from './job-diff/annotate.ts'
export type { DiffType, FieldDiff, JobDiff, ObjectDiff, TaskDiff, TaskGroupDiff } from './job-diff/diff.ts'
export { diffable, jobDiff } from './job-diff/job-diff.ts'
export {
  type AdmittedJob,
  admitJob,
  admitPlan,
  type JobRequest,
  type RefusedJob,
  type ValidatedJob,
  validateRequest,
} from './job-document/admit.ts'
export { type Body, bodyOf } from './job-document/body.ts'
export { type ReadBody, readBody } from './job-document/body-text.ts'
export { completeDocument } from './job-document/complete.ts'
export { decodeBody } from './job-document/decode.ts'
export { type ParsedDuration, parseDuration, printDuration } from './job-document/durations.ts'
export {
  freshSurroundings,
  looksLikeTimeZone,
  type NamespaceRules,
  openNamespace,
  type Surroundings,
} from './job-document/surroundings.ts'
export {
  any as anyField,
  type Block,
  block as blockOf,
  blocks as blocksField,
  bytes as bytesField,
  duration as durationField,
  type Field,
  flag as flagField,
  integer as integerField,
  list as listField,
  map as mapField,
  maybe as blockField,
  text as textField,
  texts as textsField,
  value as valueField,
} from './job-fields/field.ts'
export { jobBlock } from './job-fields/job.ts'
export { type JobPlan, type PlanRequest, planJob } from './schedule/plan-job.ts'
