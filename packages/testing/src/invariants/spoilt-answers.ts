// Entries with one thing spoilt about allocations, evaluations and what managers answer, and the invariant that must notice.

import { zero } from '@cutover/core'
import { entryStep } from '@cutover/invariants'
import {
  allocations,
  both,
  cause,
  deployments,
  evaluations,
  events,
  groups,
  healthOf,
  jobSummaries,
  jobs,
  nodes,
  type SpoiltCase,
  stepWith,
} from './spoil.ts'

/** Name, entry, and what is spoilt. */
export const spoiltAnswers: readonly SpoiltCase[] = [
  [
    'reports-leave-the-server-index',
    stepWith('AllocationReported'),
    allocations.after(() => ({ allocationModifyIndex: 1 })),
  ],
  [
    'allocation-indexes-in-order',
    stepWith('AllocationReported'),
    allocations.after(() => ({ allocationModifyIndex: 1 })),
  ],
  ['next-stays', stepWith('AllocationReported'), allocations.before(() => ({ nextAllocation: 'another' }))],
  [
    'reports-keep-to-their-fields',
    stepWith('AllocationReported'),
    allocations.after(() => ({ desiredStatus: 'stop' })),
  ],
  ['an-allocation-has-its-job', stepWith('AllocationReported'), allocations.after(() => ({ jobId: 'another' }))],
  [
    'nothing-is-placed-for-a-stopped-job',
    stepWith('AllocationPlaced'),
    (step) => {
      const [job] = step.state.tables.jobs
      return job ? { ...step, state: jobs.put(step.state, { ...job, stop: true }) } : step
    },
  ],
  [
    'histories-are-bounded',
    stepWith('NodeDrainSet'),
    nodes.after((row) => ({ events: Array.from({ length: 11 }, () => row.events).flat() })),
  ],
  [
    'a-draining-node-is-ineligible',
    stepWith('NodeDrainSet'),
    nodes.after(() => ({ schedulingEligibility: 'eligible' })),
  ],
  [
    'a-canary-is-listed',
    stepWith('AllocationReported'),
    both(
      groups(() => ({ placedCanaries: [] })),
      allocations.after((row) => ({ health: healthOf(row, { canary: true }) })),
    ),
  ],
  [
    'a-complete-one-cancels-the-blocked',
    stepWith('EvaluationUpdated', 'scheduler'),
    (step) => {
      const [row] = entryStep(step.previous, step.entry, step.state).evaluations
      if (!row?.after) return step
      const blocked = { ...row.after, id: 'blocked', status: 'blocked' } as const
      return {
        ...step,
        previous: evaluations.put(step.previous, blocked),
        state: evaluations.put(step.state, blocked),
      }
    },
  ],
  [
    'queued-goes-to-the-summary',
    stepWith('EvaluationUpdated', 'scheduler'),
    (step) => {
      const [summary] = step.state.tables.jobSummaries
      return summary
        ? {
            ...step,
            state: jobSummaries.put(step.state, {
              ...summary,
              groups: summary.groups.map((group) => ({ ...group, queued: 77 })),
            }),
          }
        : step
    },
  ],
  [
    'an-ended-one-stays-ended',
    stepWith('EvaluationUpdated', 'scheduler'),
    evaluations.before(() => ({ status: 'canceled' })),
  ],
  [
    'a-complete-one-has-seen-its-creation',
    stepWith('EvaluationUpdated', 'scheduler'),
    evaluations.after(() => ({ snapshotIndex: 0, status: 'complete' })),
  ],
  [
    'the-stream-shows-the-rows',
    stepWith('DeploymentPaused'),
    deployments.after(() => ({ statusDescription: 'changed' })),
  ],
  ['the-watcher-ends-nothing-well', stepWith('DeploymentSucceeded'), cause({ by: 'watcher' })],
  [
    'a-rollback-writes-its-version',
    stepWith('JobRolledBack'),
    events((all) => all.filter(({ type }) => type !== 'JobRolledBack')),
  ],
  [
    'no-rollback-leaves-the-job',
    stepWith('JobRolledBack'),
    events((all) =>
      all.map((event) => (event.type === 'DeploymentFailed' ? { ...event, description: 'Failed' } : event)),
    ),
  ],
  [
    'a-failure-asks-once',
    stepWith('JobRolledBack'),
    events((all) => all.filter(({ type }) => type !== 'EvaluationCreated')),
  ],
  [
    'the-watcher-asks-with-priority',
    stepWith('EvaluationCreated', 'watcher'),
    events((all) =>
      all.map((event) =>
        event.type === 'EvaluationCreated' ? { ...event, evaluation: { ...event.evaluation, priority: 0 } } : event,
      ),
    ),
  ],
  [
    'a-paused-one-outlives-its-deadline',
    stepWith('DeploymentFailed', 'watcher'),
    both(
      deployments.before(() => ({ status: 'paused', watch: undefined })),
      events((all) =>
        all.map((event) =>
          event.type === 'DeploymentFailed' ? { ...event, description: 'Failed due to progress deadline' } : event,
        ),
      ),
    ),
  ],
  [
    'a-paused-one-is-not-promoted-by-itself',
    stepWith('DeploymentPromoted'),
    both(
      cause({ by: 'watcher' }),
      deployments.before(() => ({ status: 'paused' })),
    ),
  ],
  [
    'grants-go-to-the-unhealthy',
    stepWith('WatchWindowOpened'),
    (step) => {
      const grants = [...step.previous.tables.allocations].map(({ id }) => id)
      return events((all) => all.map((event) => (event.type === 'WatchWindowOpened' ? { ...event, grants } : event)))(
        step,
      )
    },
  ],
  [
    'granted-once',
    stepWith('AllocationTransitionAsked', 'watcher'),
    allocations.before(() => ({ desiredTransition: { reschedule: true } })),
  ],
  [
    'health-is-decided-once',
    stepWith('AllocationReported'),
    allocations.before((row) => ({
      health: { timestamp: zero, canary: false, modifyIndex: 1, ...row.health, healthy: false },
    })),
  ],
  ['a-rollback-goes-back', stepWith('JobRolledBack'), jobs.before(() => ({ version: -1 }))],
  ['an-answer-names-its-cause', stepWith('DeploymentCreated'), cause({ after: 9_999 })],
  [
    'a-drain-spares-enough',
    stepWith('AllocationTransitionAsked', 'drainer'),
    (step) => {
      const [job] = step.state.tables.jobs
      if (!job) return step
      const groups = job.document.TaskGroups.map((group) => ({ ...group, Count: 99 }))
      return {
        ...step,
        state: jobs.put(step.state, { ...job, document: { ...job.document, TaskGroups: groups } }),
      }
    },
  ],
]
