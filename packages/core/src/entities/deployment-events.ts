// What happens to deployments. Rules: semantics/1 §2, §3.5–3.9, §4.2.

import type { Micros } from '../time.ts'
import type { Deployment } from './deployment.ts'

/** A new status with its text; `updatedAt` becomes the deployment's time of modification. */
export interface StatusFact {
  readonly deploymentId: string
  readonly description: string
  readonly updatedAt: Micros
}

/**
 * What the write of one allocation adds to its deployment's group. Counters follow reports, not states: an allocation that
 * recovers is not counted again. Rules: semantics/1 §4.2.
 */
export interface Count {
  readonly deploymentId: string
  readonly group: string
  readonly placed: 0 | 1
  readonly healthy: -1 | 0 | 1
  /** −1 only where an allocation that recovers is counted. */
  readonly unhealthy: -1 | 0 | 1
  /** The allocation, if it is a canary (listed once); else empty. */
  readonly canary: string
  /** When its health was reported, or zero. */
  readonly timestamp: Micros
  /** The allocation's time of modification, which becomes the deployment's. */
  readonly modifyTime: Micros
}

/** Deployment event type → what it carries. */
export interface DeploymentEvents {
  /** A plan started a deployment. */
  DeploymentCreated: { readonly deployment: Deployment }
  /** A plan wrote a whole deployment over the stored one, which keeps its counters and deadlines. */
  DeploymentReplaced: { readonly deployment: Deployment }
  /** A deployment holds: nothing new starts, and every deadline starts again. */
  DeploymentPaused: StatusFact
  /** A deployment goes on, with fresh deadlines. */
  DeploymentResumed: StatusFact
  DeploymentSucceeded: StatusFact
  DeploymentFailed: StatusFact
  DeploymentCancelled: StatusFact
  /** Not started: multi-region jobs begin so. */
  DeploymentInitialized: StatusFact
  /** Waits for another region to start. */
  DeploymentHeld: StatusFact
  /** Done here, and waits for other regions. */
  DeploymentBlocked: StatusFact
  /** Lets the other regions go on. */
  DeploymentUnblocked: StatusFact
  /** Groups go on past their canaries, with fresh deadlines from `restartedAt` for groups whose deadline ran. */
  DeploymentPromoted: StatusFact & { readonly groups: readonly string[]; readonly restartedAt: Micros }
  /** An allocation was counted although its own row changed elsewhere or not at all. */
  AllocationCounted: { readonly count: Count }
}
