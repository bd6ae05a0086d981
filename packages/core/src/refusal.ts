// Every way the core says no: one code for each reason, with the exact text that a client of Nomad sees.

import { errorList } from './error-list.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface RefusalParts {
  'deployment-not-found': []
  'cannot-pause-terminal': []
  'cannot-resume-terminal': []
  'deployment-missing': [id: string]
  'deployment-terminal': [id: string, status: string]
  'canaries-unhealthy': [groups: readonly ShortGroup[]]
  'promotion-undone': []
  'health-allocation-unknown': [id: string]
  'health-allocation-lookup': [id: string, fault: string]
  'allocation-of-other-deployment': [allocation: string, deployment: string]
  'eval-broker-enabled': []
  'summary-missing': [job: string, namespace: string]
  'summary-group-missing': [group: string]
  'plan-summary-missing': [job: string, namespace: string]
  'plan-summary-group-missing': [group: string]
  'plan-evaluation-unknown': [id: string]
  'stopped-allocation-unknown': [id: string]
  'allocation-without-job': [id: string]
  'allocation-without-evaluation': []
  'nonexistent-namespace': [job: string, namespace: string]
  'nonexistent-node-pool': [job: string, pool: string]
  'enforced-job-exists': []
  'enforced-job-missing': [wanted: number]
  'enforced-index-differs': [wanted: number, found: number]
  'purge-job-missing': []
  'deregister-job-missing': [job: string, namespace: string]
  'tag-taken': [tag: string, job: string]
  'tag-version-missing': [job: string, version: number]
  'tag-not-found': [tag: string, job: string]
  'node-not-found': []
  'draining-node-eligible': []
  'namespace-not-found': []
  'default-namespace': []
  'namespace-in-use': [namespace: string, job: string]
  'node-pool-missing': [name: string]
  'deployment-id-missing': []
  'deployment-lookup': [fault: string]
  'deployment-job-unknown': [id: string, job: string]
  'cannot-promote-terminal': []
  'cannot-fail-terminal': []
  'cannot-set-health-terminal': []
  'cannot-unblock-terminal': []
  'cannot-run-terminal': []
  'cannot-cancel-terminal': []
  'no-allocations-to-mark': []
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
  'allocation-id-missing': []
  'allocation-lookup': [fault: string]
  'evaluation-lookup': [fault: string]
  'evaluation-list-lookup': [fault: string]
  'node-lookup': [fault: string]
  'allocation-unknown': [id: string]
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
  'node-status-id-missing': []
  'node-registration-id-missing': []
  'drain-node-id-missing': []
  'eligibility-node-id-missing': []
  'eligibility-unknown': [eligibility: string]
  'uuid-fault': [fault: string]
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
  'filter-unreadable': [fault: string]
  'filter-fails': [fault: string]
  'compared-tag-missing': [tag: string]
  'compared-version-missing': [version: number]
  'job-invalid': [faults: readonly string[]]
  'report-empty': []
  'report-node-id-missing': []
  'report-node-unknown': [id: string]
  'report-node-out-of-touch': [id: string, status: string]
}

/** The closed list of reasons. */
export type RefusalCode = keyof RefusalParts

