// Evaluations, and what the event stream says of an entry: semantics/1 §8, 31 and 38, semantics/3 I26 and I27, semantics/4 §9.1.

import type { Evaluation, State } from '@cutover/core'
import { type StreamEvent, streamEvents } from '@cutover/core/stream'
import { changedKeys, type EntryStep, factsOf, jobKeyOf } from './entry-step.ts'
import type { Invariant } from './invariant.ts'

/** The evaluations that the entry wrote, as they were written. */
function evaluationsWritten(step: EntryStep): readonly Evaluation[] {
  return [...factsOf(step, 'EvaluationCreated'), ...factsOf(step, 'EvaluationUpdated')].map(
    ({ evaluation }) => evaluation,
  )
}

function stillBlocked(step: EntryStep, { id, namespace, jobId }: Evaluation): boolean {
  const blocked = [...step.previous.tables.evaluations.by('openOfJob', jobKeyOf(namespace, jobId))]
  return blocked.some(
    (row) => row.status === 'blocked' && row.id !== id && step.state.tables.evaluations.get(row.id) === row,
  )
}

function queuedDiffers({ state }: EntryStep, { namespace, jobId, queuedAllocations = [] }: Evaluation): boolean {
  const summary = state.tables.jobSummaries.get(jobKeyOf(namespace, jobId))
  return queuedAllocations.some(({ group, count }) => {
    const counters = summary?.groups.find((one) => one.group === group)
    return counters !== undefined && counters.queued !== count
  })
}

function rowOf({ tables }: State, { topic, row }: StreamEvent): unknown {
  switch (topic) {
    case 'Job':
      return tables.jobs.get(jobKeyOf(row.namespace, row.id))
    case 'Evaluation':
      return tables.evaluations.get(row.id)
    case 'Allocation':
      return tables.allocations.get(row.id)
    case 'Deployment':
      return tables.deployments.get(row.id)
    case 'Node':
      return tables.nodes.get(row.id)
    case 'Service':
      return tables.services.get(row.id)
  }
}

/** The stream's events of the entry's last transaction, in which rows are as the entry leaves them. */
function streamOf({ previous, entry }: EntryStep): readonly StreamEvent[] {
  return entry.batches ? [] : streamEvents(previous, entry)
}

export const evaluationInvariants: readonly Invariant[] = [
  {
    name: 'a-complete-one-cancels-the-blocked',
    sources: ['1 A31', '4 6'],
    about: ['EvaluationCreated', 'EvaluationUpdated'],
    broken: (step) =>
      evaluationsWritten(step).flatMap((row) =>
        row.status === 'complete' && (row.failedGroups ?? []).length === 0 && stillBlocked(step, row) ? [row.id] : [],
      ),
  },
  {
    name: 'queued-goes-to-the-summary',
    sources: ['4 7'],
    about: ['EvaluationCreated', 'EvaluationUpdated'],
    broken: (step) => {
      const last = evaluationsWritten(step).at(-1)
      const alone = step.entry.cause.change === 'UpdateEvaluations'
      return alone && last && queuedDiffers(step, last) ? [last.id] : []
    },
  },
  {
    name: 'an-ended-one-stays-ended',
    sources: ['4 4', '1 C evaluations'],
    about: ['evaluations'],
    managed: true,
    broken: (step) =>
      step.entry.events.some((event) => event.type === 'AllocationReported' && event.canceledEvaluationId !== '')
        ? []
        : changedKeys(
            step.evaluations,
            (before, after) => !['pending', 'blocked'].includes(before.status) && before.status !== after.status,
          ),
  },
  {
    name: 'a-complete-one-has-seen-its-creation',
    sources: ['3 I27'],
    about: ['evaluations'],
    managed: true,
    broken: (step) =>
      step.entry.cause.by !== 'scheduler'
        ? []
        : changedKeys(
            step.evaluations,
            (before, after) =>
              before.status === 'pending' && after.status === 'complete' && after.snapshotIndex < before.createIndex,
          ),
  },
  {
    name: 'the-stream-shows-the-rows',
    sources: ['1 A38'],
    costly: true,
    broken: (step) =>
      streamOf(step).flatMap((event) =>
        (event.topic === 'Job' && event.deleted) || rowOf(step.state, event) === undefined || same(event, step)
          ? []
          : [event.key],
      ),
  },
]

function same(event: StreamEvent, { state }: EntryStep): boolean {
  return JSON.stringify(event.row) === JSON.stringify(rowOf(state, event))
}
