// A second implementation of what the log does to jobs, deployments, allocations and evaluations: plain maps, one rule after the other
// as semantics/1 states them, no sharing, no indexes, no speed. It was written from that text alone, to be compared with the core.

import type { Change, Micros, State } from '@cutover/core'
import { promote, setHealth, updateStatus } from './deployments.ts'
import { markStable, registerJob, tagVersion } from './jobs.ts'
import { drainNodes, setEligibility } from './nodes.ts'
import { applyPlan } from './plans.ts'
import { transition, updateAllocations, updateEvaluations } from './reports.ts'
import { type Request, request } from './requests.ts'
import { batchDeregister, deleteDeployments, deleteEvaluations, deregisterJob, recordScaling } from './stops.ts'
import {
  type Answer,
  copyOf,
  hasEnded,
  type Indexes,
  noRows,
  ownerKey,
  type Rows,
  tableNames,
  type Work,
} from './tables.ts'
import { ask, type Told, type Verb } from './verbs.ts'

/** The changes that the model knows. */
export type ModelChange = Change<
  | 'RegisterJob'
  | 'DeregisterJob'
  | 'BatchDeregisterJobs'
  | 'MarkJobStable'
  | 'TagJobVersion'
  | 'RecordScaling'
  | 'ApplyPlan'
  | 'UpdateDeploymentStatus'
  | 'PromoteDeployment'
  | 'SetAllocationHealth'
  | 'DeleteDeployments'
  | 'UpdateEvaluations'
  | 'DeleteEvaluations'
  | 'UpdateAllocations'
  | 'TransitionAllocations'
  | 'DrainNodes'
  | 'SetNodeEligibility'
>

/** Everything that the model knows. */
export type ModelCommand = ModelChange | Verb | Request

/** What came of a command. */
export interface Outcome {
  readonly refusal: Answer
  /** What an answer says, as far as the model knows. */
  readonly told: Told
}

/** The model: rows, the last index of each table, the last index of all. */
export class Model {
  rows: Rows = noRows()
  indexes: Indexes
  lastIndex: number
  readonly #namespaces: ReadonlySet<string>
  readonly #pools: ReadonlySet<string>

  /** Begins where a state without jobs stands. */
  constructor({ tables, indexes, lastIndex }: State) {
    this.indexes = new Map(tableNames.map((name) => [name, indexes[name]]))
    this.lastIndex = lastIndex
    for (const node of tables.nodes) this.rows.nodes.set(node.id, node)
    this.#namespaces = new Set([...tables.namespaces].map(({ name }) => name))
    this.#pools = new Set([...tables.nodePools].map(({ name }) => name))
  }

  /** Applies one command. `evaluationId` is for the evaluation that a verb makes. */
  apply(command: ModelCommand, at: Micros, evaluationId: string): Outcome {
    const told = { evaluationId: undefined, revertedJobVersion: undefined }
    if (!isVerb(command) && !isRequest(command)) return { told, refusal: this.#commit(command, at) }
    const work = this.#work(at)
    const asked = isVerb(command) ? ask(work, command, evaluationId) : request(work, command, evaluationId)
    if (typeof asked === 'string') return { told, refusal: asked }
    for (const change of asked.changes) {
      const refusal = this.#commit(change, at)
      if (refusal === undefined) continue
      // The log has the change by the time that it is refused.
      this.lastIndex += 1
      return { told, refusal }
    }
    return { told: asked.told, refusal: undefined }
  }

  #work(at: Micros): Work {
    const { rows, indexes, lastIndex } = this
    const names = { namespaces: this.#namespaces, pools: this.#pools }
    return { rows: copyOf(rows), indexes: new Map(indexes), committed: rows, index: lastIndex + 1, at, ...names }
  }

  #commit(change: ModelChange, at: Micros): Answer {
    const work = this.#work(at)
    const refusal = perform(work, change)
    // A stop that is refused still writes its evaluation, in a transaction of its own.
    const isKept = change.type === 'DeregisterJob' && change.evaluation !== undefined
    if (refusal !== undefined && !isKept) return refusal
    watch(work.rows)
    this.rows = work.rows
    this.indexes = work.indexes
    this.lastIndex = work.index
    return refusal
  }
}

// A deployment is watched from the entry that makes it active to the one that ends it, with the job of that first moment.
function watch({ deployments, jobs, watched }: Rows): void {
  for (const [id, row] of deployments) {
    if (hasEnded(row)) watched.delete(id)
    else if (!watched.has(id)) watched.set(id, jobs.get(ownerKey(row)))
  }
  for (const id of watched.keys()) if (!deployments.has(id)) watched.delete(id)
}

function isVerb(command: ModelCommand): command is Verb {
  return (
    command.type === 'PauseDeployment' ||
    command.type === 'PromoteCanaries' ||
    command.type === 'FailDeployment' ||
    command.type === 'MarkAllocations'
  )
}

function isRequest(command: ModelCommand): command is Request {
  return command.type === 'SubmitJob' || command.type === 'RevertJob' || command.type === 'ScaleJob'
}

type JobChange = Extract<
  ModelChange,
  {
    type: 'RegisterJob' | 'DeregisterJob' | 'BatchDeregisterJobs' | 'MarkJobStable' | 'TagJobVersion' | 'RecordScaling'
  }
>

function performOnJob(work: Work, change: JobChange): Answer {
  switch (change.type) {
    case 'RegisterJob':
      return registerJob(work, change)
    case 'DeregisterJob':
      return deregisterJob(work, change)
    case 'BatchDeregisterJobs':
      return batchDeregister(work, change)
    case 'MarkJobStable':
      return markStable(work, change)
    case 'TagJobVersion':
      return tagVersion(work, change)
    case 'RecordScaling':
      return recordScaling(work, change)
  }
}

function perform(work: Work, change: ModelChange): Answer {
  switch (change.type) {
    case 'ApplyPlan':
      return applyPlan(work, change)
    case 'UpdateDeploymentStatus':
      return updateStatus(work, change)
    case 'PromoteDeployment':
      return promote(work, change)
    case 'SetAllocationHealth':
      return setHealth(work, change)
    case 'DeleteDeployments':
      return deleteDeployments(work, change)
    case 'UpdateEvaluations':
      return updateEvaluations(work, change)
    case 'DeleteEvaluations':
      return deleteEvaluations(work, change)
    case 'UpdateAllocations':
      return updateAllocations(work, change)
    case 'TransitionAllocations':
      return transition(work, change)
    case 'DrainNodes':
      return drainNodes(work, change)
    case 'SetNodeEligibility':
      return setEligibility(work, change)
    default:
      return performOnJob(work, change)
  }
}
