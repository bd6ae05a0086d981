// What an operator's line is on the wire: the request of Nomad's API that asks for the same, and the answer that the server gives.

import { type Command, isRefusal, type Micros, type Refusal, type Reply, type Step } from '@cutover/core'

/** One call of the API. Bodies are JSON texts, or plain text in answers that say no; empty when there is none. */
export interface Exchange {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  readonly path: string
  readonly request: string
  readonly status: number
  readonly answer: string
}

/** What was asked: a command of an operator, or a job document to register. */
export type Asked = Command | { readonly type: 'register'; readonly document: object }

/** The call behind what was asked, with the answer that its outcome becomes; undefined for what no call asks for. */
export function exchangeOf(asked: Asked, outcome: Step | Refusal): Exchange | undefined {
  const text = callOf(asked)
  const answer = requestOf(asked)?.answer
  if (!text || !answer) return undefined
  const refusal = isRefusal(outcome) ? outcome : outcome.refusal
  if (refusal) return { ...text, status: statusOf(refusal), answer: refusal.text }
  return { ...text, status: 200, answer: JSON.stringify(answer(isRefusal(outcome) ? { index: 0 } : outcome.reply)) }
}

/** The request that asks for a command; undefined for what no call asks for. */
export function callOf(asked: Asked): Pick<Exchange, 'method' | 'path' | 'request'> | undefined {
  const call = requestOf(asked)
  return (
    call && { method: call.method, path: call.path, request: call.body === undefined ? '' : JSON.stringify(call.body) }
  )
}

interface Call {
  readonly method: Exchange['method']
  readonly path: string
  readonly body?: object
  readonly answer: (reply: Reply) => object
}

function requestOf(asked: Asked): Call | undefined {
  switch (asked.type) {
    case 'register':
      return { method: 'PUT', path: '/v1/jobs', body: { Job: asked.document }, answer: registered }
    case 'PauseDeployment':
      return verb('pause', asked.deploymentId, { Pause: asked.pause })
    case 'PromoteCanaries':
      return verb('promote', asked.deploymentId, asked.all ? { All: true } : { Groups: asked.groups })
    case 'FailDeployment':
      return verb('fail', asked.deploymentId, {})
    case 'MarkAllocations':
      return verb('allocation-health', asked.deploymentId, {
        HealthyAllocationIDs: asked.healthy,
        UnhealthyAllocationIDs: asked.unhealthy,
      })
    case 'StopAllocation':
      return { method: 'PUT', path: `/v1/allocation/${asked.allocationId}/stop`, answer: allocationStopped }
    case 'DrainNode':
    case 'MarkEligibility':
      return nodeRequest(asked)
    default:
      return jobRequest(asked)
  }
}

function verb(name: string, deploymentId: string, body: object): Call {
  const path = `/v1/deployment/${name}/${deploymentId}`
  return { method: 'PUT', path, body: { DeploymentID: deploymentId, ...body }, answer: deploymentUpdated }
}

function jobRequest(asked: Command): Call | undefined {
  if (!('jobId' in asked) || typeof asked.jobId !== 'string') return undefined
  const path = `/v1/job/${encodeURIComponent(asked.jobId)}`
  switch (asked.type) {
    case 'StopJob':
      return { method: 'DELETE', path: asked.purge ? `${path}?purge=true` : path, answer: jobStopped }
    case 'RevertJob':
      return jobCall(`${path}/revert`, { JobID: asked.jobId, JobVersion: asked.version })
    case 'ScaleJob':
      return {
        ...jobCall(`${path}/scale`, { Count: asked.count, Target: { Group: asked.group } }),
        answer: (reply) => registered(reply, true),
      }
    case 'EvaluateJob':
      return jobCall(`${path}/evaluate`, { JobID: asked.jobId })
    case 'DeclareJobStable': {
      const body = { JobID: asked.jobId, JobVersion: asked.version, Stable: asked.stable }
      return { ...jobCall(`${path}/stable`, body), answer: ({ index }) => ({ Index: index }) }
    }
    default:
      return undefined
  }
}

function jobCall(path: string, body: object): Call {
  return { method: 'PUT', path, body, answer: registered }
}

function nodeRequest(asked: Extract<Command, { type: 'DrainNode' | 'MarkEligibility' }>): Call {
  const path = `/v1/node/${asked.nodeId}`
  if (asked.type === 'MarkEligibility') {
    const body = { NodeID: asked.nodeId, Eligibility: asked.eligibility }
    return { method: 'PUT', path: `${path}/eligibility`, body, answer: nodeUpdated }
  }
  const { specification: spec, markEligible } = asked
  const DrainSpec = spec ? { Deadline: nanos(spec.deadline), IgnoreSystemJobs: spec.ignoreSystemJobs } : null
  const body = { NodeID: asked.nodeId, DrainSpec, MarkEligible: markEligible }
  return { method: 'PUT', path: `${path}/drain`, body, answer: nodeUpdated }
}

function deploymentUpdated(reply: Reply): object {
  const index = reply.deploymentModifyIndex ?? 0
  return {
    DeploymentModifyIndex: index,
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalID: reply.evaluationId ?? '',
    Index: index,
    RevertedJobVersion: reply.revertedJobVersion ?? null,
  }
}

function registered(reply: Reply, knownLeader = false): object {
  return {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalID: reply.evaluationId ?? '',
    Index: reply.index,
    JobModifyIndex: reply.jobModifyIndex ?? 0,
    KnownLeader: knownLeader,
    LastContact: 0,
    NextToken: '',
    Warnings: '',
  }
}

function jobStopped(reply: Reply): object {
  return {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalID: reply.evaluationId ?? '',
    Index: reply.index,
    JobModifyIndex: reply.jobModifyIndex ?? 0,
    KnownLeader: false,
    LastContact: 0,
    NextToken: '',
    VolumeEvalID: '',
    VolumeEvalIndex: 0,
  }
}

function allocationStopped(reply: Reply): object {
  return { EvalID: reply.evaluationId ?? '', Index: reply.index }
}

function nodeUpdated(reply: Reply): object {
  return {
    EvalCreateIndex: reply.evaluationCreateIndex ?? 0,
    EvalIDs: reply.evaluationIds && reply.evaluationIds.length > 0 ? reply.evaluationIds : null,
    Index: reply.index,
    NodeModifyIndex: reply.nodeModifyIndex ?? 0,
  }
}

function nanos(duration: Micros): number {
  return duration * 1_000
}

// What the core rejects is a 500, as Nomad has it, but for the few that its HTTP layer knows better.
const statuses: { readonly [code: string]: number } = {
  'scale-group-missing': 400,
  'scale-count-negative': 400,
  'scale-job-missing': 404,
  'scale-system-job': 400,
  'scale-group-unknown': 400,
  'scale-below-minimum': 400,
  'scale-above-maximum': 400,
  'scale-deployment-active': 400,
}

function statusOf({ code }: Refusal): number {
  return statuses[code] ?? 500
}
