// What the process managers may write: semantics/3 §7.1, I14 to I33.

import type { Allocation, Deployment, Evaluation, Event, Job } from '@cutover/core'
import { type EntryStep, factsOf, hasFact, jobKeyOf } from './entry-step.ts'
import type { Invariant } from './invariant.ts'

/** Failures of deployments that the watcher or an operator's command decided here. */
function failuresOf(step: EntryStep): readonly Event<'DeploymentFailed'>[] {
  const { by, command } = step.entry.cause
  return by === 'watcher' || command !== '' ? factsOf(step, 'DeploymentFailed') : []
}

/** The version that a failure goes back to. */
function versionNamed({ description }: Event<'DeploymentFailed'>): number | undefined {
  const found = / - rolling back to job version (\d+)$/.exec(description)
  return found ? Number(found[1]) : undefined
}

function rollbackBreaks(step: EntryStep, failure: Event<'DeploymentFailed'>, version: number): boolean {
  const [written] = factsOf(step, 'JobRolledBack')
  if (!written) return true
  const { job } = written
  const before = step.previous.tables.jobs.get(jobKeyOf(job.namespace, job.id))
  const named = versionRow(step, job, version)
  const deployment = step.previous.tables.deployments.get(failure.deploymentId)
  return (
    deployment?.jobId !== job.id ||
    !job.stable ||
    // The next number, or its own where a stability mark has made an older version the current one (1 §3.1 a, §3.4).
    job.version !== Math.max((before?.version ?? -2) + 1, version) ||
    JSON.stringify(named?.document) !== JSON.stringify(job.document)
  )
}

function versionRow({ previous }: EntryStep, { namespace, id }: Job, version: number): Job | undefined {
  const rows = previous.tables.jobVersions.prefix(`${jobKeyOf(namespace, id.toLowerCase())}\u0000`)
  return [...rows].find((row) => row.version === version)
}

function ownEvaluations(step: EntryStep): readonly Evaluation[] {
  return factsOf(step, 'EvaluationCreated')
    .map(({ evaluation }) => evaluation)
    .filter(({ triggeredBy }) => triggeredBy === 'deployment-watcher')
}

function priorityBreaks(
  { previous, state }: EntryStep,
  { priority, deploymentId, jobId, namespace }: Evaluation,
): boolean {
  const deployment = previous.tables.deployments.get(deploymentId) ?? state.tables.deployments.get(deploymentId)
  if (!deployment) return priority <= 0
  const job = deployment.watch?.job ?? previous.tables.jobs.get(jobKeyOf(namespace, jobId))
  return priority !== (deployment.evaluationPriority || job?.document.Priority)
}

function before(step: EntryStep, id: string): Deployment | undefined {
  return step.previous.tables.deployments.get(id)
}

/** What the watcher granted in this entry, as it was before. */
function grantsOf(step: EntryStep): readonly (Allocation | undefined)[] {
  if (step.entry.cause.by !== 'watcher') return []
  return factsOf(step, 'AllocationTransitionAsked').map(({ allocationId }) =>
    step.previous.tables.allocations.get(allocationId),
  )
}

// What enters the open batch of a watcher. Health that is decided anew before the batch is flushed takes no grant back (3 §6.2 R5).
function chosenIn(step: EntryStep): readonly (Allocation | undefined)[] {
  return factsOf(step, 'WatchWindowOpened').flatMap(({ deploymentId, grants }) => {
    const known = before(step, deploymentId)?.watch?.windowGrants ?? []
    return grants.filter((id) => !known.includes(id)).map((id) => step.previous.tables.allocations.get(id))
  })
}

function failed(step: EntryStep, breaks: (failure: Event<'DeploymentFailed'>) => boolean): readonly string[] {
  return failuresOf(step)
    .filter(breaks)
    .map(({ deploymentId }) => deploymentId)
}

const isDecided = ({ desiredStatus, clientStatus, health, desiredTransition }: Allocation): boolean =>
  desiredStatus === 'run' &&
  !['complete', 'failed', 'lost'].includes(clientStatus) &&
  health?.healthy !== undefined &&
  desiredTransition.migrate !== true

function drainBreaks(step: EntryStep): readonly string[] {
  const { entry, previous, state } = step
  const forced = [...previous.tables.nodes.by('draining', '')].some(
    ({ drain }) =>
      drain !== undefined && (drain.deadline < 0 || (drain.forceDeadline !== 0 && drain.forceDeadline <= entry.at)),
  )
  if (entry.cause.by !== 'drainer' || forced) return []
  return factsOf(step, 'AllocationTransitionAsked').flatMap(({ allocationId }) => {
    const row = state.tables.allocations.get(allocationId)
    const job = row && state.tables.jobs.get(jobKeyOf(row.namespace, row.jobId))
    const group = job?.document.TaskGroups.find(({ Name }) => Name === row?.group)
    if (!row || !job || !group?.Migrate || job.document.Type !== 'service') return []
    const rest = [...state.tables.allocations.by('job', jobKeyOf(row.namespace, row.jobId))].filter(
      (other) => other.group === row.group && isDecided(other),
    )
    const was = previous.tables.allocations.get(allocationId)
    return was && isDecided(was) && rest.length < group.Count - group.Migrate.MaxParallel ? [allocationId] : []
  })
}

