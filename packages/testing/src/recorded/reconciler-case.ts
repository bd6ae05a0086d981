// Reads one recorded reconciler call into the input of our own (oracle/README-reconciler §2.1).

import type { Job, JsonObject, Node, ReconcileInput, UpdateDecision } from '@cutover/core'
import { completeDocument } from '@cutover/core/job-documents'
import { asObject, flagAt, instantAt, numberAt, objectAt, objectsAt, textAt, textsAt } from './read.ts'
import { readAllocation, readDeployment, readJob, readNode } from './rows.ts'

/** The recorded input as our input. The update decision is replayed from the record, ids are counted. */
export function readReconcilerInput(json: JsonObject): ReconcileInput {
  const jobs = readJobs(objectAt(json, 'Jobs') ?? {})
  const job = jobs.get(textAt(json, 'Job'))
  const deployment = objectAt(json, 'Deployment')
  const allocations = (objectsAt(json, 'Allocs') ?? []).map((row) => readAllocation(row, jobs.get(textAt(row, 'Job'))))
  let ids = 0
  return {
    job,
    jobId: textAt(json, 'JobID'),
    namespace: job?.namespace ?? allocations[0]?.namespace ?? 'default',
    isBatch: flagAt(json, 'JobIsBatch'),
    deployment: deployment && readDeployment(deployment),
    allocations,
    evaluationId: textAt(json, 'EvalID'),
    evaluationPriority: numberAt(json, 'EvalPriority'),
    tainted: readTainted(objectAt(json, 'TaintedNodes') ?? {}),
    now: instantAt(json, 'Now'),
    decideUpdate: recordedDecision(json),
    newId: () => {
      ids += 1
      return `new-${ids}`
    },
  }
}

/** Jobs with complete documents, as the state holds them; recordings trim what the reconciler does not look at. */
function readJobs(json: JsonObject): ReadonlyMap<string, Job> {
  return new Map(Object.entries(json).map(([key, job]) => [key, readWhole(asObject(job) ?? {})]))
}

function readWhole(json: JsonObject): Job {
  return { ...readJob(json), document: completeDocument(json) }
}

function readTainted(json: JsonObject): ReadonlyMap<string, Node | undefined> {
  const nodes = new Map<string, Node | undefined>()
  for (const [id, row] of Object.entries(json)) {
    const node = asObject(row)
    nodes.set(id, node && readNode(node))
  }
  return nodes
}

const ignore: UpdateDecision = { kind: 'ignore' }
const replace: UpdateDecision = { kind: 'destructive' }

function recordedDecision(json: JsonObject): ReconcileInput['decideUpdate'] {
  const destructive = new Set(textsAt(json, 'UpdateDestructive'))
  const inplace = new Set(textsAt(json, 'UpdateInplace'))
  return (allocation) => {
    if (destructive.has(allocation.id)) return replace
    return inplace.has(allocation.id) ? { kind: 'inplace', allocation } : ignore
  }
}
