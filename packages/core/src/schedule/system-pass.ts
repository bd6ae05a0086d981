// What one pass over a system or sysbatch job works on. Mutable, and never leaves the attempt. Rules: semantics/2 §5.

import type { Allocation } from '../entities/allocation.ts'
import type { Deployment } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { isReady, type Node } from '../entities/node.ts'
import type { GroupDocument } from '../job-document/document.ts'
import type { DeploymentStatusUpdate } from '../reconcile/reconciliation.ts'
import type { Attempt } from './attempt.ts'
import { inDatacenter, inPool } from './node-pool.ts'

/** One allocation wanted on one node. */
export interface Spot {
  readonly group: GroupDocument
  readonly name: string
  readonly nodeId: string
  /** The allocation that it takes the place of: a live one that is updated, or the newest that ended. */
  readonly previous: Allocation | undefined
  readonly canary: boolean
  /** It updates a live allocation. */
  readonly isUpdate: boolean
}

/** A live allocation that was placed with another version of the job, or that is back in touch. */
export interface Outdated {
  readonly allocation: Allocation
  readonly canary: boolean
}

/** What becomes of what is found, by §5.3. */
export interface Buckets {
  readonly place: Spot[]
  readonly update: Outdated[]
  readonly reconnecting: Outdated[]
  readonly ignore: Allocation[]
  readonly stop: Allocation[]
  readonly migrate: Allocation[]
  readonly lost: Allocation[]
  /** Copies marked unknown. */
  readonly disconnecting: Allocation[]
}

/** The nodes of a job's pool, sorted out. Empty for a stopped job. */
export interface NodeSets {
  readonly eligible: readonly Node[]
  readonly eligibleIds: ReadonlySet<string>
  readonly notReady: ReadonlySet<string>
}

/** One name that every eligible node is to run. */
export interface Required {
  readonly name: string
  readonly group: GroupDocument
}

/** One pass. */
export interface SystemPass {
  readonly attempt: Attempt
  /** Undefined for a job that is stopped or gone. */
  readonly job: Job | undefined
  readonly nodes: NodeSets
  readonly required: readonly Required[]
  readonly requiredNames: ReadonlySet<string>
  readonly buckets: Buckets
  /** The job's latest deployment as it was loaded; never one for sysbatch. */
  readonly loaded: Deployment | undefined
  /** The deployment that governs; a node may create it. */
  current: Deployment | undefined
  /** The deployment that no longer governs. */
  old: Deployment | undefined
  updates: DeploymentStatusUpdate[]
  /** Some live allocation already runs this version. */
  sawCurrentVersion: boolean
}

/** Nothing found yet. */
export function openSystemPass(attempt: Attempt, loaded: Deployment | undefined): SystemPass {
  const job = attempt.job && !attempt.job.stop ? attempt.job : undefined
  const required = job ? requiredNames(job) : []
  return {
    attempt,
    job,
    nodes: nodeSets(attempt, job),
    required,
    requiredNames: new Set(required.map(({ name }) => name)),
    buckets: {
      place: [],
      update: [],
      reconnecting: [],
      ignore: [],
      stop: [],
      migrate: [],
      lost: [],
      disconnecting: [],
    },
    loaded,
    current: undefined,
    old: undefined,
    updates: [],
    sawCurrentVersion: false,
  }
}

function requiredNames({ document }: Job): readonly Required[] {
  return document.TaskGroups.flatMap((group) =>
    Array.from({ length: group.Count }, (_, index) => ({ name: `${document.Name}.${group.Name}[${index}]`, group })),
  )
}

function nodeSets({ state }: Attempt, job: Job | undefined): NodeSets {
  const eligible: Node[] = []
  const notReady = new Set<string>()
  for (const node of job ? state.tables.nodes.values() : []) {
    if (!job || !inPool(node, job.document)) continue
    if (!isReady(node)) notReady.add(node.id)
    else if (inDatacenter(node, job.document)) eligible.push(node)
  }
  return { eligible, eligibleIds: new Set(eligible.map(({ id }) => id)), notReady }
}
