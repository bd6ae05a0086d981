// Why a command would be refused, and what would have to be true for it to be taken.

import type { Command } from '../command.ts'
import type { Stamp } from '../entry.ts'
import { isRefusal, type Refusal, type RefusalCode } from '../refusal.ts'
import type { State } from '../state.ts'
import { transition } from '../transition.ts'

/** A refusal with what would have to be true instead. */
export interface Objection {
  readonly refusal: Refusal
  /** One sentence about the state or the command. */
  readonly required: string
}

/** What speaks against a command; undefined when it would be taken. */
export function whyNot(state: State, command: Command, stamp: Stamp): Objection | undefined {
  const taken = transition(state, command, stamp)
  const refusal = isRefusal(taken) ? taken : taken.refusal
  return refusal && { refusal, required: required[refusal.code] ?? 'The command itself would have to be another one.' }
}

const active = 'The deployment would have to be active: terminal statuses never end.'

const required: Partial<Record<RefusalCode, string>> = {
  'deployment-not-found': 'A deployment with this id would have to exist.',
  'deployment-missing': 'A deployment with this id would have to exist.',
  'deployment-terminal': active,
  'cannot-pause-terminal': active,
  'cannot-resume-terminal': active,
  'cannot-promote-terminal': active,
  'cannot-fail-terminal': active,
  'cannot-set-health-terminal': active,
  'cannot-unblock-terminal': active,
  'cannot-run-terminal': active,
  'cannot-cancel-terminal': active,
  'canaries-unhealthy': 'Every group to be promoted would need as many healthy canaries that still run as it wants.',
  'deployment-job-unknown': 'The job of the deployment would have to exist still.',
  'health-allocation-unknown': 'Every named allocation would have to exist.',
  'allocation-of-other-deployment': 'Every named allocation would have to belong to this deployment.',
  'scale-deployment-active': 'The newest deployment of the job would have to be over.',
  'scale-job-missing': 'The job would have to exist.',
  'scale-group-unknown': 'The job would need a group of this name.',
  'scale-below-minimum': 'The count would have to reach the minimum of the scaling policy.',
  'scale-above-maximum': 'The count would have to stay within the maximum of the scaling policy.',
  'job-not-found': 'The job would have to exist.',
  'revert-job-missing': 'The job would have to exist.',
  'revert-to-current': 'The version would have to be another one than the current one.',
  'job-version-missing': 'The version would have to be one of those that are kept.',
  'prior-version-differs': 'The version that is enforced would have to be the current one.',
  'enforced-job-exists': 'There must not be a job of this name yet.',
  'enforced-job-missing': 'The job would have to exist.',
  'enforced-index-differs': 'The JobModifyIndex that is enforced would have to be that of the job.',
  'job-type-fixed': 'The job would have to be purged first: its type never changes.',
  'draining-node-eligible': 'The drain of the node would have to end first.',
  'node-not-found': 'A node with this id would have to exist.',
  'report-node-unknown': 'The node would have to be registered.',
  'report-node-out-of-touch': 'The node would have to be in touch: initializing or ready.',
  'namespace-in-use': 'All jobs of the namespace would have to be terminal.',
}
