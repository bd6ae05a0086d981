// The process manager that launches periodic jobs when their time comes: the next launch of each is a timer.
// Rules: semantics/4 §8.1.

import type { Command } from '../command.ts'
import { type Job, jobKey } from '../entities/job.ts'
import type { Timer } from '../entities/timer.ts'
import { isPeriodic, type JobDocument } from '../job-document/document.ts'
import type { PeriodicDocument } from '../job-document/document-parts.ts'
import type { JsonObject } from '../json.ts'
import type { Manager, Trigger } from '../manager.ts'
import type { State } from '../state.ts'
import { earliest, type Micros } from '../time.ts'
import { nextOfCron, type ZoneOffset } from './cron.ts'

const prefix = 'periodic/'

/** Launches periodic jobs; `offsetOf` knows the clocks of time zones. */
export function createLauncher(offsetOf: ZoneOffset): Manager {
  return {
    name: 'housekeeping',
    react: (state, trigger) => {
      const due = [...state.tables.timers.prefix(prefix)].filter((timer) => timer.due <= trigger.at)
      if (due.length > 0) return due.flatMap((timer) => launch(state, timer, { trigger, offsetOf }))
      return changedJobs(state, trigger).flatMap((job) => track(state, job, { trigger, offsetOf }))
    },
    nextWakeup: ({ tables }) => earliest(Array.from(tables.timers.prefix(prefix), ({ due }) => due)),
  }
}

interface Occasion {
  readonly trigger: Trigger
  readonly offsetOf: ZoneOffset
}

// After a restart every job is looked at.
function changedJobs({ tables }: State, { entries }: Trigger): readonly Job[] {
  if (entries === undefined) return [...tables.jobs]
  const [first] = entries
  return first ? [...tables.jobs.changedSince(first.index - 1)] : []
}

// A changed schedule is followed from now on; a job that is not periodic any more is not waited for.
function track(state: State, job: Job, { trigger, offsetOf }: Occasion): readonly Command[] {
  const name = timerName(job)
  const known = state.tables.timers.get(name)?.due
  const due = isTracked(job) ? nextLaunch(job.document, trigger.at, offsetOf) : undefined
  return due === known ? [] : [{ type: 'SetTimer', name, due }]
}

function launch(state: State, { name, due }: Timer, { trigger, offsetOf }: Occasion): readonly Command[] {
  const job = state.tables.jobs.get(name.slice(prefix.length))
  if (!job || !isTracked(job)) return [{ type: 'SetTimer', name, due: undefined }]
  const next: Command = { type: 'SetTimer', name, due: nextLaunch(job.document, trigger.at, offsetOf) }
  if (periodicOf(job)?.['ProhibitOverlap'] === true && hasLiveChild(state, job)) return [next]
  const { namespace, id: jobId } = job
  return [next, { type: 'ForcePeriodicJob', namespace, jobId, scheduledFor: due }]
}

function timerName({ namespace, id }: Job): string {
  return `${prefix}${jobKey(namespace, id)}`
}

function isTracked(job: Job): boolean {
  return !job.stop && isEnabled(job.document)
}

function isEnabled(document: JobDocument): boolean {
  const periodic: JsonObject | null = document.Periodic
  return isPeriodic(document) && periodic?.['Enabled'] !== false
}

function periodicOf({ document }: Job): JsonObject | null {
  return document.Periodic
}

/** When a periodic job would be launched next after an instant, undefined when never; of several lines the earliest counts. */
export function nextLaunch(document: JobDocument, after: Micros, offsetOf: ZoneOffset): Micros | undefined {
  if (!isEnabled(document)) return undefined
  const periodic: JsonObject | null = document.Periodic
  const lines = linesOf(periodic)
  const zone = String(periodic?.['TimeZone'] ?? '')
  return earliest(lines.map((line) => nextOfCron(line, after, (at) => offsetOf(zone, at))))
}

function linesOf(periodic: JsonObject | PeriodicDocument | null): readonly string[] {
  if (periodic?.['SpecType'] !== 'cron') return []
  const { Spec, Specs } = periodic
  const several = Array.isArray(Specs) ? Specs.filter((line): line is string => typeof line === 'string') : []
  return typeof Spec === 'string' && Spec !== '' ? [Spec, ...several] : several
}

function hasLiveChild({ tables }: State, { namespace, id }: Job): boolean {
  for (const child of tables.jobs.prefix(jobKey(namespace, `${id}/periodic-`))) {
    if (child.document.ParentID === id && child.status !== 'dead') return true
  }
  return false
}
