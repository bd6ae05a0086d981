// Deletes a job with its versions, deployments, allocations, sources and history; evaluations that were pending are closed.
// Rules: semantics/1 §3.2, purge table.

import { type Draft, record } from '../draft.ts'
import { type Job, jobKey, versionsKey } from '../entities/job.ts'
import { deleteServicesOf } from './delete-service-registrations.ts'
import { countChildStatus } from './job-status.ts'
import { versionsOf } from './job-versions.ts'
import { hasPolicies } from './settle-policies.ts'

/** Always done whole: a purge of a job that exists is never refused. */
export function purgeJob(draft: Draft, job: Job): undefined {
  const { namespace, id: jobId } = job
  if (job.status !== 'dead') countChildStatus(draft, job, 'dead')
  record(draft, { type: 'JobPurged', namespace, jobId })
  const tables = ['job_version', 'allocs'] as const
  record(draft, { type: 'IndexesMoved', tables: hasPolicies(job) ? [...tables, 'scaling_policy'] : tables })
  purgeVersions(draft, job)
  const { deployments, evaluations, allocations } = draft.tables
  const key = jobKey(namespace, jobId)
  const orphans = { deployments: [...deployments.by('job', key)], allocations: [...allocations.by('job', key)] }
  const pending = [...evaluations.by('openOfJob', key)].filter(({ status }) => status === 'pending')
  for (const { id } of orphans.deployments) record(draft, { type: 'DeploymentDeleted', deploymentId: id })
  for (const { id } of pending) {
    record(draft, { type: 'EvaluationClosedByPurge', evaluationId: id, description: `job ${jobId} deleted` })
  }
  for (const { id } of orphans.allocations) {
    record(draft, { type: 'AllocationDeleted', allocationId: id })
    deleteServicesOf(draft, id)
  }
}

function purgeVersions(draft: Draft, { namespace, id: jobId }: Job): void {
  for (const { version } of versionsOf(draft.tables, namespace, jobId)) {
    record(draft, { type: 'JobVersionPruned', namespace, jobId, version })
  }
  for (const { version } of [...draft.tables.jobSubmissions.prefix(versionsKey(namespace, jobId))]) {
    record(draft, { type: 'JobSubmissionPruned', namespace, jobId, version })
  }
}
