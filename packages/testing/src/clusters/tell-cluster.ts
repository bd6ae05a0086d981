// A story of a cluster as text: what was done, the entries that came of it, who was placed where and why nobody was, what each rollout waits
// for, and how the state and the event stream stand after it.

import { type Allocation, type Entry, hashState, type Micros, replay, type State } from '@cutover/core'
import {
  beginHistory,
  blockers,
  diffFields,
  diffStates,
  extendHistory,
  type History,
  Timeline,
  why,
} from '@cutover/core/explain'
import { type StreamEvent, streamEvents } from '@cutover/core/stream'
import type { ClusterByHand } from '../cluster-by-hand.ts'
import { digestValue as digest } from '../text-digest.ts'
import { playCluster, type Told } from './random-cluster.ts'

/** A whole story. */
export function tellCluster(seed: number, length: number): readonly string[] {
  const lines = [`# Story ${seed}`, '']
  let before: State | undefined
  const timeline = new Timeline()
  const cluster = playCluster(seed, length, (now, told) => {
    lines.push(...stepLines(now, told, { before: before ?? now.origin, timeline }), '')
    before = now.state
  })
  const history = extendHistory(beginHistory(cluster.origin), cluster.entries)
  return [...lines, ...reasons(history), ...lanes(timeline, cluster)]
}

/** A story in one line: how much happened in it, what it came to, and how that is explained. */
export function digestCluster(seed: number, length: number): string {
  const lines = tellCluster(seed, length)
  const count = (mark: string): number => lines.filter((line) => line.startsWith(mark)).length
  const counts = `${count('  [')} entries, ${count('  +')} placed, ${count('  !')} found no room, ${count('  x')} refused`
  const [told, explained] = [false, true].map((wanted) =>
    digest(lines.filter((line) => isExplanation(line) === wanted)),
  )
  return `story ${seed}: ${counts}, ${told}, explained ${explained}`
}

function isExplanation(line: string): boolean {
  return /^(?: {2}\?|why|lane|mark)/.test(line)
}

interface Sight {
  readonly before: State
  readonly timeline: Timeline
}

function stepLines(cluster: ClusterByHand, told: Told, { before, timeline }: Sight): readonly string[] {
  const entries = cluster.entries.slice(told.from)
  const { state } = cluster
  const stream: StreamEvent[] = []
  let from = before
  for (const entry of entries) {
    const after = replay(from, entry)
    timeline.add(entry, after, entry.cause.by === 'operator' ? [entry.cause.command] : [])
    stream.push(...streamEvents(from, entry))
    from = after
  }
  const changed = [...state.tables.allocations.changedSince(before.lastIndex)]
  return [
    `> ${told.second} ${told.what}`,
    ...(told.refusal === undefined ? [] : [`  x ${told.refusal.replaceAll('\n', ' ')}`]),
    ...entries.map(entryLine),
    ...changed.map((row) => rowLine(state, before, row)).sort(),
    ...roomLines(state, before),
    ...waits(cluster),
    ...fieldLines(state, before),
    `  state ${hashState(state)} stream ${digest(stream)}`,
  ]
}

// Which fields of rollouts and summaries moved; the rest is told by a digest.
function fieldLines(state: State, before: State): readonly string[] {
  const changes = diffStates(before, state).map(({ table, key, before: old, after }) => ({
    table,
    key,
    fields: diffFields(old, after),
  }))
  if (changes.length === 0) return []
  const told = changes
    .filter(({ table }) => table === 'deployments' || table === 'jobSummaries')
    .flatMap(({ table, fields }) =>
      fields.map((field) => `  * ${table} ${field.path.join('.')} ${JSON.stringify([field.before, field.after])}`),
    )
  return [...told.slice(0, 12), `  ${changes.length} rows changed ${digest(changes)}`]
}

function entryLine({ index, cause, events }: Entry): string {
  const counts = new Map<string, number>()
  for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1)
  const told = [...counts].map(([type, count]) => (count === 1 ? type : `${type}×${count}`)).join(' ')
  return `  [${index}] ${cause.by} ${cause.change}: ${told} ${digest(events)}`
}

function rowLine({ tables }: State, before: State, row: Allocation): string {
  const node = tables.nodes.get(row.nodeId)?.name ?? 'nowhere'
  const { clientStatus, desiredStatus, desiredDescription, metrics } = row
  if (before.tables.allocations.get(row.id))
    return `  ~ ${row.name} on ${node} ${clientStatus}/${desiredStatus} ${desiredDescription}`
  return `  + ${row.name} v${row.job?.version} on ${node} ${brief(metrics)}`
}

function roomLines({ tables }: State, before: State): readonly string[] {
  return [...tables.evaluations.changedSince(before.lastIndex)].flatMap(({ jobId, status, failedGroups }) =>
    (failedGroups ?? []).map(({ group, ...rest }) => `  ! ${jobId} ${group} ${status} ${brief(rest)}`),
  )
}

// Without what is zero, empty or absent: the digests have it all.
function brief(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    inner === null || inner === 0 || inner === '' ? undefined : inner,
  )
  return text ?? ''
}

function waits(cluster: ClusterByHand): readonly string[] {
  const { state } = cluster
  return [...state.tables.deployments].flatMap(({ id, jobId }) => {
    const { blockers: list, deadline } = blockers(state, id)
    const by = deadline === undefined ? '' : ` until ${cluster.second(deadline)}`
    return list.length === 0 && by === '' ? [] : [`  ? ${jobId} waits${by} for ${JSON.stringify(named(state, list))}`]
  })
}

// Ids say nothing to a reader: allocations are told by their names.
function named({ tables }: State, value: unknown): unknown {
  const text = JSON.stringify(value).replaceAll(
    /[0-9a-f]{8}-[0-9a-f-]{27}/g,
    (id) => tables.allocations.get(id)?.name ?? 'the rollout',
  )
  return JSON.parse(text)
}

// Why every field of every rollout is what it is.
function reasons(history: History): readonly string[] {
  return [...history.head.tables.deployments].flatMap(({ id, jobId, groups }) =>
    [
      ['status'],
      ['statusDescription'],
      ...groups.flatMap(({ name }) => groupFields.map((field) => ['groups', name, field])),
    ].map((field) => {
      const { before, after, chain, outside } = why(history, { table: 'deployments', key: id, field })
      const steps = chain.map(
        ({ index, by, change, events, rule }) =>
          `[${index}] ${by} ${change} ${events.map(({ type }) => type).join()} ${rule}`,
      )
      return `why ${jobId} ${field.join('.')} ${JSON.stringify(before)} → ${JSON.stringify(after)} ${outside}: ${steps.slice(0, 3).join(' ← ')} ${digest(steps)}`
    }),
  )
}

const groupFields = ['healthy', 'unhealthy', 'placed', 'promoted', 'requireProgressBy', 'placedCanaries'] as const

function lanes(timeline: Timeline, cluster: ClusterByHand): readonly string[] {
  const second = (at: Micros): number => cluster.second(at)
  const told = timeline.lanes().map(({ name, version, canary, stretches }) => {
    const parts = stretches.map(
      ({ phase, from, to }) => `${phase} ${second(from)}–${to === undefined ? '' : second(to)}`,
    )
    return `lane ${name} v${version}${canary ? ' canary' : ''}: ${parts.join(', ')}`
  })
  return [...told, ...timeline.marks.map(({ at, index, text }) => `mark ${second(at)} [${index}] ${text}`)]
}
