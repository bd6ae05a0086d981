// Pure reads of deployments. Rules: client-surface §1.1, §1.2.

import { type Deployment } from '../entities/deployment.ts'
import { jobKey } from '../entities/job.ts'
import type { State } from '../state.ts'

/** The job's deployment with the highest create index, of whatever incarnation. */
export function latestDeployment({ tables }: State, namespace: string, jobId: string): Deployment | undefined {
  let latest: Deployment | undefined
  for (const row of tables.deployments.by('job', jobKey(namespace, jobId))) {
    if (!latest || row.createIndex > latest.createIndex) latest = row
  }
  return latest
}
