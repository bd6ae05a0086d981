// Which older version a replacement runs while canaries are tried: the newest one that is not under test. Rules:
// semantics/2 §4.5.

import type { Deployment } from '../entities/deployment.ts'
import { type Job, jobKey, versionKey } from '../entities/job.ts'
import { type GroupDocument, groupOf } from '../job-document/document.ts'
import type { Placement } from '../reconcile/reconciliation.ts'
import type { State } from '../state.ts'

/** A stable version, its group, and the deployment that rolled it out. */
export interface StableVersion {
  readonly job: Job
  readonly group: GroupDocument
  /** Empty when the version had none. */
  readonly deploymentId: string
}

/** The version for a downgraded placement, or undefined: then the latest one is used. */
export function stableVersion(state: State, job: Job, wish: Placement): StableVersion | undefined {
  const proven = provenDeployment(state, job, wish.group)
  const version = proven?.jobVersion ?? wish.minJobVersion
  const found = state.tables.jobVersions.get(versionKey(job.namespace, job.id, version))
  if (!found || found.version < wish.minJobVersion) return undefined
  if (!proven && hasJobUpdate(found)) return undefined
  const group = groupOf(found.document, wish.group)
  return group && { job: found, group, deploymentId: proven?.id ?? '' }
}

// The newest version whose deployment has no canaries of the group left to prove.
function provenDeployment(state: State, job: Job, group: string): Deployment | undefined {
  let newest: Deployment | undefined
  for (const deployment of state.tables.deployments.by('job', jobKey(job.namespace, job.id))) {
    if (deployment.jobCreateIndex !== job.createIndex || !isProven(deployment, group)) continue
    if (!newest || runsAfter(deployment, newest)) newest = deployment
  }
  return newest
}

function isProven(deployment: Deployment, group: string): boolean {
  const part = deployment.groups.find(({ name }) => name === group)
  return part !== undefined && (part.promoted || part.desiredCanaries === 0)
}

function runsAfter(a: Deployment, b: Deployment): boolean {
  if (a.jobVersion !== b.jobVersion) return a.jobVersion > b.jobVersion
  return a.createIndex > b.createIndex
}

function hasJobUpdate({ document }: Job): boolean {
  const update = document['Update']
  if (typeof update !== 'object' || update === null || !('MaxParallel' in update)) return false
  return typeof update['MaxParallel'] === 'number' && update['MaxParallel'] > 0
}
