// Works on one evaluation until it ends or has to wait: the commands that this takes, in the order of Nomad's entries.
// Rules: semantics/2 §4.2, §4.7, semantics/4 §5.5.

import type { Command } from '../command.ts'
import { type Evaluation, isTerminalEvaluation } from '../entities/evaluation.ts'
import { jobKey } from '../entities/job.ts'
import type { State } from '../state.ts'
import { applyPlanCommand } from './apply-plan-command.ts'
import { type Attempt, beginAttempt, type Request } from './attempt.ts'
import { superseded } from './broker.ts'
import {
  blockedEvaluation,
  closedEvaluation,
  conflictEvaluation,
  duplicatesOf,
  endedEvaluation,
  followupEvaluation,
} from './evaluation-outcome.ts'
import type { Outcome } from './outcome.ts'
import { isEmptyPlan, type Plan } from './plan.ts'
import { makesProgress } from './progress.ts'
import { attemptService } from './service.ts'
import { speculate } from './speculate.ts'
import { attemptSystem } from './system.ts'
import { attemptsMax, handlesTrigger, isSystemType } from './triggers.ts'
import { verifyPlan } from './verify-plan.ts'

/** The commands for one evaluation, then the cancellation of those that it makes pointless. */
export function processEvaluation(state: State, request: Request): readonly Command[] {
  const others = superseded(state, request.evaluation, request.at)
  const commands = handlesTrigger(request.evaluation) ? work(state, request) : [refuse(request)]
  return [...commands, ...cancel(others, request, 'canceled after more recent eval was processed')]
}

function refuse({ evaluation, at }: Request): Command {
  const description = `scheduler cannot handle '${evaluation.triggeredBy}' evaluation reason`
  return write([closedEvaluation(evaluation, at, { status: 'failed', description })])
}

// A partial commit that changes something is followed by another attempt on what it left; one that changes nothing
// would be repeated word for word, so it stands for all attempts that are left.
function work(state: State, request: Request): readonly Command[] {
  const commands: Command[] = []
  let current = state
  for (;;) {
    const attempt = beginAttempt(current, request)
    const turn = tryOnce(attempt)
    commands.push(...turn.commands)
    if (turn.ending !== undefined) return [...commands, ...turn.ending]
    current = speculate(current, turn.commands, request.at)
  }
}

interface Turn {
  readonly commands: readonly Command[]
  /** Undefined when another attempt is needed. */
  readonly ending: readonly Command[] | undefined
}

interface Ended {
  readonly attempt: Attempt
  readonly outcome: Outcome
  readonly committed: Plan
  /** Blocked evaluations that this attempt has made. */
  readonly waiting: readonly Evaluation[]
  readonly blocked: string
  readonly next: string
}

/** One attempt by the scheduler of the evaluation's type. */
export function attemptEvaluation(attempt: Attempt): Outcome {
  return isSystemType(attempt.evaluation.type) ? attemptSystem(attempt) : attemptService(attempt)
}

/** The evaluations that an attempt makes beside its own. */
export interface Created {
  readonly blocked: readonly Evaluation[]
  readonly followups: readonly Evaluation[]
}

/** What is created before the plan is submitted; follow-ups only if there is a plan. */
export function createdEvaluations(attempt: Attempt, outcome: Outcome): Created {
  return {
    blocked: blockedChildren(attempt, outcome),
    followups: outcome.followups.map((followup) => followupEvaluation(attempt, followup)),
  }
}

function tryOnce(attempt: Attempt): Turn {
  const { evaluation, state, job } = attempt
  const outcome = attemptEvaluation(attempt)
  const created = createdEvaluations(attempt, outcome)
  const blocked = created.blocked.at(-1)?.id ?? existingChild(state, evaluation)
  const waits = created.blocked.flatMap((child) => park(attempt, child))
  const { plan } = outcome
  if (isEmptyPlan(plan)) {
    return {
      commands: waits,
      ending: end({ attempt, outcome, committed: plan, waiting: created.blocked, blocked, next: '' }),
    }
  }
  const { followups } = created
  const verified = verifyPlan(state, plan, job?.document.AllAtOnce === true)
  const committed = verified.plan
  const submitted = isEmptyPlan(committed) ? [] : [applyPlanCommand(attempt, committed)]
  const commands = [...waits, ...followups.map((followup) => write([followup])), ...submitted]
  const ended = { attempt, outcome, committed, waiting: created.blocked, blocked, next: followups.at(-1)?.id ?? '' }
  if (!verified.isPartial) return { commands, ending: end(ended) }
  return { commands, ending: makesProgress(state, committed) ? undefined : giveUp(ended) }
}

function end({ attempt, outcome, committed, blocked, next }: Ended): readonly Command[] {
  const stays = attempt.evaluation.status === 'blocked' && outcome.failures.size > 0
  const status = stays ? 'blocked' : 'complete'
  const description = stays ? attempt.evaluation.statusDescription : ''
  return [write([endedEvaluation(attempt, outcome, committed, { status, description, blocked, next })])]
}

function giveUp(ended: Ended): readonly Command[] {
  const { attempt, outcome, committed, next } = ended
  const { type } = attempt.evaluation
  const child = isSystemType(type) ? undefined : conflictEvaluation(attempt, outcome.failures)
  const ending = {
    status: 'failed',
    description: `maximum attempts reached (${attemptsMax(type)})`,
    blocked: child?.id ?? ended.blocked,
    next,
  } as const
  return [
    ...(child ? park(attempt, child, ended.waiting) : []),
    write([endedEvaluation(attempt, outcome, committed, ending)]),
  ]
}

// Made at most once for an evaluation, and not while it is itself the one that waits.
function blockedChildren(attempt: Attempt, outcome: Outcome): readonly Evaluation[] {
  const { evaluation, state, at } = attempt
  if (evaluation.status === 'blocked') return []
  if (outcome.fullNodes) {
    return outcome.fullNodes.map(({ nodeId, failures }) => blockedEvaluation(attempt, failures, nodeId))
  }
  const isHeldUp = outcome.followups.length > 0 && evaluation.waitUntil > at
  if (outcome.failures.size === 0 || isHeldUp || existingChild(state, evaluation) !== '') return []
  return [blockedEvaluation(attempt, outcome.failures, '')]
}

function existingChild(state: State, { id, namespace, jobId }: Evaluation): string {
  for (const other of state.tables.evaluations.by('openOfJob', jobKey(namespace, jobId))) {
    if (other.previousEvaluation === id && other.triggeredBy === 'queued-allocs') return other.id
  }
  return ''
}

// Only the newest blocked evaluation of a job (and node) is kept; `waiting` are those that the state does not know yet.
function park(
  { state, evaluation, at, quirks }: Attempt,
  child: Evaluation,
  waiting: readonly Evaluation[] = [],
): readonly Command[] {
  const description = `existing blocked evaluation exists for job "${child.jobId}"`
  const duplicates = waiting.length > 0 ? waiting : duplicatesOf(state, child, evaluation)
  return [write([child]), ...cancel(duplicates, { evaluation, at, quirks }, description)]
}

function cancel(evaluations: readonly Evaluation[], { at }: Request, description: string): readonly Command[] {
  const open = evaluations.filter((evaluation) => !isTerminalEvaluation(evaluation))
  if (open.length === 0) return []
  return [write(open.map((evaluation) => closedEvaluation(evaluation, at, { status: 'canceled', description })))]
}

function write(evaluations: readonly Evaluation[]): Command {
  return { type: 'UpdateEvaluations', evaluations }
}
