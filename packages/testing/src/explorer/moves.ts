// What can happen next in a small world: verbs of operators, reports of nodes, and the one move that lets time pass.

import {
  type Allocation,
  type Command,
  type Deployment,
  type Entry,
  isActive,
  isRefusal,
  type Micros,
  nextWakeup,
  requiresPromotion,
  type State,
  step,
  wake,
  zero,
} from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'
import { documentOf, type Searched } from './small-scope.ts'

/** The kinds of moves. `window`, `deadline` and `reschedule` let time pass to what is due next. */
export type MoveKind =
  | 'register'
  | 'pause'
  | 'resume'
  | 'promote'
  | 'fail'
  | 'healthy'
  | 'unhealthy'
  | 'crash'
  | 'window'
  | 'deadline'
  | 'reschedule'

/** Where the world stands: its state, its instant, and how often it was registered. */
export interface Position {
  readonly state: State
  readonly now: Micros
  readonly registrations: number
  /** Rollbacks since the last registration. */
  readonly reverts: number
}

/** One thing that can happen. */
export interface Move {
  readonly kind: MoveKind
  /** As a transcript tells it. */
  readonly text: string
  readonly happen: () => Happened
}

/** The entries of a move, and where it leads. */
export interface Happened {
  readonly entries: readonly Entry[]
  readonly position: Position
}

/** Everything that can happen next. */
export function movesFrom(position: Position, searched: Searched): readonly Move[] {
  return [
    ...operatorMoves(position, searched),
    ...nodeMoves(position, searched),
    ...registrations(position, searched),
    ...timeMoves(position, searched),
  ]
}

function registrations(position: Position, searched: Searched): readonly Move[] {
  const { state, registrations: made } = position
  if (made >= searched.scope.versions) return []
  const happen = (): Happened => {
    const body = JSON.stringify({ Job: documentOf(searched.scope, made) })
    const submission = submissionOf(state, { body }, 'global')
    if (!submission.ok) throw new Error(submission.text)
    const { namespace, registration } = submission
    const command: Command = { type: 'SubmitJob', namespace, registration }
    return ask({ ...position, registrations: made + 1, reverts: 0 }, command, searched)
  }
  return [{ kind: 'register', text: `register revision ${made}`, happen }]
}

function operatorMoves(position: Position, searched: Searched): readonly Move[] {
  return [...position.state.tables.deployments.by('active', '')].flatMap((deployment) => {
    const about = `the deployment of v${deployment.jobVersion}`
    return verbsFor(deployment).map(([kind, command]) => ({
      kind,
      text: `${kind} ${about}`,
      happen: () => ask(position, command, searched),
    }))
  })
}

function verbsFor(deployment: Deployment): readonly (readonly [MoveKind, Command])[] {
  const { id: deploymentId, status } = deployment
  const fail = ['fail', { type: 'FailDeployment', deploymentId }] as const
  if (status === 'paused') return [['resume', { type: 'PauseDeployment', deploymentId, pause: false }], fail]
  const pause = ['pause', { type: 'PauseDeployment', deploymentId, pause: true }] as const
  if (!requiresPromotion(deployment)) return [pause, fail]
  const promote = { type: 'PromoteCanaries', deploymentId, all: true, groups: [], promotedAt: zero } as const
  return [pause, fail, ['promote', promote]]
}

function nodeMoves(position: Position, searched: Searched): readonly Move[] {
  return [...position.state.tables.allocations].flatMap((allocation) => {
    if (allocation.desiredStatus !== 'run' || isDone(allocation)) return []
    return reportsOf(position.state, allocation).map((kind) => ({
      kind,
      text: `${kind} ${allocation.name} of v${allocation.job?.version}`,
      happen: () => ask(position, reportOf(allocation, kind, position.now), searched),
    }))
  })
}

function isDone({ clientStatus }: Allocation): boolean {
  return clientStatus === 'complete' || clientStatus === 'failed'
}

type Report = 'healthy' | 'unhealthy' | 'crash'

// A node reports a health once, and only for a deployment that goes on.
function reportsOf(state: State, allocation: Allocation): readonly Report[] {
  const deployment = state.tables.deployments.get(allocation.deploymentId)
  const isWatched = deployment !== undefined && isActive(deployment)
  if (!isWatched || allocation.health?.healthy !== undefined) return ['crash']
  return ['healthy', 'unhealthy', 'crash']
}

type ReportCommand = Extract<Command, { readonly type: 'ReportAllocations' }>

function reportOf({ id, nodeId, health: decided }: Allocation, kind: Report | 'ends', now: Micros): ReportCommand {
  const isNews = kind !== 'ends' && decided?.healthy === undefined
  const health = isNews ? { healthy: kind === 'healthy', timestamp: now, canary: false } : undefined
  const clientStatus = kind === 'ends' ? 'complete' : kind === 'crash' ? 'failed' : 'running'
  const report = {
    allocationId: id,
    nodeId,
    namespace: '',
    jobId: '',
    clientStatus,
    clientDescription: '',
    taskStates: [],
    networkStatus: null,
    health,
  } as const
  return { type: 'ReportAllocations', reports: [report] }
}

function timeMoves(position: Position, { managers }: Searched): readonly Move[] {
  const due = nextWakeup(position.state, managers)
  if (due === undefined) return []
  const now = due > position.now ? due : position.now
  const kind = dueKind(position.state, now)
  const happen = (): Happened => {
    const outcome = wake(position.state, { at: now, term: 1, by: 'housekeeping' }, managers)
    return ended({ ...position, state: outcome.state, now }, outcome.entries, managers)
  }
  return [{ kind, text: `${kind} is due`, happen }]
}

function dueKind(state: State, now: Micros): MoveKind {
  const active = [...state.tables.deployments.by('active', '')]
  if (active.some(({ watch }) => watch !== undefined && watch.windowDue !== 0 && watch.windowDue <= now))
    return 'window'
  return active.some(({ groups }) => groups.some((group) => group.requireProgressBy === now))
    ? 'deadline'
    : 'reschedule'
}

function ask(position: Position, command: Command, { managers }: Searched): Happened {
  const by = command.type === 'ReportAllocations' ? 'fleet' : 'operator'
  const outcome = step(position.state, command, { at: position.now, term: 1, by }, managers)
  if (isRefusal(outcome)) return { entries: [], position }
  return ended({ ...position, state: outcome.state }, outcome.entries, managers)
}

// The node ends what the servers stop, at the same instant, until nothing is left to end.
function ended(before: Position, entries: readonly Entry[], managers: Searched['managers']): Happened {
  let position = before
  const all = [...entries]
  for (let stopped = stoppedIn(position.state); stopped; stopped = stoppedIn(position.state)) {
    const command = reportOf(stopped, 'ends', position.now)
    const outcome = step(position.state, command, { at: position.now, term: 1, by: 'fleet' }, managers)
    if (isRefusal(outcome)) throw new Error(`a node may not report an end: ${outcome.text}`)
    all.push(...outcome.entries)
    position = { ...position, state: outcome.state }
  }
  return { entries: all, position: { ...position, reverts: position.reverts + all.filter(isRollback).length } }
}

function stoppedIn(state: State): Allocation | undefined {
  for (const row of state.tables.allocations) if (row.desiredStatus !== 'run' && !isDone(row)) return row
  return undefined
}

function isRollback({ events }: Entry): boolean {
  return events.some(({ type }) => type === 'JobRolledBack')
}
