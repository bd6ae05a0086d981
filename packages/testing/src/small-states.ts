// States with a number of running deployments and nothing else, and entries about them: what the engine, the logs and the
// benches are tried on.

import {
  type Change,
  type Deployment,
  type DeploymentGroup,
  type Edit,
  type Entry,
  type Evaluation,
  type Event,
  type Index,
  initialState,
  type Micros,
  micros,
  type State,
  seconds,
  zero,
} from '@cutover/core'

/** The id of the n-th deployment: looks random, is always the same. */
export function deploymentIdAt(n: number): string {
  const words = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f].map((salt) => {
    const mixed = Math.imul(Math.imul(n + 1, salt) ^ (n >>> 7), 0x7feb352d)
    return ((mixed ^ (mixed >>> 15)) >>> 0).toString(16).padStart(8, '0')
  })
  return words.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** A state at index 0 in which `count` deployments, one to a job, are running. */
export function stateWithDeployments(count: number, seed = 'small'): State {
  const state = initialState(seed)
  const edit: Edit = {}
  let { deployments } = state.tables
  for (let n = 0; n < count; n++) deployments = deployments.set(deploymentAt(n), edit)
  return { ...state, tables: { ...state.tables, deployments } }
}

/** The change that pauses or resumes the n-th deployment: the smallest thing that one can ask for. */
export function statusChange(n: number, status: 'paused' | 'running' = 'paused'): Change<'UpdateDeploymentStatus'> {
  return {
    type: 'UpdateDeploymentStatus',
    deploymentId: deploymentIdAt(n),
    status,
    description: `Deployment is ${status}`,
    updatedAt: start,
    job: undefined,
    evaluation: undefined,
  }
}

/** The instant at which the small states begin. */
export const start: Micros = micros(1_700_000_000_000_000)

/** An entry that says nothing of interest, at an index. */
export function entryAt(index: Index, events: readonly Event[] = [eventAt(index)]): Entry {
  const cause = {
    change: 'UpdateDeploymentStatus',
    command: 'PauseDeployment',
    by: 'operator',
    actor: '',
    after: 0,
  } as const
  return { index, term: 1, at: micros(1_700_000_000_000_000 + index), cause, events }
}

/** Consecutive entries. */
export function entriesFrom(first: Index, count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, n) => entryAt(first + n))
}

function eventAt(index: Index): Event {
  return { type: 'DeploymentPaused', deploymentId: deploymentIdAt(index), description: `n° ${index}`, updatedAt: zero }
}

const web: DeploymentGroup = {
  name: 'web',
  autoRevert: false,
  autoPromote: false,
  progressDeadline: seconds(600),
  requireProgressBy: start,
  promoted: false,
  placedCanaries: undefined,
  desiredCanaries: 0,
  desiredTotal: 10,
  placed: 0,
  healthy: 0,
  unhealthy: 0,
}

function deploymentAt(n: number): Deployment {
  return {
    id: deploymentIdAt(n),
    namespace: 'default',
    jobId: `job-${n}`,
    jobVersion: 1,
    jobModifyIndex: 0,
    jobSpecModifyIndex: 0,
    jobCreateIndex: 0,
    isMultiregion: false,
    groups: [web],
    status: 'running',
    statusDescription: 'Deployment is running',
    evaluationPriority: 50,
    createIndex: 0,
    modifyIndex: 0,
    createTime: start,
    modifyTime: start,
    watch: undefined,
  }
}

const odd: Evaluation = {
  id: 'odd \u0000 \u{1f980} é',
  namespace: 'default',
  priority: -1,
  type: 'service',
  triggeredBy: '',
  jobId: 'job',
  jobModifyIndex: 2 ** 53 - 1,
  nodeId: '',
  nodeModifyIndex: 0,
  deploymentId: '',
  status: 'pending',
  statusDescription: '',
  wait: seconds(0.5),
  waitUntil: start,
  nextEvaluation: '',
  previousEvaluation: '',
  blockedEvaluation: '',
  failedGroups: [
    { group: 'g', metric: { big: 2n ** 70n, negative: -(2n ** 63n), small: 5n, pi: 3.14159, none: null, list: [] } },
  ],
  planAnnotations: null,
  classEligibility: undefined,
  escapedComputedClass: true,
  quotaLimitReached: '',
  annotatePlan: false,
  queuedAllocations: [],
  snapshotIndex: 2 ** 40,
  createIndex: 0,
  modifyIndex: 0,
  createTime: start,
  modifyTime: start,
}

/** An evaluation with values that are easily lost on the way to a disk and back. */
export function oddEvaluation(): Evaluation {
  return odd
}
