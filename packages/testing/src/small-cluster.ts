// A cluster small enough to read: one namespace, one job with one group, and what a test adds to it.

import {
  type Allocation,
  type Change,
  type Command,
  type Deployment,
  initialState,
  isRefusal,
  type Job,
  type JobDocument,
  type JsonObject,
  micros,
  type Node,
  type Stamp,
  type State,
  transition,
  zero,
} from '@cutover/core'
import { submissionOf } from '@cutover/core/job-documents'

/** The stamp of every command here. */
export const ladderStamp: Stamp = { at: micros(1_700_000_100_000_000), term: 1, by: 'operator' }

/** The state after commands that must all be taken. */
export function stateAfter(state: State, ...commands: readonly Command[]): State {
  return commands.reduce((before, command) => {
    const taken = transition(before, command, ladderStamp)
    if (isRefusal(taken)) throw new Error(`${command.type}: ${taken.text}`)
    if (taken.refusal) throw new Error(`${command.type}: ${taken.refusal.text}`)
    return taken.state
  }, state)
}

const ids = {
  deployment: 'd0000000-0000-4000-8000-000000000001',
  allocation: 'a0000000-0000-4000-8000-000000000001',
  evaluation: 'e0000000-0000-4000-8000-000000000001',
  node: 'f0000000-0000-4000-8000-000000000001',
} as const

/** The ids of the cluster's only rows. */
export const smallIds: typeof ids = ids

/** The canonical document of the job `web` with two allocations of one group `app`; `fields` are sent along. */
export function smallDocument(fields: JsonObject = {}): JobDocument {
  const task = { Name: 'server', Driver: 'mock_driver', Config: { run_for: '1h' } }
  const job = { ID: 'web', Type: 'service', TaskGroups: [{ Name: 'app', Count: 2, Tasks: [task] }], ...fields }
  const submission = submissionOf(initialState('small'), { body: { json: { Job: job } } }, 'global')
  if (!submission.ok) throw new Error(submission.text)
  return submission.registration.document
}

/** A job about to be written. */
export function smallJob(document: JobDocument = smallDocument()): Job {
  return {
    namespace: document.Namespace,
    id: document.ID,
    document,
    stop: false,
    stable: false,
    version: 0,
    status: '',
    statusDescription: '',
    versionTag: undefined,
    submitTime: ladderStamp.at,
    createIndex: 0,
    modifyIndex: 0,
    jobModifyIndex: 0,
  }
}

/** The change that writes a job without an evaluation. */
export function registration(job: Job = smallJob()): Change<'RegisterJob'> {
  return {
    type: 'RegisterJob',
    job,
    evaluation: undefined,
    submission: undefined,
    enforceIndex: undefined,
    preserveCounts: false,
    preserveResources: false,
    deployment: undefined,
  }
}

/** A state with the built-in namespace and node pools only. */
export function emptyCluster(): State {
  return stateAfter(
    initialState('small'),
    { type: 'UpsertNamespaces', namespaces: [{ name: 'default', document: {} }] },
    {
      type: 'UpsertNodePools',
      nodePools: [
        { name: 'default', document: {} },
        { name: 'all', document: {} },
      ],
    },
  )
}

/** A state with a node, the job `web`, its deployment and one allocation of it; `deployment` and `allocation` change their rows. */
export function smallCluster(rows: { deployment?: Partial<Deployment>; allocation?: Partial<Allocation> } = {}): State {
  const state = stateAfter(emptyCluster(), { type: 'RegisterNode', node: smallNode() }, registration())
  const written = [...state.tables.jobs][0]
  if (!written) throw new Error('the job was not written')
  const job: Job = { ...written, status: 'running' }
  const deployment = { ...smallDeployment(job), ...rows.deployment }
  const allocation = { ...smallAllocation(job), ...rows.allocation }
  return {
    ...state,
    tables: {
      ...state.tables,
      jobs: state.tables.jobs.set(job),
      jobVersions: state.tables.jobVersions.set(job),
      deployments: state.tables.deployments.set(deployment),
      allocations: state.tables.allocations.set(allocation),
    },
  }
}

/** A ready node. */
export function smallNode(fields: Partial<Node> = {}): Node {
  return {
    id: ids.node,
    secretId: '',
    name: 'node-1',
    datacenter: 'dc1',
    nodeClass: '',
    nodePool: 'default',
    computedClass: '',
    document: {},
    status: 'ready',
    statusDescription: '',
    statusUpdatedAt: 0,
    schedulingEligibility: 'eligible',
    drain: undefined,
    lastDrain: undefined,
    events: [],
    lastMissedHeartbeatIndex: 0,
    lastAllocationUpdateIndex: 0,
    createIndex: 0,
    modifyIndex: 0,
    ...fields,
  }
}

function smallDeployment(job: Job): Deployment {
  const group = { name: 'app', autoRevert: true, autoPromote: false, progressDeadline: micros(600_000_000) }
  const counts = { desiredCanaries: 0, desiredTotal: 2, placed: 1, healthy: 0, unhealthy: 0 }
  return {
    id: ids.deployment,
    namespace: job.namespace,
    jobId: job.id,
    jobVersion: job.version,
    jobModifyIndex: job.modifyIndex,
    jobSpecModifyIndex: job.jobModifyIndex,
    jobCreateIndex: job.createIndex,
    isMultiregion: false,
    groups: [{ ...group, ...counts, requireProgressBy: zero, promoted: false, placedCanaries: undefined }],
    status: 'running',
    statusDescription: 'Deployment is running',
    evaluationPriority: 50,
    createIndex: job.createIndex,
    modifyIndex: job.modifyIndex,
    createTime: ladderStamp.at,
    modifyTime: ladderStamp.at,
    watch: undefined,
  }
}

function smallAllocation(job: Job): Allocation {
  return {
    id: ids.allocation,
    namespace: job.namespace,
    evaluationId: ids.evaluation,
    name: 'web.app[0]',
    nodeId: ids.node,
    nodeName: 'node-1',
    jobId: job.id,
    job,
    group: 'app',
    resources: null,
    metrics: null,
    desiredStatus: 'run',
    desiredDescription: '',
    desiredTransition: {},
    clientStatus: 'running',
    clientDescription: '',
    taskStates: undefined,
    networkStatus: null,
    deploymentId: ids.deployment,
    health: undefined,
    states: undefined,
    previousAllocation: '',
    nextAllocation: '',
    followupEvaluationId: '',
    rescheduleTracker: undefined,
    preemptedAllocations: undefined,
    preemptedByAllocation: '',
    createIndex: job.createIndex,
    modifyIndex: job.modifyIndex,
    allocationModifyIndex: job.modifyIndex,
    createTime: ladderStamp.at,
    modifyTime: ladderStamp.at,
  }
}
