// Launches a child of a parameterized job with a payload and metadata of its own. Rules: semantics/4 §3.6.

import { childrenWithToken } from '../changes/register-job.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Stamp } from '../entry.ts'
import { isParameterized } from '../job-document/document.ts'
import { fieldOf, type JsonObject } from '../json.ts'
import { compareBytes } from '../order.ts'
import type { Proposal } from '../proposal.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import { askId, refusesJobs } from './asked.ts'
import { launchChild } from './launch-child.ts'

/** Asks to dispatch a parameterized job. */
export interface DispatchJob {
  readonly namespace: string
  readonly jobId: string
  /** Base64; empty when there is none. */
  readonly payload: string
  readonly meta: Readonly<Record<string, string>>
  /** A child with the same token stands for this one, as long as it is kept. */
  readonly idempotencyToken: string
  readonly idPrefixTemplate: string
  /** Zero: the parent's. */
  readonly priority: number
}

export function decideDispatchJob(state: State, command: DispatchJob, stamp: Stamp): Proposal | Refusal {
  const { namespace, jobId } = command
  if (refusesJobs(state)) return refuse('registration-disabled')
  if (jobId === '') return refuse('dispatch-job-id-missing')
  const parent = state.tables.jobs.get(jobKey(namespace, jobId))
  if (!parent) return refuse('dispatch-job-missing')
  if (!isParameterized(parent.document)) return refuse('dispatch-not-parameterized', jobId)
  if (parent.stop) return refuse('dispatch-stopped', jobId)
  const refusal = payloadFault(parent, command) ?? metaFault(parent, command)
  if (refusal) return refusal
  if (command.priority !== 0 && (command.priority < 1 || command.priority > 100)) return refuse('dispatch-priority')

  const twin = twinOf(state, parent, command.idempotencyToken)
  if (twin) {
    const answer = { index: twin.modifyIndex, dispatchedJobId: twin.id, jobCreateIndex: twin.createIndex }
    return { changes: [], answer: () => answer }
  }
  return launchChild(state, childOf(state, { parent, command }, stamp), { stamp, triggeredBy: 'job-register' })
}

const payloadBytesMax = 16_384

function payloadFault({ document }: Job, { payload }: DispatchJob): Refusal | undefined {
  const rule = fieldOf(document.ParameterizedJob, 'Payload')
  if (rule === 'required' && payload === '') return refuse('dispatch-payload-required')
  if (rule === 'forbidden' && payload !== '') return refuse('dispatch-payload-forbidden')
  const size = decodedBytes(payload)
  return size > payloadBytesMax ? refuse('dispatch-payload-too-large', size, payloadBytesMax) : undefined
}

function decodedBytes(base64: string): number {
  return Math.floor((base64.replaceAll('=', '').length * 3) / 4)
}

function metaFault({ document }: Job, { meta }: DispatchJob): Refusal | undefined {
  const required = namesIn(document.ParameterizedJob, 'MetaRequired')
  const optional = namesIn(document.ParameterizedJob, 'MetaOptional')
  const given = Object.keys(meta).sort(compareBytes)
  const extra = given.filter((key) => !required.includes(key) && !optional.includes(key))
  if (extra.length > 0) return refuse('dispatch-meta-unpermitted', extra.join(' '))
  const absent = required.filter((key) => !given.includes(key))
  return absent.length > 0 ? refuse('dispatch-meta-missing', absent.join(' ')) : undefined
}

function namesIn(block: JsonObject | null, key: string): readonly string[] {
  const names = fieldOf(block, key)
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}

function twinOf({ tables }: State, parent: Job, token: string): Job | undefined {
  const about = { namespace: parent.namespace, parentId: parent.id, token }
  return [...childrenWithToken(tables, about)][0]
}

interface Dispatch {
  readonly parent: Job
  readonly command: DispatchJob
}

function childOf(state: State, { parent, command }: Dispatch, stamp: Stamp): Job {
  const { payload, meta, idempotencyToken, idPrefixTemplate, priority } = command
  const name = idPrefixTemplate === '' ? '' : `${idPrefixTemplate}-`
  // The second id of the command: the first one is its evaluation's.
  const lot = askId(state, stamp, 1).slice(0, 8)
  const id = `${parent.id}/dispatch-${name}${Math.floor(stamp.at / 1_000_000)}-${lot}`
  const merged = { ...parent.document.Meta, ...meta }
  const document = {
    ...parent.document,
    ID: id,
    Name: id,
    ParentID: parent.id,
    Dispatched: true,
    DispatchIdempotencyToken: idempotencyToken,
    Payload: payload === '' ? null : payload,
    Meta: Object.keys(merged).length === 0 ? null : merged,
    Priority: priority || parent.document.Priority,
  }
  return { ...parent, id, document, submitTime: stamp.at }
}
