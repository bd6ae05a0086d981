// How each fact about a job changes the tables of jobs and versions. Rules: semantics/1 §3.1–3.4, §5.2.

import type { Draft } from '../draft.ts'
import type { Folds } from '../evolve.ts'
import { copyJob, type Job, jobKey, versionKey } from './job.ts'
import type { JobEvents, VersionName } from './job-events.ts'
import { countChild, summarizeGroups } from './job-summary-folds.ts'
import { recordScaling } from './scaling.ts'
import type { VersionTag } from './version-tag.ts'

export const jobFolds: Folds<keyof JobEvents> = {
  JobRegistered: (draft, { job }) => writeVersion(draft, job),
  JobStopped: (draft, { job }) => writeVersion(draft, job),
  JobRolledBack: (draft, { job }) => writeVersion(draft, job),
  JobStabilitySet: (draft, { job, aside }) => (aside ? putVersion(draft, job) : writeVersion(draft, job)),
  JobStatusChanged: (draft, { namespace, jobId, status }) => {
    const current = draft.tables.jobs.get(jobKey(namespace, jobId))
    if (!current) return
    const row = copyJob(current)
    row.status = status
    row.modifyIndex = draft.index
    putCurrent(draft, row)
    draft.indexes.jobs = draft.index
  },
  JobVersionPruned: (draft, name) => {
    draft.tables.jobVersions = draft.tables.jobVersions.delete(keyOf(name), draft.edit)
    draft.indexes.job_version = draft.index
  },
  JobVersionTagged: (draft, event) => setTag(draft, event, event.tag),
  JobVersionUntagged: (draft, event) => setTag(draft, event, undefined),
  JobSubmissionStored: (draft, { submission }) => {
    draft.tables.jobSubmissions = draft.tables.jobSubmissions.set(submission, draft.edit)
  },
  JobSubmissionPruned: (draft, name) => {
    draft.tables.jobSubmissions = draft.tables.jobSubmissions.delete(keyOf(name), draft.edit)
  },
  JobPurged: (draft, { namespace, jobId }) => {
    const key = jobKey(namespace, jobId)
    draft.tables.jobs = draft.tables.jobs.delete(key, draft.edit)
    draft.tables.jobSummaries = draft.tables.jobSummaries.delete(key, draft.edit)
    draft.tables.scalingEvents = draft.tables.scalingEvents.delete(key, draft.edit)
    draft.indexes.jobs = draft.index
    draft.indexes.job_summary = draft.index
    draft.indexes.scaling_event = draft.index
  },
  ChildStatusCounted: countChild,
  ScalingRecorded: (draft, { namespace, jobId, group, scaling }) => {
    draft.tables.scalingEvents = draft.tables.scalingEvents.update(
      jobKey(namespace, jobId),
      (row) => recordScaling(row ?? { namespace, jobId, groups: [], modifyIndex: 0 }, group, scaling),
      draft.edit,
    )
    draft.indexes.scaling_event = draft.index
  },
}

function writeVersion(draft: Draft, job: Job): void {
  summarizeGroups(draft, job)
  putCurrent(draft, job)
  draft.indexes.jobs = draft.index
  draft.indexes.csi_plugins = draft.index
}

// The current job is in both tables, so that both show the same row.
function putCurrent(draft: Draft, job: Job): void {
  draft.tables.jobs = draft.tables.jobs.set(job, draft.edit)
  putVersion(draft, job)
}

function putVersion(draft: Draft, job: Job): void {
  draft.tables.jobVersions = draft.tables.jobVersions.set(job, draft.edit)
  draft.indexes.job_version = draft.index
}

// The current job's row follows its version's, but the index of `jobs` stays (semantics/1 §9, case 37).
function setTag(draft: Draft, name: VersionName, versionTag: VersionTag | undefined): void {
  const version = draft.tables.jobVersions.get(keyOf(name))
  if (!version) return
  const tagged = copyJob(version)
  tagged.versionTag = versionTag
  tagged.modifyIndex = draft.index
  draft.tables.jobVersions = draft.tables.jobVersions.set(tagged, draft.edit)
  draft.indexes.job_version = draft.index
  const current = draft.tables.jobs.get(jobKey(name.namespace, name.jobId))
  if (current?.version === name.version) draft.tables.jobs = draft.tables.jobs.set(tagged, draft.edit)
}

function keyOf({ namespace, jobId, version }: VersionName): string {
  return versionKey(namespace, jobId, version)
}
