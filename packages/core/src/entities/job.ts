// A job: the document as the client sent it (canonical, frozen) and what the server owns about it.
// The tables `jobs` and `jobVersions` hold the same rows. Rules: semantics/1 §1.3, §5.

import type { JobDocument } from '../job-document/document.ts'
import type { Mutable } from '../mutable.ts'
import type { Micros } from '../time.ts'
import type { VersionTag } from './version-tag.ts'

/** Derived, never taken from a client. Rules: semantics/1 §4.1. */
export type JobStatus = 'pending' | 'running' | 'dead'

/** One version of a job. `createIndex ≤ jobModifyIndex ≤ modifyIndex`. */
export interface Job {
  readonly namespace: string
  readonly id: string
  readonly document: JobDocument
  readonly stop: boolean
  readonly stable: boolean
  readonly version: number
  readonly status: JobStatus | ''
  readonly statusDescription: string
  readonly versionTag: VersionTag | undefined
  readonly submitTime: Micros
  /** The incarnation: kept over updates and stops, new only after a purge. */
  readonly createIndex: number
  readonly modifyIndex: number
  /** Moved only by a write of a new version. */
  readonly jobModifyIndex: number
}

/** A copy whose fields may be set. All fields in one fixed order, as in `copyAllocation`. */
export function copyJob(row: Job): Mutable<Job> {
  return {
    namespace: row.namespace,
    id: row.id,
    document: row.document,
    stop: row.stop,
    stable: row.stable,
    version: row.version,
    status: row.status,
    statusDescription: row.statusDescription,
    versionTag: row.versionTag,
    submitTime: row.submitTime,
    createIndex: row.createIndex,
    modifyIndex: row.modifyIndex,
    jobModifyIndex: row.jobModifyIndex,
  }
}

/** The key of a job in `jobs`, `jobSummaries` and `scalingEvents`. */
export function jobKey(namespace: string, id: string): string {
  if (id === lastId && namespace === lastNamespace) return lastKey
  lastNamespace = namespace
  lastId = id
  lastKey = `${namespace}\u0000${id}`
  return lastKey
}

// A change asks for the key of one job many times; a new text would have to be put together each time before it is compared.
let lastNamespace = ''
let lastId = ''
let lastKey = '\u0000'

/** The prefix of all version rows of a job: versions ignore the case of the id (semantics/1 §5.2). */
export function versionsKey(namespace: string, id: string): string {
  return `${namespace}\u0000${id.toLowerCase()}\u0000`
}

/** The key of a version row: versions of one job sort by number. */
export function versionKey(namespace: string, id: string, version: number): string {
  return versionsKey(namespace, id) + String(version).padStart(20, '0')
}

/** Stopped, or gone. */
export function isStopped(job: Job | undefined): boolean {
  return job === undefined || job.stop
}
