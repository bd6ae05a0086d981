// What the registration and the stop of a job do to its deployments and allocations. Rules: semantics/1 §3.1, §3.2 step 1.

import type { Deployment } from './deployment.ts'

/** Registration event type → what it carries. */
export interface RegistrationEvents {
  /** A multi-region job came with a deployment of its own. */
  DeploymentCarried: { readonly deployment: Deployment }
  /** A newer version of the job took over. */
  DeploymentSuperseded: { readonly deploymentId: string; readonly description: string }
  /** An allocation of a stopped job is not to wait before it is killed. */
  AllocationHurried: { readonly allocationId: string }
}
