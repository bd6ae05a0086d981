// Filters of lists: they see a row as Nomad's server holds it, whole and with every field, whatever the list shows of it.
// Rules: client-surface §2.6.

import {
  type Allocation,
  type Deployment,
  type Evaluation,
  isJsonObject,
  isRefusal,
  type Job,
  type Json,
  type JsonObject,
  type Node,
  type Refusal,
} from '@cutover/core'
import { readFilter } from '@cutover/core/filter'
import { openAccess } from './access.ts'
import { refusalError } from './api.ts'
import { compilePattern } from './pattern.ts'
import type { HttpRequest } from './request.ts'
import { allocationObject } from './wire/allocation.ts'
import { wireDeployment } from './wire/deployment.ts'
import { encode, type Wire } from './wire/encode.ts'
import { evaluationObject } from './wire/evaluation.ts'
import { wireJob } from './wire/job.ts'
import { wireNode } from './wire/node.ts'

/** Whether a row belongs to a list, or why that cannot be told. */
export type Keeps<R> = (row: R) => boolean | Refusal

/**
 * What the caller sees of rows and asked for: permission comes first, then his filter; undefined when he sees everything and has
 * none. An unreadable filter is refused at once.
 */
export function filterOf<R extends object>(
  { query, access = openAccess }: HttpRequest,
  datumOf: (row: R) => JsonObject,
): { readonly keeps?: Keeps<R> } {
  access.permit()
  const text = query.get('filter') ?? ''
  const sees = (row: R): boolean => access.sees('namespace' in row ? String(row.namespace) : '')
  if (text === '') return access === openAccess ? {} : { keeps: sees }
  const filter = readFilter(text, compilePattern)
  if (isRefusal(filter)) throw refusalError(filter)
  return { keeps: (row) => (sees(row) ? filter(datumOf(row)) : false) }
}

export const deploymentDatum: (row: Deployment) => JsonObject = cached<Deployment>((row) => plain(wireDeployment(row)))
export const jobDatum: (row: Job) => JsonObject = cached<Job>((row) => plain(wireJob(row)))
export const nodeDatum: (row: Node) => JsonObject = cached<Node>((row) => {
  // The server knows the secret, and no `Drain`.
  const { Drain: _drain, ...datum } = plain(wireNode(row))
  return { ...datum, SecretID: row.secretId }
})
export const evaluationDatum: (row: Evaluation) => JsonObject = cached<Evaluation>((row) => ({
  ...emptyEvaluation,
  ...plain(evaluationObject(row)),
}))
export const allocationDatum: (row: Allocation) => JsonObject = cached<Allocation>((row) => ({
  ...emptyAllocation,
  ...plain(allocationObject(row, { withJob: true, keyId: '' })),
}))

// Rows never change, so what a filter sees of one is made once.
function cached<R extends object>(make: (row: R) => JsonObject): (row: R) => JsonObject {
  const made = new WeakMap<R, JsonObject>()
  return (row) => {
    const known = made.get(row)
    if (known) return known
    const datum = make(row)
    made.set(row, datum)
    return datum
  }
}

function plain(wire: Wire): JsonObject {
  const value: Json = JSON.parse(encode(wire))
  return isJsonObject(value) ? value : {}
}

const emptyEvaluation: JsonObject = {
  AnnotatePlan: false,
  BlockedEval: '',
  ClassEligibility: null,
  DeploymentID: '',
  EscapedComputedClass: false,
  FailedTGAllocs: null,
  JobModifyIndex: 0,
  NextEval: '',
  NodeID: '',
  NodeModifyIndex: 0,
  PlanAnnotations: null,
  PreviousEval: '',
  QueuedAllocations: null,
  QuotaLimitReached: '',
  RelatedEvals: null,
  SnapshotIndex: 0,
  StatusDescription: '',
  Wait: 0,
  WaitUntil: null,
}

const emptyAllocation: JsonObject = {
  AllocStates: null,
  ClientDescription: '',
  DeploymentID: '',
  DeploymentStatus: null,
  DesiredDescription: '',
  DesiredTransition: {
    ForceReschedule: null,
    Migrate: null,
    MigrateDisablePlacement: null,
    NoShutdownDelay: null,
    Reschedule: null,
  },
  FollowupEvalID: '',
  NetworkStatus: null,
  NextAllocation: '',
  PreemptedAllocations: null,
  PreemptedByAllocation: '',
  PreviousAllocation: '',
  RescheduleTracker: null,
  SigningKeyID: '',
  TaskStates: null,
}
