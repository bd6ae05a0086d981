// Jobs, their versions and what hangs on them: semantics/1 §8, 12 to 14, 24, 32, 33, 36 and 41, semantics/4 §9.1.

import type { Job, State } from '@cutover/core'
import { changedKeys, type EntryStep, factsOf, hasFact, jobKeyOf, keysOf, type Written, written } from './entry-step.ts'
import type { Invariant } from './invariant.ts'

const trackedMax = 6

function versionsOf({ tables }: State, { namespace, id }: Pick<Job, 'namespace' | 'id'>): readonly Job[] {
  return [...tables.jobVersions.prefix(`${jobKeyOf(namespace, id.toLowerCase())}\u0000`)].filter((row) => row.id === id)
}

/** Every job of which the entry wrote a version or a row. */
function jobsWritten(step: EntryStep): readonly Written<Job>[] {
  return written([...step.jobs, ...step.versions])
}

function isAlwaysRunning({ document }: Job): boolean {
  return Boolean(document.Type === 'system' || document.Periodic || document.ParameterizedJob)
}

/** The status that the tables imply. */
function impliedStatus({ tables }: State, job: Job): string {
  if (isAlwaysRunning(job)) return job.stop ? 'dead' : 'running'
  const key = jobKeyOf(job.namespace, job.id)
  if (tables.deployments.countBy('activeOfJob', key) > 0 || tables.allocations.countBy('liveOfJob', key) > 0) {
    return 'running'
  }
  if (tables.evaluations.countBy('openOfJob', key) > 0) return 'pending'
  return job.stop || tables.evaluations.countBy('job', key) > 0 ? 'dead' : 'pending'
}

function statusesBroken(step: EntryStep): readonly string[] {
  if (step.entry.cause.change !== 'UpdateEvaluations') return []
  const facts = [...factsOf(step, 'EvaluationCreated'), ...factsOf(step, 'EvaluationUpdated')]
  const keys = new Set(facts.map(({ evaluation }) => jobKeyOf(evaluation.namespace, evaluation.jobId)))
  return [...keys].filter((key) => {
    const job = step.state.tables.jobs.get(key)
    return job !== undefined && job.status !== impliedStatus(step.state, job)
  })
}

function leftBehind({ state, entry }: EntryStep, namespace: string, jobId: string): readonly string[] {
  const key = jobKeyOf(namespace, jobId)
  const { tables } = state
  const own = new Set(
    entry.events.flatMap((event) => (event.type === 'EvaluationCreated' ? [event.evaluation.id] : [])),
  )
  const pending = [...tables.evaluations.by('openOfJob', key)].filter(
    (row) => row.status === 'pending' && !own.has(row.id),
  )
  const left = [
    tables.jobs.has(key) ? 'jobs' : '',
    tables.jobSummaries.has(key) ? 'summaries' : '',
    tables.scalingEvents.has(key) ? 'scaling events' : '',
    tables.deployments.countBy('job', key) > 0 ? 'deployments' : '',
    tables.allocations.countBy('job', key) > 0 ? 'allocations' : '',
    versionsOf(state, { namespace, id: jobId }).length > 0 ? 'versions' : '',
    pending.length > 0 ? 'evaluations' : '',
  ]
  return left.filter((name) => name !== '')
}

function prunedWrongly(step: EntryStep): readonly string[] {
  if (hasFact(step, 'JobPurged')) return []
  const untagged = new Set(factsOf(step, 'JobVersionUntagged').map(({ version }) => version))
  return factsOf(step, 'JobVersionPruned').flatMap(({ namespace, jobId, version }) => {
    const row = versionsOf(step.previous, { namespace, id: jobId }).find((one) => one.version === version)
    const left = versionsOf(step.state, { namespace, id: jobId })
    const tagged = row?.versionTag !== undefined && !untagged.has(version)
    const newest = row?.stable === true && !left.some((one) => one.stable && one.version > version)
    return tagged || newest ? [`${jobId} ${version}`] : []
  })
}

