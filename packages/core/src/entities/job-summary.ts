// Counts of a job's allocations by group and client status. Rules: semantics/1 §1.7, §4.3.

/** One group's counts. `complete` and `failed` never decrease but by a recount. */
export interface GroupSummary {
  readonly group: string
  readonly queued: number
  readonly complete: number
  readonly failed: number
  readonly running: number
  readonly starting: number
  readonly lost: number
  readonly unknown: number
}

/** Counts of a parent's children by status. */
export interface ChildrenSummary {
  readonly pending: number
  readonly running: number
  readonly dead: number
}

/** The summary of one job; `createIndex` is the job's and tells incarnations apart. Groups are in name order. */
export interface JobSummary {
  readonly namespace: string
  readonly jobId: string
  readonly groups: readonly GroupSummary[]
  readonly children: ChildrenSummary | undefined
  readonly createIndex: number
  readonly modifyIndex: number
}
