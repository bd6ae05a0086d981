// Which jobs a change concerns, each once and in a fixed order: Nomad's own order comes from an unordered map (semantics/1 §0).

import { jobKey } from '../entities/job.ts'
import { compareBytes } from '../order.ts'

/** What names a job. */
export interface JobName {
  readonly namespace: string
  readonly jobId: string
}

/** The jobs that the rows belong to, by namespace and id; the last row of each. */
export function jobsOf<T extends JobName>(rows: readonly T[]): readonly T[] {
  const names = new Map<string, T>()
  for (const row of rows) names.set(jobKey(row.namespace, row.jobId), row)
  return [...names].sort(([a], [b]) => compareBytes(a, b)).map(([, name]) => name)
}
