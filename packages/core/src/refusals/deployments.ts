// The refusals of commands about deployments. Rules: client-surface §3.1.

import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface DeploymentRefusals {
  'deployment-not-found': []
  'cannot-pause-terminal': []
  'cannot-resume-terminal': []
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
}

/** Refusal code → the exact text. */
export const deploymentRefusals: RefusalTexts<DeploymentRefusals> = {
  'deployment-not-found': () => 'deployment not found',
  'cannot-pause-terminal': () => "can't pause terminal deployment",
  'cannot-resume-terminal': () => "can't resume terminal deployment",
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
}
