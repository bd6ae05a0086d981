// What recorded calls of Nomad's endpoints answered to commands, and what ours answered, in one comparable form.

import { isRefusal, type JsonObject, type Refusal, type Reply } from '@cutover/core'
import { nanosAt, numberAt, textAt } from './read.ts'

/** An answer with Nomad's field names; zero values are left out, as recordings do. */
export type Answer = Readonly<Record<string, unknown>>

/** What a command of ours came to. */
export interface Taken {
  readonly reply: Reply
  readonly warnings: string
  readonly at: number
}

/** The answer of ours to a call. */
export function answerOf(type: string, request: JsonObject, { reply, warnings, at }: Taken): Answer {
  if (type === 'Job.TagVersion') return tagAnswer(request, reply, at)
  if (type.startsWith('Deployment.') && reply.index === 0) return {}
  return withoutZeros({
    EvalID: reply.evaluationId,
    EvalCreateIndex: reply.evaluationCreateIndex,
    DeploymentModifyIndex: reply.deploymentModifyIndex,
    JobModifyIndex: reply.jobModifyIndex,
    Warnings: warnings,
    KnownLeader: type === 'Job.Scale',
    Index: reply.index,
    ...(reply.revertedJobVersion !== undefined && { RevertedJobVersion: [reply.revertedJobVersion] }),
  })
}

/** The recorded answer. A reverted version of 0 is meant, so it is kept apart from zero values. */
export function recordedAnswer(response: JsonObject): Answer {
  const { RevertedJobVersion: version, TaggedTime: time, ...rest } = response
  return {
    ...rest,
    ...(version !== undefined && { RevertedJobVersion: [version] }),
    ...(time !== undefined && { TaggedTime: nanosAt(response, 'TaggedTime') }),
  }
}

/** The text of a refusal, with the code that scaling puts before it. */
export function errorOf(outcome: Refusal): string {
  const { code, text } = outcome
  if (code === 'scale-job-missing') return `RPC Error:: 404,${text}`
  return code.startsWith('scale-') || code.startsWith('filter-') ? `RPC Error:: 400,${text}` : text
}

/** The refusal of an outcome, whether or not it has written something. */
export function refusalIn(outcome: Refusal | { readonly refusal: Refusal | undefined }): Refusal | undefined {
  return isRefusal(outcome) ? outcome : outcome.refusal
}

function tagAnswer(request: JsonObject, reply: Reply, at: number): Answer {
  const tag = request.Tag
  if (typeof tag !== 'object' || tag === null || Array.isArray(tag)) return { Index: reply.index }
  const fields: JsonObject = Object.fromEntries(Object.entries(tag))
  return withoutZeros({
    Name: textAt(fields, 'Name'),
    Description: textAt(fields, 'Description'),
    TaggedTime: at,
    Index: numberAt({ index: reply.index }, 'index'),
  })
}

function withoutZeros(answer: Answer): Answer {
  return Object.fromEntries(
    Object.entries(answer).filter(([, value]) => value !== undefined && value !== '' && value !== 0 && value !== false),
  )
}
