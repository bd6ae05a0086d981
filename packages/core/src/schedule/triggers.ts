// Which evaluations a scheduler takes, and how often it tries. Rules: semantics/2 §4.1, §5.4, §5.5.

import type { Evaluation } from '../entities/evaluation.ts'

const service: ReadonlySet<string> = new Set([
  'job-register',
  'job-deregister',
  'node-drain',
  'node-update',
  'alloc-stop',
  'alloc-reschedule',
  'rolling-update',
  'queued-allocs',
  'periodic-job',
  'max-plan-attempts',
  'deployment-watcher',
  'alloc-failure',
  'failed-follow-up',
  'preemption',
  'job-scaling',
  'max-disconnect-timeout',
  'reconnect',
])

const system: ReadonlySet<string> = new Set([
  'job-register',
  'node-update',
  'failed-follow-up',
  'job-deregister',
  'rolling-update',
  'preemption',
  'deployment-watcher',
  'node-drain',
  'alloc-stop',
  'queued-allocs',
  'job-scaling',
  'reconnect',
])

/** Whether the evaluation's scheduler knows its trigger; any other fails it. */
export function handlesTrigger({ type, triggeredBy }: Evaluation): boolean {
  if (type === 'sysbatch' && triggeredBy === 'periodic-job') return true
  return (isSystemType(type) ? system : service).has(triggeredBy)
}

/** Whether jobs of this type run once on every node. */
export function isSystemType(type: string): boolean {
  return type === 'system' || type === 'sysbatch'
}

/** How many attempts in a row may come to nothing. */
export function attemptsMax(type: string): number {
  return type === 'batch' || type === 'sysbatch' ? 2 : 5
}
