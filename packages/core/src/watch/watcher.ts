// The process manager of deployments: fails them, promotes them, grants reschedules, asks the scheduler to look again.
// It never marks one successful or cancelled: that is the scheduler's. Rules: semantics/3 §1.

import type { Command } from '../command.ts'
import { type WatchedDeployment, watchedBy } from '../commands/watched-deployment.ts'
import type { Allocation } from '../entities/allocation.ts'
import { type Deployment, deploymentGroup, deploymentText, isTerminal, watchOf } from '../entities/deployment.ts'
import { groupOf } from '../job-document/document.ts'
import type { Manager, Trigger } from '../manager.ts'
import type { State } from '../state.ts'
import { earliest, type Micros, plus, seconds, zero } from '../time.ts'
import { type AllocationLook, lookAtAllocations } from './allocation-look.ts'
import { autoPromotable } from './auto-promote.ts'
import { deadlineDue, unsatisfiedGroups } from './deadline.ts'
import { flushWindows } from './flush.ts'
import { evaluationHorizon } from './horizon.ts'
import { chooseRollback } from './rollback.ts'
import { flushDue, wakeBound } from './wake.ts'
import { ownEvaluation } from './watched.ts'

/** How long one deployment's watcher collects evaluations and grants. Rules: semantics/3 §1.3.4. */
const windowLength = seconds(1)

/** The watcher of all deployments. */
export const watcher: Manager = {
  name: 'watcher',
  react: (state, trigger) => {
    const looks = lookedAt(state, trigger).flatMap((deployment) => onAllocations(state, deployment, trigger.at))
    if (looks.length > 0) return looks
    const flushes = flushWindows(state, trigger.at)
    return flushes.length > 0 ? flushes : onDeadlines(state, trigger.at)
  },
  nextWakeup: (state) => {
    let first: Micros | undefined
    for (const deployment of state.tables.deployments.byDue()) {
      // Nothing that comes after it is due before its bound.
      if (first !== undefined && wakeBound(deployment) >= first) return first
      first = earliest([first, businessDue(state, deployment)])
    }
    return first
  },
}

/** The active deployments whose allocations were written since the last look, in id order; all of them after a restart. */
function lookedAt(state: State, { entries }: Trigger): readonly Deployment[] {
  if (entries === undefined) return [...state.tables.deployments.by('active', '')]
  const first = entries[0]
  if (!first) return []
  const ids = new Set<string>()
  for (const { deploymentId } of state.tables.allocations.changedSince(first.index - 1)) ids.add(deploymentId)
  return [...ids].sort().flatMap((id) => {
    const deployment = state.tables.deployments.get(id)
    return deployment && !isTerminal(deployment) ? [deployment] : []
  })
}

function onAllocations(state: State, deployment: Deployment, at: Micros): readonly Command[] {
  const about = watchedBy(state, deployment)
  if (!about) return []
  const allocations = [...state.tables.allocations.by('deployment', deployment.id)]
  const horizon = evaluationHorizon(state, deployment.namespace, deployment.jobId)
  const look = lookAtAllocations(deployment, allocations, { job: about.job, horizon, now: at })
  if (look.failing.length > 0) return [failEarly(state, about, { failing: look.failing, at })]
  const promotion = autoPromotable(deployment, allocations, state.quirks) ? [promote(state, about, at)] : []
  return [...promotion, ...openWindow(deployment, look, at)]
}

const everyGroup = { all: true, groups: [], promotedAt: zero } as const

function promote(state: State, about: WatchedDeployment, at: Micros): Command {
  return {
    type: 'PromoteDeployment',
    deploymentId: about.deployment.id,
    ...everyGroup,
    evaluation: ownEvaluation(state, about, at),
  }
}

// Changes inside the first second share one evaluation; grants are a set.
function openWindow(deployment: Deployment, look: AllocationLook, at: Micros): readonly Command[] {
  const { windowDue, windowEvaluation, windowGrants } = watchOf(deployment)
  const granted = new Set(windowGrants)
  const grants = look.grants.filter((id) => !granted.has(id))
  const news = look.news && !windowEvaluation
  if (grants.length === 0 && !news) return []
  const due = windowDue === zero ? plus(at, windowLength) : windowDue
  const evaluation = look.news || windowEvaluation
  const window = { due, evaluation, grants: [...granted, ...grants] }
  return [{ type: 'NoteWatch', deploymentId: deployment.id, window }]
}

function businessDue(state: State, deployment: Deployment): Micros | undefined {
  if (!watchedBy(state, deployment)) return undefined
  return earliest([flushDue(deployment), deadlineDue(state, deployment)])
}

/** Judges the first deployment whose deadline has come; the others follow when the manager is asked again. */
function onDeadlines(state: State, at: Micros): readonly Command[] {
  for (const deployment of state.tables.deployments.byDue(at)) {
    const due = deadlineDue(state, deployment)
    if (due === undefined || due > at) continue
    const about = watchedBy(state, deployment)
    if (about) return [onDeadline(state, about, { due, at })]
  }
  return []
}

// A deadline that is let pass is noted: it does not come back for the same cut-off (semantics/3 §0, fact 3).
function onDeadline(
  state: State,
  about: WatchedDeployment,
  { due, at }: { readonly due: Micros; readonly at: Micros },
): Command {
  const { deployment, job } = about
  const unsatisfied = deployment.status === 'paused' ? [] : unsatisfiedGroups(deployment, state.quirks, at)
  if (unsatisfied.length === 0) return { type: 'NoteWatch', deploymentId: deployment.id, skipped: due }
  const reverts = unsatisfied.some(({ name }) => groupOf(job.document, name)?.Update?.AutoRevert === true)
  return fail(state, about, { base: deploymentText.progressDeadline, reverts, at })
}

interface EarlyFailure {
  readonly failing: readonly Allocation[]
  readonly at: Micros
}

// Once a deadline has fired, every later failure of this watcher is described as one (semantics/3 §1.2).
function failEarly(state: State, about: WatchedDeployment, { failing, at }: EarlyFailure): Command {
  const { deployment } = about
  const reverts = failing.some((allocation) => deploymentGroup(deployment, allocation.group)?.autoRevert === true)
  const latched = state.quirks.latchesDeadline && watchOf(deployment).deadlineHit
  const base = latched ? deploymentText.progressDeadline : deploymentText.failedAllocations
  return fail(state, about, { base, reverts, at })
}

interface Failing {
  readonly base: string
  readonly reverts: boolean
  readonly at: Micros
}

function fail(state: State, about: WatchedDeployment, { base, reverts, at }: Failing): Command {
  const { deployment, job } = about
  const rollback = reverts
    ? chooseRollback(state, { deployment, watched: job, base, nameMissing: true })
    : { description: base, job: undefined }
  return {
    type: 'UpdateDeploymentStatus',
    deploymentId: deployment.id,
    status: 'failed',
    description: rollback.description,
    updatedAt: at,
    job: rollback.job,
    evaluation: ownEvaluation(state, about, at),
  }
}
