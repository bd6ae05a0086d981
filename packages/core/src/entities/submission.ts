// The source text of a job version, as its author sent it. Rules: semantics/1 §3.1 step f.

/** The source of one job version. */
export interface JobSubmission {
  readonly namespace: string
  readonly jobId: string
  readonly version: number
  readonly source: string
  readonly format: string
  readonly variables: string
  readonly variableFlags: readonly { readonly name: string; readonly value: string }[] | undefined
  readonly jobModifyIndex: number
}
