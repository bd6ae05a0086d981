// One task on a simulated node: pending, running, restarting by its policy, dead. Pure data and pure steps; the runner plans them.
// Rules: semantics/3 §2.3, and the restart policy of the job document.

import type { Json } from '@cutover/core'
import { fromNanos, type JsonObject, type Micros, plus, zero } from '@cutover/core'
import { printDuration } from '@cutover/core/job-documents'
import { type TaskBehaviour, taskBehaviour } from './driver.ts'

/** What decides how often a task may be restarted in place. */
export interface RestartPolicy {
  readonly attempts: number
  readonly interval: Micros
  readonly delay: Micros
  readonly mode: string
}

/** When a task runs, relative to the others. */
export type Hook = 'main' | 'prestart' | 'poststart' | 'poststop'

/** A task as the simulated node holds it. Mutable: it lives inside one runner. */
export interface Task {
  readonly name: string
  readonly hook: Hook
  readonly sidecar: boolean
  readonly leader: boolean
  readonly behaviour: TaskBehaviour
  readonly policy: RestartPolicy
  /** Restart after a successful end too: services, systems and sidecars. */
  readonly restartsOnSuccess: boolean
  readonly killTimeout: Micros
  state: 'pending' | 'running' | 'dead'
  failed: boolean
  restarts: number
  lastRestart: Micros
  startedAt: Micros
  finishedAt: Micros
  /** It was started at least once. */
  everRan: boolean
  /** The driver is at work on a start. */
  starting: boolean
  killed: boolean
  /** It is dead and its node has not said so yet: to whoever listens it is still pending (semantics/3 §2.2). */
  unannounced: boolean
  attemptsUsed: number
  windowStart: Micros
  readonly events: JsonObject[]
}

/** What a task document says, as a task that has not begun. */
export function createTask(document: JsonObject, group: JsonObject, jobType: string): Task {
  const lifecycle = asObject(document['Lifecycle'])
  const sidecar = lifecycle['Sidecar'] === true
  const hook = hookOf(lifecycle['Hook'])
  return {
    name: textOf(document['Name']),
    hook,
    sidecar,
    leader: document['Leader'] === true,
    behaviour: taskBehaviour(textOf(document['Driver']), asObject(document['Config'])),
    policy: policyOf(asObject(document['RestartPolicy'] ?? group['RestartPolicy'])),
    restartsOnSuccess: hook === 'main' ? jobType === 'service' || jobType === 'system' : sidecar,
    killTimeout: fromNanos(numberOf(document['KillTimeout'])),
    state: 'pending',
    failed: false,
    restarts: 0,
    lastRestart: zero,
    startedAt: zero,
    finishedAt: zero,
    everRan: false,
    starting: false,
    killed: false,
    unannounced: false,
    attemptsUsed: 0,
    windowStart: zero,
    events: [],
  }
}

/** What follows when a task has ended or could not be started: a restart at some instant, or the end; and why. */
export type AfterEnd =
  | { readonly restartAt: Micros; readonly reason: string }
  | { readonly dead: true; readonly failed: boolean; readonly reason: string }

/** Why a task without restart attempts is not started again. */
export const noRestarts = 'Policy allows no restarts'

/** Applies the restart policy at the end of a run. */
export function afterEnd(
  task: Task,
  end: { readonly ok: boolean; readonly now: Micros; readonly delay: Micros },
): AfterEnd {
  if (task.killed) return { dead: true, failed: false, reason: '' }
  if (end.ok && !task.restartsOnSuccess) return { dead: true, failed: false, reason: '' }
  if (task.policy.attempts === 0) return { dead: true, failed: !end.ok || task.restartsOnSuccess, reason: noRestarts }
  if (task.windowStart === zero || end.now - task.windowStart > task.policy.interval) {
    task.windowStart = end.now
    task.attemptsUsed = 0
  }
  task.attemptsUsed += 1
  const { attempts, interval, mode } = task.policy
  if (task.attemptsUsed <= attempts) return { restartAt: plus(end.now, end.delay), reason: 'Restart within policy' }
  const span = printDuration(BigInt(interval) * 1_000n)
  const reason = `Exceeded allowed attempts ${attempts} in interval ${span} and mode is "${mode}"`
  if (mode === 'delay') return { restartAt: plus(task.windowStart, interval), reason }
  return { dead: true, failed: true, reason }
}

/** Adds a task event as Nomad's clients write them; times are nanoseconds on the wire, added by the codec. */
export function addEvent(task: Task, at: Micros, type: string, fields: JsonObject = {}): void {
  task.events.push({ Type: type, Time: at, ...fields })
  if (task.events.length > 10) task.events.shift()
}

function hookOf(hook: Json | undefined): Hook {
  return hook === 'prestart' || hook === 'poststart' || hook === 'poststop' ? hook : 'main'
}

function policyOf(policy: JsonObject): RestartPolicy {
  return {
    attempts: numberOf(policy['Attempts']),
    interval: fromNanos(numberOf(policy['Interval'])),
    delay: fromNanos(numberOf(policy['Delay'])),
    mode: textOf(policy['Mode']),
  }
}

/** A JSON object, or an empty one. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** A JSON number, or zero. */
export function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number(value ?? 0) || 0
}
