// Reads job versions into rows of the state: what the server owns apart from the document.

import type { Job } from '../entities/job.ts'
import type { JsonObject } from '../json.ts'
import { readDocument } from './document-rows.ts'
import { choiceAt, flagAt, nanosAt, numberAt, objectAt, restOf, textAt } from './fields.ts'

const serverFields = new Set([
  'Stop',
  'Stable',
  'Version',
  'Status',
  'StatusDescription',
  'VersionTag',
  'SubmitTime',
  'CreateIndex',
  'ModifyIndex',
  'JobModifyIndex',
])

/** A version of a job, as in the tables `jobs` and `job_versions`. */
export function readJob(json: JsonObject): Job {
  const tag = objectAt(json, 'VersionTag')
  return {
    namespace: textAt(json, 'Namespace'),
    id: textAt(json, 'ID'),
    document: readDocument(restOf(json, serverFields) ?? {}),
    stop: flagAt(json, 'Stop'),
    stable: flagAt(json, 'Stable'),
    version: numberAt(json, 'Version'),
    status: choiceAt(json, 'Status', ['pending', 'running', 'dead'], ''),
    statusDescription: textAt(json, 'StatusDescription'),
    versionTag: tag && {
      name: textAt(tag, 'Name'),
      description: textAt(tag, 'Description'),
      taggedTime: nanosAt(tag, 'TaggedTime'),
    },
    submitTime: nanosAt(json, 'SubmitTime'),
    createIndex: numberAt(json, 'CreateIndex'),
    modifyIndex: numberAt(json, 'ModifyIndex'),
    jobModifyIndex: numberAt(json, 'JobModifyIndex'),
  }
}
