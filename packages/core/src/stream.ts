// An entry as Nomad's event stream tells it: for each transaction one event per object changed, with the object as the transaction
// left it, at the place of its last write. A projection of the log; nothing in the core reads it. Rules: semantics/1 §6.

import type { Change } from './command.ts'
import { beginDraft, type Draft } from './draft.ts'
import type { Allocation } from './entities/allocation.ts'
import type { Deployment } from './entities/deployment.ts'
import type { Evaluation } from './entities/evaluation.ts'
import type { Job } from './entities/job.ts'
import type { Node } from './entities/node.ts'
import type { ServiceRegistration } from './entities/service.ts'
import type { Entry } from './entry.ts'
import type { Event } from './event.ts'
import { evolve } from './evolve.ts'
import type { State } from './state.ts'
import { type Touch, touchedBy } from './stream-touches.ts'

/** What every event of the stream has. */
interface StreamHead {
  /** Nomad's event type, the same for all events of an entry. */
  readonly type: string
  readonly key: string
  /** Empty for nodes. */
  readonly namespace: string
  /** Further keys it is found by; empty strings stay, and `undefined` is not an empty list. */
  readonly filterKeys: readonly string[] | undefined
  readonly index: number
}

/** One event of the stream, with the row as its transaction left it; of a purged job or a service that is gone, the last row. */
export type StreamEvent = StreamHead &
  (
    | { readonly topic: 'Job'; readonly row: Job; readonly deleted: boolean }
    | { readonly topic: 'Evaluation'; readonly row: Evaluation }
    | { readonly topic: 'Allocation'; readonly row: Allocation }
    | { readonly topic: 'Deployment'; readonly row: Deployment }
    | { readonly topic: 'Node'; readonly row: Node }
    | { readonly topic: 'Service'; readonly row: ServiceRegistration }
  )

/** The events of an entry in order; `before` is the state that it was committed to. Most changes publish, some never do. */
export function streamEvents(before: State, entry: Entry): readonly StreamEvent[] {
  const type = streamTypes.get(entry.cause.change)
  if (type === undefined) return []
  const draft = beginDraft(
    { ...before, lastIndex: entry.index - 1 },
    { at: entry.at, term: entry.term, by: entry.cause.by },
  )
  const stream: StreamEvent[] = []
  let start = 0
  const { events, batches } = entry
  for (const end of batches ? [...batches, events.length] : [events.length]) {
    for (const event of batchEvents(draft, events.slice(start, end), type)) stream.push(event)
    start = end
  }
  return stream
}

const publishing: { readonly [T in Change['type']]?: string } = {
  RegisterJob: 'JobRegistered',
  DeregisterJob: 'JobDeregistered',
  BatchDeregisterJobs: 'JobBatchDeregistered',
  UpdateEvaluations: 'EvaluationUpdated',
  UpdateAllocations: 'AllocationUpdated',
  TransitionAllocations: 'AllocationUpdateDesiredStatus',
  ApplyPlan: 'PlanResult',
  UpdateDeploymentStatus: 'DeploymentStatusUpdate',
  PromoteDeployment: 'DeploymentPromotion',
  SetAllocationHealth: 'DeploymentAllocHealth',
  RegisterNode: 'NodeRegistration',
  SetNodeStatus: 'NodeStreamEvent',
  AppendNodeEvents: 'NodeStreamEvent',
  DrainNodes: 'NodeDrain',
  SetNodeEligibility: 'NodeEligibility',
  UpsertServiceRegistrations: 'ServiceRegistration',
  DeleteServiceRegistrations: 'ServiceDeregistration',
}

const streamTypes: ReadonlyMap<string, string> = new Map(Object.entries(publishing))

function batchEvents(draft: Draft, events: readonly Event[], type: string): readonly StreamEvent[] {
  const last = new Map<string, Touch>()
  const purged = new Map<string, Job>()
  const gone = new Map<string, ServiceRegistration>()
  for (const event of events) {
    for (const touch of touchedBy(event)) {
      const name = `${touch.topic}/${touch.key}`
      const job = event.type === 'JobPurged' ? draft.tables.jobs.get(touch.key) : undefined
      if (job) purged.set(touch.key, job)
      const service = event.type === 'ServiceDeregistered' ? draft.tables.services.get(touch.key) : undefined
      if (service) gone.set(touch.key, service)
      last.delete(name)
      last.set(name, touch)
    }
    evolve(draft, event)
  }
  return [...last.values()].flatMap((touch) => streamEvent(draft, { touch, type, purged, gone }))
}

interface Published {
  readonly touch: Touch
  readonly type: string
  readonly purged: ReadonlyMap<string, Job>
  readonly gone: ReadonlyMap<string, ServiceRegistration>
}

// A row that is gone by the end of its transaction leaves no event, except a job and a service.
function streamEvent({ tables, index }: Draft, { touch, type, purged, gone }: Published): readonly StreamEvent[] {
  const { topic, key } = touch
  switch (topic) {
    case 'Job': {
      const row = tables.jobs.get(key) ?? purged.get(key)
      return row ? [{ topic, row, deleted: !tables.jobs.has(key), ...head(row, undefined), type, index }] : []
    }
    case 'Node': {
      const row = tables.nodes.get(key)
      return row ? [{ topic, row, key, namespace: '', filterKeys: undefined, type, index }] : []
    }
    case 'Service': {
      const row = tables.services.get(key) ?? gone.get(key)
      return row ? [{ topic, row, ...head(row, [row.jobId, row.serviceName]), type, index }] : []
    }
    case 'Deployment': {
      const row = tables.deployments.get(key)
      return row ? [{ topic, row, ...head(row, [row.jobId]), type, index }] : []
    }
    case 'Evaluation': {
      const row = tables.evaluations.get(key)
      return row ? [{ topic, row, ...head(row, [row.jobId, row.deploymentId]), type, index }] : []
    }
    case 'Allocation': {
      const row = tables.allocations.get(key)
      return row ? [{ topic, row, ...head(row, [row.jobId, row.deploymentId]), type, index }] : []
    }
  }
}

function head(
  { id, namespace }: { readonly id: string; readonly namespace: string },
  filterKeys: readonly string[] | undefined,
): Pick<StreamHead, 'key' | 'namespace' | 'filterKeys'> {
  return { key: id, namespace, filterKeys }
}
