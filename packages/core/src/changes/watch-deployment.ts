// A deployment is seen for the first time: its watcher keeps the job that is current at the end of the entry, for good.
// Rules: semantics/3 §1.2, §1.4 "Same-spec test".

import { type Draft, record } from '../draft.ts'
import { type Deployment, isActive, isTerminal } from '../entities/deployment.ts'
import { jobKey } from '../entities/job.ts'

/** Gives the deployment of a plan a watcher, at the end of the entry: one that is new, or that came back from its end. */
export function watchPlanned(draft: Draft, { id }: Deployment): void {
  const [before, after] = [draft.base.tables.deployments.get(id), draft.tables.deployments.get(id)]
  if (after && (!before || (isTerminal(before) && isActive(after)))) watchAnew(draft, after)
}

/** Gives a deployment a watcher that has just begun. Without a job there is nothing that it could go by. */
export function watchAnew(draft: Draft, { id, namespace, jobId }: Deployment): void {
  const job = draft.tables.jobs.get(jobKey(namespace, jobId))
  record(draft, { type: 'DeploymentWatched', deploymentId: id, job })
}

/** The deployments of a job that came back: a plan in flight can leave one behind when its job is purged (semantics/1 §9, case 55). */
export function watchOrphans(draft: Draft, namespace: string, jobId: string): void {
  for (const deployment of [...draft.tables.deployments.by('activeOfJob', jobKey(namespace, jobId))]) {
    if (isActive(deployment) && !deployment.watch?.job) watchAnew(draft, deployment)
  }
}
