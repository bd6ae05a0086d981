// Which events change the status of a deployment: what the keys `[` and `]` jump to, and what is told aloud.

const statusEvents = new Set([
  'DeploymentCreated',
  'DeploymentPaused',
  'DeploymentResumed',
  'DeploymentPromoted',
  'DeploymentSucceeded',
  'DeploymentFailed',
  'DeploymentCancelled',
  'DeploymentImported',
  'JobRolledBack',
])

/** Whether people are told of an event as a change of status. */
export function isStatusEvent(type: string): boolean {
  return statusEvents.has(type)
}
