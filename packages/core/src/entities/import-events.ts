// What another cluster tells of its rows. Each event carries a whole row, as it stands there, and takes the place of what was known of
// it: how the row came to be so is not known here.

import type { Allocation } from './allocation.ts'
import type { Deployment } from './deployment.ts'
import type { Evaluation } from './evaluation.ts'
import type { Job } from './job.ts'
import type { Node } from './node.ts'

/** Import event type → what it carries. */
export interface ImportEvents {
  /** A version of a job that is the current one from now on. */
  JobImported: { readonly job: Job }
  DeploymentImported: { readonly deployment: Deployment }
  EvaluationImported: { readonly evaluation: Evaluation }
  AllocationImported: { readonly allocation: Allocation }
  NodeImported: { readonly node: Node }
}
