// What operators can do in a small world: change the job as often as the world allows, and every verb for a deployment.

import {
  type Allocation,
  type Command,
  type Deployment,
  type Job,
  type OperatorCommand,
  requiresPromotion,
  type State,
  zero,
} from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import type { Move, MoveKind } from './move.ts'
import { ask, type Happened, isDone, type Position } from './position.ts'
import { documentOf, type Searched, type SmallScope } from './small-scope.ts'

/** The verbs that may come next. */
export function operatorMoves(position: Position, searched: Searched): readonly Move[] {
  return [...deploymentMoves(position, searched), ...jobMoves(position, searched)]
}

type Verb = readonly [MoveKind, string, Command]

function deploymentMoves(position: Position, searched: Searched): readonly Move[] {
  return [...position.state.tables.deployments.by('active', '')].flatMap((deployment) => {
    const marks = searched.scope.marks ? marksFor(position, deployment) : []
    return [...verbsFor(deployment), ...marks].map(([kind, about, command]) => ({
      kind,
      text: `${kind} ${about}`,
      happen: () => ask(position, command, searched),
    }))
  })
}

function verbsFor(deployment: Deployment): readonly Verb[] {
  const { id: deploymentId, status, jobVersion } = deployment
  const about = `the deployment of v${jobVersion}`
  const fail: Verb = ['fail', about, { type: 'FailDeployment', deploymentId }]
  if (status === 'paused') return [['resume', about, { type: 'PauseDeployment', deploymentId, pause: false }], fail]
  const pause: Verb = ['pause', about, { type: 'PauseDeployment', deploymentId, pause: true }]
  return [pause, fail, ...promotionsOf(deployment, about)]
}

function promotionsOf(deployment: Deployment, about: string): readonly Verb[] {
  if (!requiresPromotion(deployment)) return []
  const all: Verb = ['promote', about, promotion(deployment, [])]
  const waiting = deployment.groups.filter((group) => group.desiredCanaries > 0 && !group.promoted)
  if (waiting.length < 2) return [all]
  const each = waiting.map(({ name }): Verb => {
    return ['promote a group', `${name} of ${about}`, promotion(deployment, [name])]
  })
  return [all, ...each]
}

function promotion({ id: deploymentId }: Deployment, groups: readonly string[]): OperatorCommand<'PromoteCanaries'> {
  return { type: 'PromoteCanaries', deploymentId, all: groups.length === 0, groups, promotedAt: zero }
}

function marksFor({ state }: Position, { id: deploymentId }: Deployment): readonly Verb[] {
  return [...state.tables.allocations.by('deployment', deploymentId)].flatMap((row): readonly Verb[] => {
    if (row.desiredStatus !== 'run' || isDone(row)) return []
    const about = `${row.name} of v${row.job?.version}`
    const marks = { healthy: row.health?.healthy !== true, unhealthy: row.health?.healthy !== false }
    return [
      ...(marks.healthy ? [['mark healthy', about, mark(row, true)] as const] : []),
      ...(marks.unhealthy ? [['mark unhealthy', about, mark(row, false)] as const] : []),
    ]
  })
}

function mark({ id, deploymentId }: Allocation, isHealthy: boolean): OperatorCommand<'MarkAllocations'> {
  const [healthy, unhealthy] = isHealthy ? [[id], []] : [[], [id]]
  return { type: 'MarkAllocations', deploymentId, healthy, unhealthy }
}

function jobMoves(position: Position, searched: Searched): readonly Move[] {
  const { scope } = searched
  if (position.changes >= scope.versions) return []
  const changed = { ...position, changes: position.changes + 1 }
  const happen = (): Happened => ask(changed, registrationOf(position, searched), searched)
  const register: Move = { kind: 'register', text: `register revision ${position.changes}`, happen }
  const [job] = position.state.tables.jobs
  if (!job || !scope.reverts) return [register]
  const others = [...position.state.tables.jobVersions].filter(({ version }) => version !== job.version)
  const verbs = [...others.map(reversion), ...(job.stop ? [] : [stop])]
  const moves = verbs.map(([kind, about, command]) => ({
    kind,
    text: `${kind} ${about}`,
    happen: () => ask(changed, command, searched),
  }))
  return [register, ...moves]
}

const ofJob = { namespace: 'default', jobId: 'web' } as const

const stop: Verb = [
  'stop',
  'the job',
  { type: 'StopJob', ...ofJob, purge: false, noShutdownDelay: false, evaluationPriority: 0 },
]

function reversion({ version }: Job): Verb {
  return ['revert', `to v${version}`, { type: 'RevertJob', ...ofJob, version, enforcePriorVersion: undefined }]
}

const registrations = new WeakMap<SmallScope, Command[]>()

// What admission asks the state for never changes in a search: the same registration does wherever it is made.
function registrationOf({ state, changes }: Position, { scope }: Searched): Command {
  const known = registrations.get(scope) ?? []
  registrations.set(scope, known)
  known[changes] ??= admitted(state, documentOf(scope, changes))
  return known[changes]
}

function admitted(state: State, document: object): Command {
  const submission = submissionOf(state, { body: JSON.stringify({ Job: document }) }, 'global')
  if (!submission.ok) throw new Error(submission.text)
  const { namespace, registration } = submission
  return { type: 'SubmitJob', namespace, registration }
}