/** Refusal code → the exact text. */
const refusalText: { readonly [C in RefusalCode]: (...parts: RefusalParts[C]) => string } = {
  'deployment-not-found': () => 'deployment not found',
  'cannot-pause-terminal': () => "can't pause terminal deployment",
  'cannot-resume-terminal': () => "can't resume terminal deployment",
  'deployment-missing': (id) => `Deployment ID "${id}" couldn't be updated as it does not exist`,
  'deployment-terminal': (id, status) => `Deployment "${id}" has terminal status "${status}":`,
  'canaries-unhealthy': canariesText,
  'promotion-undone': () => 'deployment promotion cannot be undone',
  'health-allocation-unknown': (id) => `unknown alloc "${id}"`,
  'health-allocation-lookup': (id, fault) => `alloc "${id}" lookup failed: ${fault}`,
  'allocation-of-other-deployment': (allocation, deployment) =>
    `alloc "${allocation}" is not part of deployment "${deployment}"`,
  'eval-broker-enabled': () => 'eval broker is enabled; eval broker must be paused to delete evals',
  'summary-missing': summaryMissing,
  'summary-group-missing': summaryGroupMissing,
  'plan-summary-missing': (job, namespace) => `error updating job summary: ${summaryMissing(job, namespace)}`,
  'plan-summary-group-missing': (group) => `error updating job summary: ${summaryGroupMissing(group)}`,
  'plan-evaluation-unknown': (id) => `unable to find eval id "${id}"`,
  'stopped-allocation-unknown': (id) => `alloc ${id} doesn't exist`,
  'allocation-without-job': (id) => `attempting to upsert allocation "${id}" without a job`,
  'allocation-without-evaluation': () => "alloc insert failed: missing value for index 'eval'",
  'nonexistent-namespace': (job, namespace) => `job "${job}" is in nonexistent namespace "${namespace}"`,
  'nonexistent-node-pool': (job, pool) => `job "${job}" is in nonexistent node pool "${pool}"`,
  'enforced-job-exists': () => 'Enforcing job modify index 0: job already exists',
  'enforced-job-missing': (wanted) => `Enforcing job modify index ${wanted}: job does not exist`,
  'enforced-index-differs': (wanted, found) =>
    `Enforcing job modify index ${wanted}: job exists with conflicting job modify index: ${found}`,
  'purge-job-missing': () => 'DeleteJob failed: job not found',
  'deregister-job-missing': (job, namespace) => `job "${job}" in namespace "${namespace}" doesn't exist to be deregistered`,
  'tag-taken': (tag, job) => `tag "${tag}" already exists on a different version of job "${job}"`,
  'tag-version-missing': (job, version) => `job "${job}" version ${version} not found`,
  'tag-not-found': (tag, job) => `tag "${tag}" not found on job "${job}"`,
  'node-not-found': () => 'node not found',
  'draining-node-eligible': () => "can not set node's scheduling eligibility to eligible while it is draining",
  'namespace-not-found': () => 'namespace not found',
  'default-namespace': () => 'default namespace can not be deleted',
  'namespace-in-use': (namespace, job) =>
    `namespace "${namespace}" contains at least one non-terminal job "${job}". ` +
    'All jobs must be terminal in namespace before it can be deleted',
  'node-pool-missing': (name) => `node pool ${name} not found`,
  'deployment-id-missing': () => 'missing deployment ID',
  'deployment-lookup': (fault) => `deployment lookup failed: ${fault}`,
  'deployment-job-unknown': (id, job) => `deployment "${id}" references unknown job "${job}"`,
  'cannot-promote-terminal': () => "can't promote terminal deployment",
  'cannot-fail-terminal': () => "can't fail terminal deployment",
  'cannot-set-health-terminal': () => "can't set health of allocations for a terminal deployment",
  'cannot-unblock-terminal': () => "can't unblock terminal deployment",
  'cannot-run-terminal': () => "can't run terminal deployment",
  'cannot-cancel-terminal': () => "can't cancel terminal deployment",
  'no-allocations-to-mark': () => 'must specify at least one healthy/unhealthy allocation ID',
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
  'scale-above-maximum': (count, maximum) => `group count was greater than scaling policy maximum: ${count} > ${maximum}`,
  'scale-deployment-active': () => 'job scaling blocked due to active deployment',
  'evaluate-job-id-missing': () => 'missing job ID for evaluation',
  'job-not-found': () => 'job not found',
  'evaluate-periodic': () => "can't evaluate periodic job",
  'evaluate-parameterized': () => "can't evaluate parameterized job",
  'stop-job-id-missing': () => 'missing job ID for deregistering',
  'allocation-id-missing': () => 'Missing allocation ID',
  'allocation-lookup': (fault) => `alloc lookup failed: ${fault}`,
  'evaluation-lookup': (fault) => `failed to lookup eval: eval lookup failed: ${fault}`,
  'evaluation-list-lookup': (fault) => `eval lookup failed: ${fault}`,
  'node-lookup': (fault) => `node lookup failed: ${fault}`,
  'allocation-unknown': (id) => `Unknown allocation "${id}"`,
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
  'node-status-id-missing': () => 'missing node ID for client status update',
  'node-registration-id-missing': () => 'missing node ID for client registration',
  'drain-node-id-missing': () => 'missing node ID for drain update',
  'eligibility-node-id-missing': () => 'missing node ID for setting scheduling eligibility',
  'eligibility-unknown': (eligibility) => `invalid scheduling eligibility "${eligibility}"`,
  'uuid-fault': (fault) => fault,
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
  'filter-unreadable': (fault) =>
    `failed to create result paginator: failed to read filter expression: ${fault}`,
  'filter-fails': (fault) => `failed to read result page: ${fault}`,
  'compared-tag-missing': (tag) => `tag "${tag}" not found`,
  'compared-version-missing': (version) => `version ${version} not found`,
  'job-invalid': errorList,
  'report-empty': () => 'must update at least one allocation',
  'report-node-id-missing': () => 'missing node ID',
  'report-node-unknown': (id) => `node ${id} not found`,
  'report-node-out-of-touch': (id, status) => `node ${id} is not allowed to update allocs while in status ${status}`,
}

/** A group that has too few healthy canaries to be promoted. */
export interface ShortGroup {
  readonly group: string
  readonly healthy: number
  readonly wanted: number
}

function canariesText(groups: readonly ShortGroup[]): string {
  return errorList(
    groups.map(({ group, healthy, wanted }) => `Task group "${group}" has ${healthy}/${wanted} healthy allocations`),
  )
}

function summaryMissing(job: string, namespace: string): string {
  return `job summary for job "${job}" in namespace "${namespace}" is not present`
}

function summaryGroupMissing(group: string): string {
  return `unable to find task group in the job summary: ${group}`
}

/** The typed no: why, and the text for a person. Never thrown. */
export interface Refusal {
  readonly refused: true
  readonly code: RefusalCode
  readonly text: string
}

/** A refusal for one reason, with the parts of its text. */
export function refuse<C extends RefusalCode>(code: C, ...parts: RefusalParts[C]): Refusal {
  return { refused: true, code, text: refusalText[code](...parts) }
}

/** Whether an outcome is a refusal. */
export function isRefusal(outcome: object | undefined): outcome is Refusal {
  return outcome !== undefined && 'refused' in outcome
}
