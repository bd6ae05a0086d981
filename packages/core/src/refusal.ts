// Every way the core says no: one code for each reason, with the exact text that a client of Nomad sees.

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface RefusalParts {
  'deployment-not-found': []
  'cannot-pause-terminal': []
  'cannot-resume-terminal': []
  'deployment-missing': [id: string]
  'deployment-terminal': [id: string, status: string]
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
