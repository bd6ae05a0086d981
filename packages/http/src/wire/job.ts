// A job on the wire: the document as it is stored, with what the server owns; and the stub of the list. Rules: client-surface §1.5.

import type { Job, JobSummary } from '@cutover/core'
import { encode, floating, Raw, type Wire } from './encode.ts'
import { nanos } from './time.ts'

const texts = new WeakMap<Job, Raw>()

/** The JSON of a job; made once for each row. */
export function wireJob(row: Job): Raw {
  const known = texts.get(row)
  if (known) return known
  const text = new Raw(encode(jobObject(row)))
  texts.set(row, text)
  return text
}

/** A job as an object, for those who add to it. */
function jobObject(row: Job): { readonly [key: string]: Wire } {
  return {
    ...withFloats({ ...row.document }),
    CreateIndex: row.createIndex,
    ID: row.id,
    JobModifyIndex: row.jobModifyIndex,
    ModifyIndex: row.modifyIndex,
    Namespace: row.namespace,
    Stable: row.stable,
    Status: row.status,
    StatusDescription: row.statusDescription,
    Stop: row.stop,
    SubmitTime: nanos(row.submitTime),
    Version: row.version,
    VersionTag: row.versionTag
      ? {
          Description: row.versionTag.description,
          Name: row.versionTag.name,
          TaggedTime: nanos(row.versionTag.taggedTime),
        }
      : null,
  }
}

/** Members of a job document whose values may have any shape: drivers' configurations and scaling policies. */
const shapeless: ReadonlySet<string> = new Set(['Config', 'Policy'])

function withFloats(members: { readonly [key: string]: Wire }): { readonly [key: string]: Wire } {
  return Object.fromEntries(
    Object.entries(members).map(([key, member]) => [key, shapeless.has(key) ? floating(member) : inner(member)]),
  )
}

function inner(value: Wire): Wire {
  if (Array.isArray(value)) return value.map(inner)
  return isMembers(value) ? withFloats(value) : value
}

function isMembers(value: Wire): value is { readonly [key: string]: Wire } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One row of the list of jobs. `meta` only when it was asked for. */
export function wireJobStub(row: Job, summary: JobSummary | undefined, withMeta: boolean): Wire {
  const document = row.document
  return {
    CreateIndex: row.createIndex,
    Datacenters: document.Datacenters,
    ID: row.id,
    JobModifyIndex: row.jobModifyIndex,
    JobSummary: summary ? wireJobSummary(summary) : null,
    Meta: withMeta && document.Meta ? document.Meta : undefined,
    ModifyIndex: row.modifyIndex,
    Multiregion: document.Multiregion ?? null,
    Name: document.Name,
    Namespace: row.namespace === '' ? undefined : row.namespace,
    NodePool: document.NodePool,
    ParameterizedJob: document.ParameterizedJob !== null && !document.Dispatched,
    ParentID: document.ParentID,
    Periodic: document.Periodic !== null,
    Priority: document.Priority,
    Status: row.status,
    StatusDescription: row.statusDescription,
    Stop: row.stop,
    SubmitTime: nanos(row.submitTime),
    Type: document.Type,
  }
}

/** The summary of a job. */
export function wireJobSummary(row: JobSummary): Wire {
  return {
    Children: row.children
      ? { Dead: row.children.dead, Pending: row.children.pending, Running: row.children.running }
      : null,
    CreateIndex: row.createIndex,
    JobID: row.jobId,
    ModifyIndex: row.modifyIndex,
    Namespace: row.namespace,
    Summary: Object.fromEntries(
      row.groups.map((group) => [
        group.group,
        {
          Complete: group.complete,
          Failed: group.failed,
          Lost: group.lost,
          Queued: group.queued,
          Running: group.running,
          Starting: group.starting,
          Unknown: group.unknown,
        },
      ]),
    ),
  }
}
