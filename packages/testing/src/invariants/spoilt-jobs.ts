// Entries with one thing spoilt about rows, indexes, jobs and versions, and the invariant that must notice.

import { type State, zero } from '@cutover/core'
import {
  both,
  cause,
  deployments,
  events,
  jobSummaries,
  jobs,
  jobVersions,
  kept,
  type SpoiltCase,
  stepWith,
} from './spoil.ts'

/** Name, entry, and what is spoilt. */
export const spoiltJobs: readonly SpoiltCase[] = [
  ['indexes-in-order', stepWith('DeploymentCreated'), deployments.after(() => ({ createIndex: 9_999 }))],
  ['create-index-stays', stepWith('DeploymentPaused'), deployments.after(() => ({ createIndex: 1 }))],
  ['modify-index-grows', stepWith('DeploymentPaused'), deployments.after(() => ({ modifyIndex: 1, createIndex: 1 }))],
  [
    'table-index-covers-rows',
    stepWith('DeploymentPaused'),
    (step) => ({ ...step, state: { ...step.state, indexes: { ...step.state.indexes, deployment: 1 } } }),
  ],
  [
    'jobs-index-covers-rows',
    stepWith('JobRegistered'),
    (step) => ({ ...step, state: { ...step.state, indexes: { ...step.state.indexes, jobs: 0 } } }),
  ],
  [
    'table-indexes-grow',
    stepWith('DeploymentPaused'),
    (step) => ({ ...step, state: { ...step.state, indexes: { ...step.state.indexes, job_version: 0 } } }),
  ],
  ['nothing-without-facts', stepWith('DeploymentPaused'), kept()],
  [
    'latest-index-is-the-highest',
    stepWith('DeploymentPaused'),
    (step) => ({ ...step, state: { ...step.state, lastIndex: 1 } }),
  ],
  ['job-indexes-in-order', stepWith('JobRegistered'), jobs.after(() => ({ jobModifyIndex: 9_999 }))],
  [
    'summary-with-its-job',
    stepWith('JobRegistered'),
    (step) => ({
      ...step,
      state: { ...step.state, tables: { ...step.state.tables, jobSummaries: step.previous.tables.jobSummaries } },
    }),
  ],
  ['summary-of-the-incarnation', stepWith('JobRegistered'), jobSummaries.after(() => ({ createIndex: 1 }))],
  [
    'summary-not-negative',
    stepWith('JobRegistered'),
    jobSummaries.after((row) => ({
      groups: row.groups.map((group) => ({ ...group, running: -1 })),
    })),
  ],
  [
    'finished-counts-stay',
    stepWith('AllocationReported'),
    jobSummaries.before((row) => ({
      groups: row.groups.map((group) => ({ ...group, failed: 99 })),
    })),
  ],
  ['summary-has-the-groups', stepWith('JobRegistered'), jobSummaries.after(() => ({ groups: [] }))],
  ['replays-to-the-same', stepWith('DeploymentPaused'), deployments.after(() => ({ statusDescription: 'changed' }))],
  [
    'keeps-to-its-job',
    stepWith('DeploymentPromoted'),
    both(
      cause({ change: 'PromoteDeployment' }),
      deployments.after(() => ({ jobId: 'another' })),
    ),
  ],
  ['job-status-is-known', stepWith('JobRegistered'), jobs.after(() => ({ status: '' }))],
  [
    'job-status-is-derived',
    stepWith('EvaluationUpdated', 'scheduler'),
    (step) => {
      const [job] = step.state.tables.jobs
      return job ? { ...step, state: jobs.put(step.state, { ...job, status: 'dead' }) } : step
    },
  ],
  [
    'a-system-job-runs',
    stepWith('JobRegistered'),
    jobs.after((row) => ({ status: 'dead', document: { ...row.document, Type: 'system' } })),
  ],
  [
    'a-purge-leaves-nothing',
    stepWith('JobPurged'),
    (step) => ({
      ...step,
      state: { ...step.state, tables: { ...step.state.tables, deployments: step.previous.tables.deployments } },
    }),
  ],
  [
    'tracked-versions',
    stepWith('JobRegistered'),
    (step) => {
      const [job] = step.state.tables.jobs
      const versions = [11, 12, 13, 14, 15, 16, 17]
      return job
        ? {
            ...step,
            state: versions.reduce<State>((into, version) => jobVersions.put(into, { ...job, version }), step.state),
          }
        : step
    },
  ],
  [
    'the-right-version-goes',
    stepWith('JobStabilitySet'),
    both(
      jobVersions.before(() => ({ stable: true, versionTag: { name: 'gold', description: '', taggedTime: zero } })),
      events((all) => [...all, { type: 'JobVersionPruned', namespace: 'default', jobId: 'web', version: 0 }]),
    ),
  ],
  [
    'one-version-goes',
    stepWith('DeploymentPaused'),
    events((all) => [...all, { type: 'JobVersionPruned', namespace: 'default', jobId: 'web', version: 0 }]),
  ],
  [
    'a-repeated-mark-is-nothing',
    stepWith('JobStabilitySet'),
    both(
      cause({ change: 'MarkJobStable' }),
      jobVersions.before(() => ({ stable: true })),
    ),
  ],
  ['the-current-job-is-its-version', stepWith('JobRegistered'), jobs.after(() => ({ statusDescription: 'other' }))],
  ['the-current-job-is-the-highest', stepWith('JobRolledBack'), jobs.after(() => ({ version: 0 }))],
  ['versions-grow', stepWith('JobRolledBack'), jobs.after(() => ({ version: 0 }))],
  ['a-new-version-is-the-next', stepWith('JobRolledBack'), jobs.before(() => ({ version: 40 }))],
]
