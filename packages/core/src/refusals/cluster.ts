// The refusals of commands about the cluster as a whole: namespaces, the scheduler's configuration, evaluations to delete.
// Rules: semantics/1 §3.15, client-surface §3.2.

import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface ClusterRefusals {
  'purge-node-id-missing': []
  'evaluate-node-id-missing': []
  'evaluation-missing': []
  'scheduler-algorithm': [algorithm: string]
  'namespaces-missing': []
  'namespace-alive': [faults: readonly string[]]
  'registration-disabled': []
  'variable-changed': []
}

/** Refusal code → the exact text. */
export const clusterRefusals: RefusalTexts<ClusterRefusals> = {
  'purge-node-id-missing': () => 'missing node ID for client deregistration',
  'evaluate-node-id-missing': () => 'missing node ID for evaluation',
  'evaluation-missing': () => 'eval not found',
  'scheduler-algorithm': (algorithm) => `invalid scheduler algorithm: ${algorithm}`,
  'namespaces-missing': () => 'must specify at least one namespace to delete',
  'namespace-alive': (faults) => faults.join('\n'),
  'variable-changed': () => 'variable changed',
  'registration-disabled': () => 'Job registration, dispatch, and scale are disabled by the scheduler configuration',
}