export const jobInvariants: readonly Invariant[] = [
  {
    name: 'job-status-is-known',
    sources: ['1 A12'],
    about: ['jobs'],
    rows: true,
    broken: (step) => keysOf(written(step.jobs), ({ after }) => !['pending', 'running', 'dead'].includes(after.status)),
  },
  {
    name: 'job-status-is-derived',
    sources: ['1 A13', '4 16'],
    about: ['EvaluationCreated', 'EvaluationUpdated'],
    broken: statusesBroken,
  },
  {
    name: 'a-system-job-runs',
    sources: ['1 A14'],
    about: ['jobs'],
    rows: true,
    broken: (step) =>
      keysOf(
        written(step.jobs),
        ({ before, after }) => before !== after && isAlwaysRunning(after) && !after.stop && after.status !== 'running',
      ),
  },
  {
    name: 'a-purge-leaves-nothing',
    sources: ['1 A24', '4 14'],
    about: ['JobPurged'],
    broken: (step) => factsOf(step, 'JobPurged').flatMap(({ namespace, jobId }) => leftBehind(step, namespace, jobId)),
  },
  {
    name: 'tracked-versions',
    sources: ['1 A32', '4 13'],
    about: ['jobs', 'versions'],
    broken: (step) =>
      keysOf(
        jobsWritten(step),
        ({ after }) => versionsOf(step.state, after).filter((row) => !row.versionTag).length > trackedMax,
      ),
  },
  { name: 'the-right-version-goes', sources: ['1 A33', '4 13'], about: ['JobVersionPruned'], broken: prunedWrongly },
  {
    name: 'one-version-goes',
    sources: ['1 A33'],
    about: ['JobVersionPruned'],
    broken: (step) => {
      const writes = step.entry.events.filter(({ type }) => /^Job(Reg|Sto|Roll|Stab|Stat|VersionT|VersionU)/.test(type))
      const pruned = hasFact(step, 'JobPurged') ? 0 : factsOf(step, 'JobVersionPruned').length
      return pruned > writes.length ? [`${pruned} versions`] : []
    },
  },
  {
    name: 'a-repeated-mark-is-nothing',
    sources: ['1 A36'],
    about: ['JobStabilitySet'],
    broken: (step) =>
      step.entry.cause.change !== 'MarkJobStable'
        ? []
        : factsOf(step, 'JobStabilitySet').flatMap(({ job }) => {
            const before = versionsOf(step.previous, job).find(({ version }) => version === job.version)
            return before?.stable === job.stable ? [job.id] : []
          }),
  },
  {
    name: 'the-current-job-is-its-version',
    sources: ['1 B41'],
    about: ['jobs'],
    broken: (step) =>
      keysOf(written(step.jobs), ({ before, after }) => {
        const version = versionsOf(step.state, after).find((row) => row.version === after.version)
        return before !== after && version !== undefined && version !== after
      }),
  },
  {
    name: 'the-current-job-is-the-highest',
    sources: ['1 B41', '1 C highest'],
    about: ['jobs'],
    quirk: 'replacesCurrentByStableMark',
    broken: (step) =>
      keysOf(written(step.jobs), ({ after }) =>
        versionsOf(step.state, after).some((row) => row.version > after.version),
      ),
  },
  {
    name: 'versions-grow',
    sources: ['4 1', '1 B41'],
    about: ['jobs'],
    broken: (step) =>
      hasFact(step, 'JobStabilitySet')
        ? []
        : changedKeys(
            step.jobs,
            (before, after) =>
              before.createIndex === after.createIndex &&
              (after.version < before.version || after.jobModifyIndex < before.jobModifyIndex),
          ),
  },
  {
    name: 'a-new-version-is-the-next',
    sources: ['3 I32'],
    about: ['JobRegistered', 'JobStopped', 'JobRolledBack'],
    broken: (step) =>
      [...factsOf(step, 'JobRegistered'), ...factsOf(step, 'JobStopped'), ...factsOf(step, 'JobRolledBack')].flatMap(
        ({ job }) => {
          const before = step.previous.tables.jobs.get(jobKeyOf(job.namespace, job.id))
          return before !== undefined && job.version <= before.version ? [job.id] : []
        },
      ),
  },
]
