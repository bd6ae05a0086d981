// What one attempt at an evaluation found out. Rules: semantics/2 §4.2, §4.7.

import type { Evaluation } from '../entities/evaluation.ts'
import type { JsonObject } from '../json.ts'
import type { DesiredUpdates } from '../reconcile/reconciliation.ts'
import type { Plan } from './plan.ts'

/** Group → why its first placement failed, with the number of those that were not tried after it. */
export type Failures = Map<string, JsonObject>

/** A request for room on one node that is full, for a system job. */
export interface FullNode {
  readonly nodeId: string
  readonly failures: Failures
}

/** A plan, and what its evaluation will say. */
export interface Outcome {
  readonly plan: Plan
  /** The deployment that the attempt held, of any status; empty for none. */
  readonly deploymentId: string
  readonly desired: readonly DesiredUpdates[]
  /** Group → how many allocations were wanted, placed or not. */
  readonly wanted: ReadonlyMap<string, number>
  readonly failures: Failures
  /** To be created before the plan is submitted. */
  readonly followups: readonly Evaluation[]
  /** Nodes that are to wake a system job when they have room again; service and batch jobs wait for any node. */
  readonly fullNodes: readonly FullNode[] | undefined
}
