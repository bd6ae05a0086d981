// Deletes what is over and old: jobs, evaluations with their allocations, deployments, nodes, all judged on one state.
// Rules: semantics/1 §7.

import type { Change } from '../command.ts'
import type { Evaluation } from '../entities/evaluation.ts'
import { jobKey } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import {
  type Cutoffs,
  collectEvaluation,
  isCollectableDeployment,
  isCollectableJob,
  isCollectableNode,
} from '../housekeeping/collectable.ts'
import type { Proposal } from '../proposal.ts'
import type { State } from '../state.ts'
import { type Micros, micros, milliseconds, seconds, zero } from '../time.ts'

/** Asks for one kind of garbage (each has its own timer) or for all of it. */
export interface CollectGarbage {
  readonly what: 'jobs' | 'evaluations' | 'deployments' | 'nodes' | 'all'
  /** Whatever its age. */
  readonly force: boolean
}

export function decideCollectGarbage(state: State, { what, force }: CollectGarbage, stamp: Stamp): Proposal {
  const cutoffs = cutoffsAt(stamp.at, force)
  const kinds = what === 'all' ? order : [what]
  return { changes: kinds.flatMap((kind) => collectors[kind](state, cutoffs)), answer: () => ({}) }
}

type Kind = Exclude<CollectGarbage['what'], 'all'>

const order: readonly Kind[] = ['jobs', 'evaluations', 'deployments', 'nodes']

const collectors: Readonly<Record<Kind, (state: State, cutoffs: Cutoffs) => readonly Change[]>> = {
  jobs: collectJobs,
  evaluations: collectEvaluations,
  deployments: collectDeployments,
  nodes: collectNodes,
}

function cutoffsAt(now: Micros, force: boolean): Cutoffs {
  const before = (age: Micros): Micros => micros(now - (force ? milliseconds(1) : age))
  return {
    now,
    job: before(seconds(4 * 3600)),
    evaluation: before(seconds(3600)),
    batchEvaluation: before(seconds(24 * 3600)),
    deployment: before(seconds(3600)),
    node: before(seconds(24 * 3600)),
  }
}

const jobsMax = 2048
const idsMax = 7281

function collectJobs(state: State, cutoffs: Cutoffs): readonly Change[] {
  const jobs = [...state.tables.jobs].filter((job) => isCollectableJob(state, job, cutoffs))
  const evaluations = jobs.flatMap((job) => [...state.tables.evaluations.by('job', jobKey(job.namespace, job.id))])
  const orders = jobs.map(({ namespace, id }) => ({ namespace, jobId: id, purge: true }))
  const purges = chunks(orders, jobsMax).map(
    (part): Change => ({ type: 'BatchDeregisterJobs', jobs: part, submitTime: zero }),
  )
  return [...deletions(state, evaluations, { cutoffs, forJob: true }), ...purges]
}

function collectEvaluations(state: State, cutoffs: Cutoffs): readonly Change[] {
  return deletions(state, [...state.tables.evaluations], { cutoffs, forJob: false })
}

function collectDeployments(state: State, cutoffs: Cutoffs): readonly Change[] {
  const rows = [...state.tables.deployments].filter((row) => isCollectableDeployment(state, row, cutoffs))
  return chunks(
    rows.map(({ id }) => id),
    idsMax,
  ).map((deploymentIds) => ({ type: 'DeleteDeployments', deploymentIds }))
}

function collectNodes(state: State, cutoffs: Cutoffs): readonly Change[] {
  const rows = [...state.tables.nodes].filter((node) => isCollectableNode(state, node, cutoffs))
  return chunks(
    rows.map(({ id }) => id),
    idsMax,
  ).map((nodeIds) => ({ type: 'DeregisterNodes', nodeIds }))
}

interface Scope {
  readonly cutoffs: Cutoffs
  readonly forJob: boolean
}

// An entry has a limited number of ids, the allocations' first.
function deletions(state: State, rows: readonly Evaluation[], { cutoffs, forJob }: Scope): readonly Change[] {
  const allocationIds: string[] = []
  const evaluationIds: string[] = []
  for (const row of rows) {
    const collection = collectEvaluation(state, row, cutoffs, forJob)
    allocationIds.push(...collection.allocations)
    if (collection.evaluation) evaluationIds.push(row.id)
  }
  const ids = [...allocationIds, ...evaluationIds]
  return chunks(ids, idsMax).map((part, chunk) => {
    const split = Math.max(0, Math.min(part.length, allocationIds.length - chunk * idsMax))
    return {
      type: 'DeleteEvaluations',
      allocationIds: part.slice(0, split),
      evaluationIds: part.slice(split),
      userInitiated: false,
    }
  })
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = []
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size))
  return parts
}
