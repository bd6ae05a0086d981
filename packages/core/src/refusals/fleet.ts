// The refusals of commands and reports about nodes and single allocations. Rules: client-surface §3.9, §3.10, semantics/3 §3.2.

import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface FleetRefusals {
  'allocation-id-missing': []
  'allocation-lookup': [fault: string]
  'allocation-unknown': [id: string]
  'node-status-id-missing': []
  'node-registration-id-missing': []
  'drain-node-id-missing': []
  'eligibility-node-id-missing': []
  'eligibility-unknown': [eligibility: string]
  'report-empty': []
  'report-node-id-missing': []
  'report-node-unknown': [id: string]
  'report-node-out-of-touch': [id: string, status: string]
}

/** Refusal code → the exact text. */
export const fleetRefusals: RefusalTexts<FleetRefusals> = {
  'allocation-id-missing': () => 'Missing allocation ID',
  'allocation-lookup': (fault) => `alloc lookup failed: ${fault}`,
  'allocation-unknown': (id) => `Unknown allocation "${id}"`,
  'node-status-id-missing': () => 'missing node ID for client status update',
  'node-registration-id-missing': () => 'missing node ID for client registration',
  'drain-node-id-missing': () => 'missing node ID for drain update',
  'eligibility-node-id-missing': () => 'missing node ID for setting scheduling eligibility',
  'eligibility-unknown': (eligibility) => `invalid scheduling eligibility "${eligibility}"`,
  'report-empty': () => 'must update at least one allocation',
  'report-node-id-missing': () => 'missing node ID',
  'report-node-unknown': (id) => `node ${id} not found`,
  'report-node-out-of-touch': (id, status) => `node ${id} is not allowed to update allocs while in status ${status}`,
}
