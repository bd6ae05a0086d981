// What a rollout on a simulated cluster came to, written as the recordings write it (oracle/README-rollouts, Runs).

import type { Allocation, Deployment, DeploymentGroup, Entry, Json, Micros, State } from '@cutover/core'
import { findVersions } from '@cutover/core/lists'
import { streamEvents } from '@cutover/core/stream'
import type { Violation } from '@cutover/invariants'

/** The parts of a run. */
export interface RolloutOutcome {
  readonly responses: readonly Json[]
  readonly deployments: readonly RolloutTimeline[]
  readonly final: Readonly<Record<string, Json>>
  /** Invariants that an entry broke. */
  readonly broken: readonly Violation[]
}

/** One deployment's rows as the event stream showed them. */
export interface RolloutTimeline {
  readonly jobVersion: number
  readonly timeline: readonly TimelineRow[]
}

/** One row of a time line; `t` in seconds since the first step. */
export interface TimelineRow {
  readonly t: number
  readonly status: string
  readonly description: string
  readonly groups: Readonly<Record<string, Readonly<Record<string, Json>>>>
}

/** Follows the event stream of a cluster with one job. */
export class RolloutRecorder {
  readonly #events: Micros[] = []
  readonly #timelines = new Map<string, { readonly jobVersion: number; readonly timeline: TimelineRow[] }>()
  readonly #start: Micros

  constructor(start: Micros) {
    this.#start = start
  }

  /** Takes the events of an entry. */
  note(entry: Entry, before: State): void {
    for (const event of streamEvents(before, entry)) {
      if (event.topic === 'Node') continue
      if (this.#events.at(-1) !== entry.at) this.#events.push(entry.at)
      if (event.topic === 'Deployment') this.#add(event.row, entry.at)
    }
  }

  /** When the last event of those until `now` was written; undefined before the first. */
  lastEvent(now: Micros): Micros | undefined {
    for (let place = this.#events.length - 1; place >= 0; place -= 1) {
      const at = this.#events[place]
      if (at !== undefined && at <= now) return at
    }
    return undefined
  }

  /** The time lines in the order in which the deployments were created. */
  timelines(): readonly RolloutTimeline[] {
    return [...this.#timelines.values()]
  }

  #add(row: Deployment, at: Micros): void {
    const line = this.#timelines.get(row.id) ?? { jobVersion: row.jobVersion, timeline: [] }
    this.#timelines.set(row.id, line)
    const shown = timelineRow(row)
    const { t: _, ...last } = line.timeline.at(-1) ?? { t: 0 }
    if (JSON.stringify(last) !== JSON.stringify(shown))
      line.timeline.push({ ...shown, t: Math.round((at - this.#start) / 1_000) / 1_000 })
  }
}

function timelineRow(row: Deployment): Omit<TimelineRow, 't'> {
  const groups = [...row.groups].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    status: row.status,
    description: row.statusDescription,
    groups: Object.fromEntries(groups.map((group) => [group.name, groupCounters(group)])),
  }
}

function groupCounters(group: DeploymentGroup): Readonly<Record<string, Json>> {
  return {
    desired: group.desiredTotal,
    desiredCanaries: group.desiredCanaries,
    placedCanaries: group.placedCanaries?.length ?? 0,
    placed: group.placed,
    healthy: group.healthy,
    unhealthy: group.unhealthy,
    promoted: group.promoted,
    autoRevert: group.autoRevert,
    autoPromote: group.autoPromote,
    hasDeadline: group.requireProgressBy !== 0,
  }
}

/** The rows that are left at the end of a cluster with one job. */
export function finalRows(
  state: State,
  name: { readonly namespace: string; readonly jobId: string },
): RolloutOutcome['final'] {
  const job = [...state.tables.jobs].find((row) => row.id === name.jobId)
  return {
    job: job ? { Version: job.version, Stable: job.stable, Status: job.status, Stop: job.stop } : 'gone',
    versions: findVersions(state, name).value.map(({ version, stable }) => [version, stable]),
    deployments: [...state.tables.deployments]
      .sort((a, b) => a.createIndex - b.createIndex)
      .map((row) => [row.jobVersion, row.status, row.statusDescription]),
    allocations: sorted([...state.tables.allocations].map(allocationRow)),
    evaluations: evaluationCounts(state),
    summary: summaryRows(state),
  }
}

function allocationRow(row: Allocation): Json {
  const index = Number(row.name.slice(row.name.lastIndexOf('[') + 1, -1))
  const { health } = row
  return [
    row.group,
    index,
    row.job?.version ?? 0,
    row.desiredStatus,
    row.clientStatus,
    health?.healthy ?? null,
    health?.canary === true,
    row.desiredDescription,
  ]
}

function evaluationCounts(state: State): Json {
  const counts = new Map<string, number>()
  for (const { triggeredBy, status } of state.tables.evaluations) {
    const key = JSON.stringify([triggeredBy, status])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return sorted([...counts].map(([key, count]) => [...JSON.parse(key), count]))
}

function summaryRows(state: State): Json {
  const groups = [...state.tables.jobSummaries].flatMap((summary) => summary.groups)
  return Object.fromEntries(
    groups.map((group) => [
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
  )
}

/** A list whose order means nothing, in one order. */
export function sorted(list: readonly Json[]): readonly Json[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
