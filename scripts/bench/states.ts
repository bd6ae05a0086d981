// States with many allocations, and what their nodes report: the load of the benches about health.

import {
  type Allocation,
  type Change,
  type Deployment,
  type Edit,
  type Job,
  plus,
  type State,
  seconds,
  zero,
} from '@cutover/core'
import { smallCluster, smallIds } from '../../packages/testing/src/small-cluster.ts'

/** The id of the n-th allocation or deployment: looks random, is always the same. */
function idAt(kind: string, n: number): string {
  const word = (salt: number): string =>
    (Math.imul(Math.imul(n + 1, salt) ^ (n >>> 7), 0x7feb352d) >>> 0).toString(16).padStart(8, '0')
  const text = `${word(0x9e3779b1)}${kind}${word(0x85ebca6b).slice(1)}${word(0xc2b2ae35)}${n.toString(16).padStart(8, '0')}`
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

const ids = new Map<string, string>()

function known(kind: string, n: number): string {
  const key = `${kind}${n}`
  const id = ids.get(key) ?? idAt(kind, n)
  ids.set(key, id)
  return id
}

/** The id of the n-th deployment of `stateWithAllocations`. */
export function deploymentIdOf(n: number): string {
  return known('d', n)
}

function watchOf(job: Job): Watch {
  const none = { deadlineHit: false, deadlineSkipped: zero, windowDue: zero, windowEvaluation: false, windowGrants: [] }
  return { ...none, job }
}

type Watch = NonNullable<Deployment['watch']>

/** A state in which `jobs` jobs, each with its deployment, have `perJob` pending allocations each. */
export function stateWithAllocations(jobs: number, perJob: number): State {
  const state = smallCluster()
  const { tables } = state
  const [job] = [...tables.jobs]
  const deployment = tables.deployments.get(smallIds.deployment)
  const allocation = tables.allocations.get(smallIds.allocation)
  if (!job || !deployment || !allocation) throw new Error('bench: the small cluster is not whole')
  const edit: Edit = {}
  const requireProgressBy = seconds(3_000_000_000)
  let { jobs: jobTable, jobSummaries, deployments, allocations } = tables
  const none = { queued: 0, complete: 0, failed: 0, running: 0, lost: 0, unknown: 0 }
  const starting = { group: 'app', ...none, starting: perJob }
  for (let n = 0; n < jobs; n += 1) {
    const jobId = `job-${n}`
    const deploymentId = deploymentIdOf(n)
    const own = { ...job, id: jobId }
    jobTable = jobTable.set(own, edit)
    jobSummaries = jobSummaries.set(
      { namespace: 'default', jobId, groups: [starting], children: undefined, createIndex: 1, modifyIndex: 1 },
      edit,
    )
    const groups = deployment.groups.map((group) => ({
      ...group,
      desiredTotal: Math.max(perJob, 1),
      placed: perJob,
      requireProgressBy,
    }))
    deployments = deployments.set({ ...deployment, id: deploymentId, jobId, groups, watch: watchOf(own) }, edit)
    for (let place = 0; place < perJob; place += 1) {
      const row: Allocation = { ...allocation, id: known('a', n * perJob + place), jobId, job: own, deploymentId }
      allocations = allocations.set({ ...row, name: `${jobId}.app[${place}]`, clientStatus: 'pending' }, edit)
    }
  }
  return { ...state, tables: { ...tables, jobs: jobTable, jobSummaries, deployments, allocations } }
}

type AllocationReport = Change<'UpdateAllocations'>['reports'][number]

/** What the node of the n-th allocation reports: it runs and is healthy. */
export function reportOf(n: number, perJob: number): AllocationReport {
  const at = plus(seconds(1_700_000_000), seconds(n / 1_000))
  return {
    allocationId: known('a', n),
    nodeId: smallIds.node,
    namespace: 'default',
    jobId: `job-${Math.floor(n / perJob)}`,
    clientStatus: 'running',
    clientDescription: 'Tasks are running',
    taskStates: undefined,
    networkStatus: null,
    health: { healthy: true, timestamp: at, canary: false },
    modifyTime: at,
  }
}

/** The change that takes the report of the n-th allocation alone. */
export function healthReport(n: number, perJob: number): Change<'UpdateAllocations'> {
  return { type: 'UpdateAllocations', reports: [reportOf(n, perJob)], evaluations: [] }
}
