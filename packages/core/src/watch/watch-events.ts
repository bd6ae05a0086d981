// The facts that a watcher must remember between entries. They move no index and are invisible to clients of Nomad's API.
// Rules: semantics/3 §1.2, §5.2.

import type { Job } from '../entities/job.ts'
import type { Micros } from '../time.ts'

/** What happens to the memory of a deployment's watcher. */
export interface WatchEvents {
  /** A deployment was seen for the first time, with the job that was current then. */
  DeploymentWatched: { readonly deploymentId: string; readonly job: Job | undefined }
  /** A batch of grants and evaluations was opened, or got more to do. */
  WatchWindowOpened: {
    readonly deploymentId: string
    readonly due: Micros
    readonly evaluation: boolean
    readonly grants: readonly string[]
  }
  /** The open batch was flushed or has become pointless. */
  WatchWindowClosed: { readonly deploymentId: string }
  /** A deadline fired and was let pass: it does not fire again for the same cut-off. */
  DeadlineSkipped: { readonly deploymentId: string; readonly cutoff: Micros }
}
