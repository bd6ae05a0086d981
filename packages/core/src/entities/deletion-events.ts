// What goes: rows that are collected or purged. None of it appears on Nomad's event stream but the evaluations that a purge closes.
// Rules: semantics/1 §3.2, §3.9, §3.10.

/** Deletion event type → what it carries. */
export interface DeletionEvents {
  DeploymentDeleted: { readonly deploymentId: string }
  EvaluationDeleted: { readonly evaluationId: string }
  AllocationDeleted: { readonly allocationId: string }
  /** A pending evaluation lost its job. Its modify index and time stay as they were. */
  EvaluationClosedByPurge: { readonly evaluationId: string; readonly description: string }
}
