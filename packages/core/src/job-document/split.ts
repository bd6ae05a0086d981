// Divides a whole job into the document and what the server owns of it. Rules: semantics/4 §1.3, §1.4.

import type { VersionTag } from '../entities/version-tag.ts'
import { isJsonList, type Json } from '../json.ts'
import { fromNanos } from '../time.ts'
import type { JobDocument } from './document.ts'
import type { StoredJob } from './document-stored.ts'

/** Fields of a job that are not part of its document. */
const serverFields: ReadonlySet<string> = new Set([
  'Stop',
  'Status',
  'StatusDescription',
  'Stable',
  'Version',
  'SubmitTime',
  'CreateIndex',
  'ModifyIndex',
  'JobModifyIndex',
  'VersionTag',
])

/** A document, and what a client may name of the rest. */
export interface SplitJob {
  readonly document: JobDocument
  readonly stop: boolean
  /** Honoured for a new job, and where it is above the current version. */
  readonly version: number
  readonly versionTag: VersionTag | undefined
}

export function splitJob(job: StoredJob): SplitJob {
  const { Stop: stop, Version: version, VersionTag: tag } = job
  const versionTag = tag
    ? { name: tag.Name, description: tag.Description, taggedTime: fromNanos(tag.TaggedTime) }
    : undefined
  return { document: documentOf(roundIntegers(job)), stop, version: Number(version), versionTag }
}

/** The largest double that fits Nomad's integers. */
const integerMax = 2 ** 63 - 1024

/**
 * The document's integers as numbers: those beyond 2^53 are rounded, so that the engine can reckon with all of them.
 */
function roundIntegers(job: StoredJob): StoredJob {
  return round(job) as StoredJob
}

function round(json: Json): Json {
  if (typeof json === 'bigint') return Math.min(Number(json), integerMax)
  if (typeof json !== 'object' || json === null || !holdsLarge(json)) return json
  if (isJsonList(json)) return json.map(round)
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, round(value)]))
}

// Nearly no document does; then it stays as it is.
function holdsLarge(json: Json): boolean {
  if (typeof json === 'bigint') return true
  if (typeof json !== 'object' || json === null) return false
  if (isJsonList(json)) return json.some(holdsLarge)
  return Object.values(json).some(holdsLarge)
}

/** The job without what the server owns. */
export function documentOf(job: JobDocument): JobDocument {
  return Object.fromEntries(Object.entries(job).filter(([key]) => !serverFields.has(key))) as JobDocument
}
