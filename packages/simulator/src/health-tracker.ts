// Decides whether an allocation is healthy, as Nomad's clients do: tasks first, then checks, with a deadline over both.
// Rules: semantics/3 §2.1–2.4.

import { fromNanos, type JsonObject, type Micros, plus, zero } from '@cutover/core'
import { printDuration } from '@cutover/core/job-documents'
import { type Item, type Planner, rank } from './agenda.ts'
import { addEvent, asObject, numberOf, type Task } from './task.ts'
import type { Timing } from './timing.ts'

/** How the health of an allocation is found out. */
export interface HealthRule {
  readonly mode: 'checks' | 'task_states'
  readonly minHealthyTime: Micros
  readonly healthyDeadline: Micros
  /** The group has checks and the mode looks at them. */
  readonly checks: boolean
}

/** The rule for an allocation of this group, or undefined when nobody watches it. */
export function healthRule(
  group: JsonObject,
  allocation: { readonly jobType: string; readonly deploymentId: string },
): HealthRule | undefined {
  if (allocation.jobType !== 'service' && allocation.jobType !== 'system') return undefined
  const update = asObject(group['Update'])
  if (allocation.deploymentId !== '' && (numberOf(update['MaxParallel']) === 0 || update['HealthCheck'] === 'manual'))
    return undefined
  const block = allocation.deploymentId !== '' ? update : { ...migrateDefaults, ...asObject(group['Migrate']) }
  const mode = block['HealthCheck'] === 'task_states' ? 'task_states' : 'checks'
  return {
    mode,
    minHealthyTime: fromNanos(numberOf(block['MinHealthyTime'])),
    healthyDeadline: fromNanos(numberOf(block['HealthyDeadline'])),
    checks: mode === 'checks' && hasChecks(group),
  }
}

const migrateDefaults: JsonObject = {
  HealthCheck: 'checks',
  MinHealthyTime: 10_000_000_000,
  HealthyDeadline: 300_000_000_000,
}

/** What a tracker needs of the allocation that it watches. */
export interface Watched {
  readonly agenda: Planner
  readonly timing: Timing
  readonly rule: HealthRule
  readonly tasks: () => readonly Task[]
  /** The checks would pass now. */
  readonly checksPass: () => boolean
  readonly decide: (healthy: boolean, now: Micros) => void
}

/** Watches one allocation until it is decided or stopped. */
export class HealthTracker {
  readonly #watched: Watched
  #latestStart: Micros = zero
  #tasksHealthy = false
  #taskTimer: Item | undefined
  #checkTimer: Item | undefined
  #poll: Item | undefined
  readonly #deadline: Item
  #over = false

  constructor(watched: Watched, now: Micros) {
    this.#watched = watched
    const { agenda, rule, timing } = watched
    this.#deadline = agenda.add(plus(now, rule.healthyDeadline), rank.deadline, (at) => this.#finish(false, at))
    if (rule.checks) this.#poll = agenda.add(plus(now, timing.checkPoll), rank.checks, (at) => this.#pollChecks(at))
    this.look(now)
  }

  /** Looks at the tasks again; called after each of their changes. */
  look(now: Micros): void {
    if (this.#over) return
    const view = taskView(this.#watched.tasks())
    if (view === 'failed') this.#finish(false, now)
    else this.#accept(view, now)
  }

  /** Ends the watch without a decision. */
  stop(): void {
    this.#over = true
    for (const item of [this.#deadline, this.#taskTimer, this.#checkTimer, this.#poll]) if (item) item.cancelled = true
  }

  // Every change of the latest start begins the wait anew.
  #accept(latest: Micros, now: Micros): void {
    if (latest === this.#latestStart) return
    this.#tasksHealthy = false
    if (this.#taskTimer) this.#taskTimer.cancelled = true
    this.#latestStart = latest
    if (latest === zero) return
    const { agenda, rule } = this.#watched
    this.#taskTimer = agenda.add(plus(now, rule.minHealthyTime), rank.tasksHealthy, (at) => this.#tasksAreHealthy(at))
  }

  #tasksAreHealthy(now: Micros): void {
    this.#tasksHealthy = true
    if (!this.#watched.rule.checks) this.#finish(true, now)
  }

  #pollChecks(now: Micros): void {
    const { agenda, timing, checksPass } = this.#watched
    this.#poll = agenda.add(plus(now, timing.checkPoll), rank.checks, (at) => this.#pollChecks(at))
    if (!checksPass()) {
      if (this.#checkTimer) this.#checkTimer.cancelled = true
      this.#checkTimer = undefined
    } else if (!this.#checkTimer) this.#armCheckTimer(now)
  }

  #armCheckTimer(now: Micros): void {
    const { agenda, rule } = this.#watched
    this.#checkTimer = agenda.add(plus(now, rule.minHealthyTime), rank.checks, (at) => {
      if (this.#tasksHealthy) this.#finish(true, at)
      else this.#armCheckTimer(at)
    })
  }

  #finish(healthy: boolean, now: Micros): void {
    if (this.#over) return
    this.stop()
    this.#watched.decide(healthy, now)
  }
}

/** Adds to each task what it has to do with its allocation being unhealthy (semantics/3 §2.5). */
export function explainUnhealthy(tasks: readonly Task[], rule: HealthRule, now: Micros): void {
  for (const task of tasks) {
    const message = whyUnhealthy(task, rule)
    if (message !== undefined) addEvent(task, now, 'Alloc Unhealthy', { Message: message })
  }
}

function whyUnhealthy(task: Task, { minHealthyTime, healthyDeadline }: HealthRule): string | undefined {
  const deadline = `healthy_deadline of ${textOf(healthyDeadline)}`
  if (task.unannounced) return `Task not running by ${deadline}`
  if (task.failed) return 'Unhealthy because of failed task'
  if (task.state === 'pending') return `Task not running by ${deadline}`
  if (task.state === 'running')
    return `Task not running for min_healthy_time of ${textOf(minHealthyTime)} by ${deadline}`
  return task.sidecar || task.hook === 'main' ? 'Unhealthy because of dead task' : undefined
}

function textOf(duration: Micros): string {
  return printDuration(BigInt(duration) * 1_000n)
}

// The latest start of the tasks that count, zero while one is pending, or `failed` for good (semantics/3 §2.3).
function taskView(tasks: readonly Task[]): Micros | 'failed' {
  const watched = tasks.filter(isWatched)
  if (watched.some(hasEndedForGood)) return 'failed'
  if (watched.some((task) => task.state === 'pending')) return zero
  return watched.reduce((latest, task) => (task.startedAt > latest ? task.startedAt : latest), zero)
}

function isWatched(task: Task): boolean {
  if (task.sidecar) return true
  return task.hook !== 'poststop' && !(task.hook === 'poststart' && task.state === 'dead' && !task.failed)
}

function hasEndedForGood(task: Task): boolean {
  const mayEnd = task.hook === 'prestart' && !task.sidecar
  return task.failed || (task.finishedAt !== zero && !mayEnd)
}

function hasChecks(group: JsonObject): boolean {
  const services = [group['Services'], ...listOf(group['Tasks']).map((task) => asObject(task)['Services'])]
  return services.flatMap(listOf).some((service) => listOf(asObject(service)['Checks']).length > 0)
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map((item) => asObject(item)) : []
}
