// Commands about the job `web`, with everything filled in that a test does not care about.

import type { OperatorCommand } from '@cutover/core'

const about = { namespace: 'default', jobId: 'web' } as const

/** Stops the job, or purges it. */
export function stopJob(fields: Partial<OperatorCommand<'StopJob'>> = {}): OperatorCommand<'StopJob'> {
  return { type: 'StopJob', ...about, purge: false, noShutdownDelay: false, evaluationPriority: 0, ...fields }
}

/** Goes back to a version; `prior` is the version that must be current. */
export function revertJob(version: number, prior?: number): OperatorCommand<'RevertJob'> {
  return { type: 'RevertJob', ...about, version, enforcePriorVersion: prior }
}

/** Marks a version stable. */
export function declareStable(version: number): OperatorCommand<'DeclareJobStable'> {
  return { type: 'DeclareJobStable', ...about, version, stable: true }
}

/** Tags a version `gold`. */
export function tagVersion(version: number): OperatorCommand<'TagVersion'> {
  const name = 'gold'
  return { type: 'TagVersion', ...about, version, latest: false, tag: { name, description: '' }, name }
}

/** Scales the group `app`; without a count it only records an event. */
export function scaleJob(
  count: number | undefined,
  fields: Partial<OperatorCommand<'ScaleJob'>> = {},
): OperatorCommand<'ScaleJob'> {
  const event = { message: '', error: false, meta: undefined, jobModifyIndex: 0 }
  return { type: 'ScaleJob', ...about, group: 'app', count, ...event, ...fields }
}

/** Dispatches a child of the job. */
export function dispatchJob(fields: Partial<OperatorCommand<'DispatchJob'>> = {}): OperatorCommand<'DispatchJob'> {
  const nothing = { payload: '', meta: {}, idempotencyToken: '', idPrefixTemplate: '', priority: 0 }
  return { type: 'DispatchJob', ...about, ...nothing, ...fields }
}
