// What a registration would come to, without registering: validation and plan. Rules: client-surface §1.2, semantics/4 §4.1.

import { fieldOf, isJsonObject, type Json, type Quirks } from '@cutover/core'
import {
  annotate,
  diffable,
  type GroupUpdates,
  type JobDiff,
  type JobPlan,
  jobDiff,
  planJob,
} from '@cutover/core/job-documents'
import { nextLaunch } from '@cutover/core/periodic'
import type { Handler } from '../api.ts'
import { readPlan, readValidation } from '../job-request.ts'
import { createPatternSearch } from '../pattern.ts'
import { json } from '../response.ts'
import type { Wire } from '../wire/encode.ts'
import { wireEvaluation } from '../wire/evaluation.ts'
import { rfc3339 } from '../wire/time.ts'

export const validate: Handler = (api, request) => {
  const { namespace, error, errors, warnings } = readValidation(api, request)
  request.access?.permit(namespace)
  return json({
    DriverConfigValidated: true,
    Error: error,
    ValidationErrors: errors.length > 0 ? errors : null,
    Warnings: warnings,
  })
}

export const plan: Handler = (api, request, [id = '']) => {
  const admitted = readPlan(api, request, id)
  request.access?.permit(admitted.document.Namespace)
  const state = api.engine.read()
  const now = api.clock.now()
  const outcome = planJob(state, admitted, now, createPatternSearch())
  const launch = nextLaunch(outcome.document, now, api.zoneOffset ?? (() => 0))
  const body = {
    Annotations: outcome.annotations,
    CreatedEvals: outcome.createdEvaluations.length > 0 ? outcome.createdEvaluations.map(wireEvaluation) : null,
    Diff: admitted.diff ? { ...annotatedDiff(outcome, admitted.stop, state.quirks) } : null,
    FailedTGAllocs: failures(outcome),
    Index: outcome.jobModifyIndex,
    JobModifyIndex: outcome.jobModifyIndex,
    NextPeriodicLaunch: launch === undefined ? null : rfc3339(launch),
    Warnings: admitted.warnings,
  }
  return json(body, { 'X-Nomad-Index': String(outcome.jobModifyIndex) })
}

function annotatedDiff(plan: JobPlan, stop: boolean, quirks: Quirks): JobDiff {
  const { current, document, annotations } = plan
  const diff = jobDiff(current && diffable(current), diffable({ document, stop, versionTag: undefined }), true)
  const updates = fieldOf(annotations, 'DesiredTGUpdates')
  return annotate(diff, isJsonObject(updates) ? Object.entries(updates).map(groupUpdates) : [], quirks)
}

function groupUpdates([group, counters]: readonly [string, Json]): GroupUpdates {
  const counter = (name: string): number => Number(fieldOf(counters, name) ?? 0)
  return {
    group,
    canary: counter('Canary'),
    destructiveUpdate: counter('DestructiveUpdate'),
    ignore: counter('Ignore'),
    inPlaceUpdate: counter('InPlaceUpdate'),
    migrate: counter('Migrate'),
    place: counter('Place'),
    stop: counter('Stop'),
  }
}

function failures({ failedGroups }: JobPlan): Wire {
  if (!failedGroups) return null
  return Object.fromEntries(failedGroups.map(({ group, metric }) => [group, metric]))
}
