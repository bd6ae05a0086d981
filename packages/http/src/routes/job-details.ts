// What a job was written as, and the actions that its tasks offer. Rules: client-surface §1.2.

import { fieldOf, isJsonObject, type Json, type JsonObject, jobKey, versionKey } from '@cutover/core'
import { type Handler, read } from '../api.ts'
import { HttpError, json } from '../response.ts'
import type { Wire } from '../wire/encode.ts'
import { jobName } from './jobs.ts'

export const getSubmission: Handler = (api, request, [id = '']) => {
  const text = request.query.get('version') ?? ''
  if (!/^\d{1,19}$/.test(text)) throw new HttpError(400, 'Unable to parse job submission version parameter')
  const { namespace, jobId } = jobName(request, id)
  return read(api, request, {
    find: ({ tables }) => {
      const value = tables.jobSubmissions.get(versionKey(namespace, jobId, Number(text)))
      return { value, index: value?.jobModifyIndex ?? 0 }
    },
    tables: ['jobSubmissions'],
    body: (submission) =>
      submission && {
        Format: submission.format,
        JobID: submission.jobId,
        JobModifyIndex: submission.jobModifyIndex,
        Namespace: submission.namespace,
        Source: submission.source,
        VariableFlags: submission.variableFlags
          ? Object.fromEntries(submission.variableFlags.map(({ name, value }) => [name, value]))
          : null,
        Variables: submission.variables,
        Version: submission.version,
      },
    missing: 'job source not found',
  })
}

/** Nomad leaves the metadata of this answer empty. */
const noMeta = { 'X-Nomad-Index': '0', 'X-Nomad-Knownleader': 'false', 'X-Nomad-Lastcontact': '0' } as const

export const getActions: Handler = (api, request, [id = '']) => {
  const { namespace, jobId } = jobName(request, id)
  request.access?.permit(namespace)
  const job = api.engine.read().tables.jobs.get(jobKey(namespace, jobId))
  if (!job) throw new HttpError(500, `Unknown job ${JSON.stringify(jobId)}`)
  const actions = job.document.TaskGroups.flatMap((group) =>
    group.Tasks.flatMap((task) =>
      objectsOf(fieldOf(task, 'Actions')).map((action) => wireAction(action, group.Name, task.Name)),
    ),
  )
  return json(actions, noMeta)
}

function objectsOf(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}

function wireAction(action: JsonObject, group: string, task: string): Wire {
  return {
    Args: action['Args'] ?? null,
    Command: action['Command'] ?? '',
    Name: action['Name'] ?? '',
    TaskGroupName: group,
    TaskName: task,
  }
}
