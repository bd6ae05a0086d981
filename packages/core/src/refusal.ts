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
