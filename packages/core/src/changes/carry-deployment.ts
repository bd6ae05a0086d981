// Takes over the deployment that a multi-region job brings along: the job's latest one is cancelled if it is active.
// Rules: semantics/1 §3.1 "Transaction 2..n", §2 edge C3.

import { type Draft, record } from '../draft.ts'
import { type Deployment, deploymentText, isActive } from '../entities/deployment.ts'
import { copyDeployment } from '../entities/deployment-copy.ts'
import type { Job } from '../entities/job.ts'
import { latestDeployment } from '../queries/deployments.ts'
import { watchAnew } from './watch-deployment.ts'

/** Cancels the job's latest deployment and stores the one it carries, bound to the version just written. */
export function carryDeployment(draft: Draft, job: Job, deployment: Deployment): void {
  const latest = latestDeployment(draft, job.namespace, job.id)
  if (latest && isActive(latest)) {
    record(draft, { type: 'DeploymentSuperseded', deploymentId: latest.id, description: deploymentText.newerJob })
  }
  const bound = copyDeployment(deployment)
  bound.jobVersion = job.version
  bound.jobModifyIndex = job.modifyIndex
  bound.jobSpecModifyIndex = job.jobModifyIndex
  bound.jobCreateIndex = job.createIndex
  record(draft, { type: 'DeploymentCarried', deployment: bound })
  watchAnew(draft, bound)
}
