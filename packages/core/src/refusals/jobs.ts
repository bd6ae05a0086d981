// The refusals of commands about jobs. Rules: semantics/4 §2, §3.

import { errorList } from '../error-list.ts'
import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface JobRefusals {
  'stable-job-id-missing': []
  'job-version-missing': [job: string, namespace: string, version: number]
  'tag-latest-version': [version: number]
  'scale-group-missing': []
  'scale-count-negative': []
  'scale-count-with-error': []
  'scale-job-missing': [job: string]
  'scale-system-job': []
  'scale-group-unknown': [group: string]
  'scale-below-minimum': [count: number, minimum: number]
  'scale-above-maximum': [count: number, maximum: number]
  'scale-deployment-active': []
  'evaluate-job-id-missing': []
  'job-not-found': []
  'evaluate-periodic': []
  'evaluate-parameterized': []
  'stop-job-id-missing': []
  'submitted-job-missing': []
  'namespace-mismatch': [request: string, job: string]
  'job-type-fixed': [before: string, after: string]
  'job-stays-periodic': []
  'job-stays-non-periodic': []
  'job-stays-parameterized': []
  'job-stays-non-parameterized': []
  'job-dispatched-fixed': []
  'revert-job-id-missing': []
  'revert-job-missing': [job: string]
  'revert-to-current': []
  'prior-version-differs': [current: number, wanted: number]
  'dispatch-job-id-missing': []
  'dispatch-job-missing': []
  'dispatch-not-parameterized': [job: string]
  'dispatch-stopped': [job: string]
  'dispatch-payload-required': []
  'dispatch-payload-forbidden': []
  'dispatch-payload-too-large': [size: number, most: number]
  'dispatch-meta-unpermitted': [keys: string]
  'dispatch-meta-missing': [keys: string]
  'dispatch-priority': []
  'force-not-periodic': []
  'force-not-tracked': [job: string, namespace: string]
  'job-invalid': [faults: readonly string[]]
}

/** Refusal code → the exact text. */
export const jobRefusals: RefusalTexts<JobRefusals> = {
  'stable-job-id-missing': () => 'missing job ID for marking job as stable',
  'job-version-missing': (job, namespace, version) =>
    `job "${job}" in namespace "${namespace}" at version ${version} not found`,
  'tag-latest-version': (version) => `version must be zero when tagging latest, got: ${version}`,
  'scale-group-missing': () => 'missing task group name for scaling action',
  'scale-count-negative': () => "scaling action count can't be negative",
  'scale-count-with-error': () => 'scaling action should not contain count if error is true',
  'scale-job-missing': (job) => `job "${job}" not found`,
  'scale-system-job': () => 'jobs of type "system" can only be scaled between 0 and 1',
  'scale-group-unknown': (group) => `task group "${group}" specified for scaling does not exist in job`,
  'scale-below-minimum': (count, minimum) => `group count was less than scaling policy minimum: ${count} < ${minimum}`,
  'scale-above-maximum': (count, maximum) =>
    `group count was greater than scaling policy maximum: ${count} > ${maximum}`,
  'scale-deployment-active': () => 'job scaling blocked due to active deployment',
  'evaluate-job-id-missing': () => 'missing job ID for evaluation',
  'job-not-found': () => 'job not found',
  'evaluate-periodic': () => "can't evaluate periodic job",
  'evaluate-parameterized': () => "can't evaluate parameterized job",
  'stop-job-id-missing': () => 'missing job ID for deregistering',
  'submitted-job-missing': () => 'missing job for registration',
  'namespace-mismatch': (request, job) => `mismatched request namespace in request: "${request}", "${job}"`,
  'job-type-fixed': (before, after) => `cannot update job from type "${before}" to "${after}"`,
  'job-stays-periodic': () => 'cannot update periodic job to being non-periodic',
  'job-stays-non-periodic': () => 'cannot update non-periodic job to being periodic',
  'job-stays-parameterized': () => 'cannot update parameterized job to being non-parameterized',
  'job-stays-non-parameterized': () => 'cannot update non-parameterized job to being parameterized',
  'job-dispatched-fixed': () => "field 'Dispatched' is read-only",
  'revert-job-id-missing': () => 'missing job ID for revert',
  'revert-job-missing': (job) => `job "${job}" not found`,
  'revert-to-current': () => "can't revert to current version",
  'prior-version-differs': (current, wanted) => `Current job has version ${current}; enforcing version ${wanted}`,
  'dispatch-job-id-missing': () => 'missing parameterized job ID',
  'dispatch-job-missing': () => 'parameterized job not found',
  'dispatch-not-parameterized': (job) => `Specified job "${job}" is not a parameterized job`,
  'dispatch-stopped': (job) => `Specified job "${job}" is stopped`,
  'dispatch-payload-required': () => 'Payload is not provided but required by parameterized job',
  'dispatch-payload-forbidden': () => 'Payload provided but forbidden by parameterized job',
  'dispatch-payload-too-large': (size, most) => `Payload exceeds maximum size; ${size} > ${most}`,
  'dispatch-meta-unpermitted': (keys) => `Dispatch request included unpermitted metadata keys: [${keys}]`,
  'dispatch-meta-missing': (keys) => `Dispatch did not provide required meta keys: [${keys}]`,
  'dispatch-priority': () => 'dispatch job priority must be between [1, 100]',
  'force-not-periodic': () => "can't force launch non-periodic job",
  'force-not-tracked': (job, namespace) =>
    `force launch for job "${job}" failed: can't force run non-tracked job "${job}" (${namespace})`,
  'job-invalid': errorList,
}