export const managerInvariants: readonly Invariant[] = [
  {
    name: 'the-watcher-ends-nothing-well',
    sources: ['3 I14'],
    about: ['DeploymentSucceeded', 'DeploymentCancelled'],
    broken: (step) =>
      step.entry.cause.by === 'watcher' && hasFact(step, 'DeploymentSucceeded', 'DeploymentCancelled') ? ['entry'] : [],
  },
  {
    name: 'a-rollback-writes-its-version',
    sources: ['3 I15'],
    about: ['DeploymentFailed'],
    broken: (step) =>
      failed(step, (failure) => {
        const version = versionNamed(failure)
        return version !== undefined && rollbackBreaks(step, failure, version)
      }),
  },
  {
    name: 'no-rollback-leaves-the-job',
    sources: ['3 I16'],
    about: ['DeploymentFailed'],
    broken: (step) =>
      failed(step, (failure) => versionNamed(failure) === undefined && hasFact(step, 'JobRolledBack', 'JobRegistered')),
  },
  {
    name: 'a-failure-asks-once',
    sources: ['3 I17'],
    about: ['DeploymentFailed'],
    broken: (step) =>
      failed(
        step,
        ({ deploymentId }) =>
          ownEvaluations(step).filter((evaluation) => evaluation.deploymentId === deploymentId).length !== 1,
      ),
  },
  {
    name: 'the-watcher-asks-with-priority',
    sources: ['3 I18'],
    about: ['EvaluationCreated'],
    broken: (step) =>
      step.entry.cause.by === 'watcher'
        ? ownEvaluations(step).flatMap((row) => (priorityBreaks(step, row) ? [row.id] : []))
        : [],
  },
  {
    name: 'a-paused-one-outlives-its-deadline',
    sources: ['3 I19'],
    about: ['DeploymentFailed'],
    broken: (step) =>
      step.entry.cause.by === 'watcher'
        ? failed(step, ({ deploymentId, description }) => {
            const row = before(step, deploymentId)
            const latched = row?.watch?.deadlineHit === true
            return row?.status === 'paused' && !latched && description.startsWith('Failed due to progress deadline')
          })
        : [],
  },
  {
    name: 'a-paused-one-is-not-promoted-by-itself',
    sources: ['3 I20'],
    about: ['DeploymentPromoted'],
    broken: (step) =>
      step.entry.cause.by === 'watcher'
        ? factsOf(step, 'DeploymentPromoted').flatMap(({ deploymentId }) =>
            before(step, deploymentId)?.status === 'running' ? [] : [deploymentId],
          )
        : [],
  },
  {
    name: 'grants-go-to-the-unhealthy',
    sources: ['3 I21'],
    about: ['WatchWindowOpened'],
    broken: (step) => chosenIn(step).flatMap((row) => (row && row.health?.healthy !== false ? [row.id] : [])),
  },
  {
    name: 'granted-once',
    sources: ['3 I22'],
    about: ['AllocationTransitionAsked'],
    broken: (step) => grantsOf(step).flatMap((row) => (row?.desiredTransition.reschedule === true ? [row.id] : [])),
  },
  {
    name: 'health-is-decided-once',
    sources: ['3 I23'],
    about: ['AllocationReported'],
    managed: true,
    broken: (step) =>
      step.entry.cause.by !== 'fleet'
        ? []
        : factsOf(step, 'AllocationReported').flatMap(({ allocationId, health }) => {
            const row = step.previous.tables.allocations.get(allocationId)
            const decided = row?.health?.healthy
            const differs = health && decided !== undefined && health.healthy !== decided
            return row && differs && !step.judged?.(row, health) ? [allocationId] : []
          }),
  },
  {
    name: 'a-rollback-goes-back',
    sources: ['3 I28'],
    about: ['DeploymentFailed'],
    quirk: 'replacesCurrentByStableMark',
    broken: (step) =>
      failed(step, (failure) => {
        const row = before(step, failure.deploymentId)
        const job = row && step.previous.tables.jobs.get(jobKeyOf(row.namespace, row.jobId))
        const version = versionNamed(failure)
        return version !== undefined && job !== undefined && version > job.version
      }),
  },
  {
    name: 'an-answer-names-its-cause',
    sources: ['3 I31'],
    broken: ({ entry }) =>
      ['watcher', 'scheduler', 'drainer', 'housekeeping'].includes(entry.cause.by) && entry.cause.after >= entry.index
        ? ['cause']
        : [],
  },
  {
    name: 'a-drain-spares-enough',
    sources: ['3 I33'],
    about: ['AllocationTransitionAsked'],
    managed: true,
    broken: drainBreaks,
  },
]
