// A log, or what became of an event stream, as lines of a stage: what operators asked and what nodes met, with the time between. What the
// process managers did of their own accord is left to them.

import {
  type Allocation,
  type Deployment,
  type Entry,
  type Job,
  jobKey,
  type Node,
  replay,
  type State,
} from '@cutover/core'
import { type Fate, jobLine } from './job-line.ts'

/** A log as it can be played again. */
export interface Retold {
  readonly lines: readonly string[]
  /** Simulated nodes that it takes. */
  readonly nodes: number
}

const nodesMin = 3
const nodesMax = 100

/** Tells a log from a state on. Of namespaces, tokens and variables nothing is told; a namespace's jobs go by their ids. */
export function retell(origin: State, entries: readonly Entry[]): Retold {
  const teller = new Teller(origin, fatesOf(origin, entries))
  let state = origin
  for (const entry of entries) {
    const after = replay(state, entry)
    teller.take({ before: state, entry, after })
    state = after
  }
  return teller.end(state)
}

interface Change {
  readonly before: State
  readonly entry: Entry
  readonly after: State
}

type Fates = (job: Job, group: string) => Fate

// A group of a version of which allocations failed and none was ever healthy crashes.
function fatesOf(origin: State, entries: readonly Entry[]): Fates {
  const [failed, healthy] = [new Set<string>(), new Set<string>()]
  let state = origin
  for (const entry of entries) {
    const since = entry.index - 1
    state = replay(state, entry)
    for (const row of state.tables.allocations.changedSince(since)) {
      if (row.clientStatus === 'failed') failed.add(fateKey(row.jobId, row.job?.version, row.group))
      if (row.health?.healthy === true) healthy.add(fateKey(row.jobId, row.job?.version, row.group))
    }
  }
  return ({ id, version }, group) => {
    const key = fateKey(id, version, group)
    return failed.has(key) && !healthy.has(key) ? 'crashes' : 'runs'
  }
}

function fateKey(jobId: string, version: number | undefined, group: string): string {
  return `${jobId} ${version} ${group}`
}

class Teller {
  readonly #lines: string[] = []
  readonly #fates: Fates
  readonly #nodes = new Map<string, string>()
  #at: number

  constructor(origin: State, fates: Fates) {
    this.#fates = fates
    this.#at = origin.at
    for (const node of origin.tables.nodes) this.#nameOf(node)
    const jobs = [...origin.tables.jobs].filter(({ stop }) => !stop)
    for (const job of jobs) this.#lines.push(this.#jobLine(job))
    if (jobs.length > 0) this.#lines.push('run 2m')
  }

  take(change: Change): void {
    const { before, entry, after } = change
    const since = entry.index - 1
    const lines = [
      ...this.#jobs(change, since),
      ...[...after.tables.deployments.changedSince(since)].flatMap((row) =>
        deploymentLines(before.tables.deployments.get(row.id), row, entry),
      ),
      ...[...after.tables.allocations.changedSince(since)].flatMap((row) =>
        this.#allocationLines(before.tables.allocations.get(row.id), row, entry),
      ),
      ...[...after.tables.nodes.changedSince(since)].flatMap((row) =>
        this.#nodeLines(before.tables.nodes.get(row.id), row),
      ),
    ]
    if (lines.length === 0) return
    this.#wait(entry.at)
    this.#lines.push(...lines)
  }

  /** The last wait is longer than it was: nodes of a stage are not as quick or as slow. */
  end({ at }: State): Retold {
    this.#wait(at)
    const lines = [...this.#lines, 'run 10m']
    return { lines, nodes: Math.min(nodesMax, Math.max(nodesMin, this.#nodes.size)) }
  }

  #wait(until: number): void {
    const whole = Math.round((until - this.#at) / 1_000_000)
    if (whole < 1) return
    this.#lines.push(`run ${whole}s`)
    this.#at = until
  }

  #jobLine(job: Job): string {
    return jobLine(job, (group) => this.#fates(job, group))
  }

  #jobs({ before, entry, after }: Change, since: number): readonly string[] {
    const purged = entry.events.flatMap((event) => (event.type === 'JobPurged' ? [`purge ${event.jobId}`] : []))
    // A rollback is a version that the engine makes by itself, when a deployment fails.
    const failed = [...after.tables.deployments.changedSince(since)].some(
      ({ id, status }) => status === 'failed' && before.tables.deployments.get(id)?.status !== 'failed',
    )
    const written = [...after.tables.jobs.changedSince(since)].flatMap((job) => {
      const old = before.tables.jobs.get(jobKey(job.namespace, job.id))
      if (old && (job.version <= old.version || failed)) return []
      if (job.stop) return old && !old.stop ? [`stop ${job.id}`] : []
      return scaleLines(old, job, entry) ?? [this.#jobLine(job)]
    })
    return [...purged, ...written]
  }

  #allocationLines(before: Allocation | undefined, after: Allocation, { cause }: Entry): readonly string[] {
    const { name, health } = after
    if (cause.command === 'MarkAllocations' && health?.healthy !== before?.health?.healthy)
      return [`mark ${name} ${health?.healthy ? 'healthy' : 'unhealthy'}`]
    const isCrash = after.clientStatus === 'failed' && before !== undefined && before.clientStatus !== 'failed'
    if (!isCrash || after.desiredStatus !== 'run') return []
    return after.job && this.#fates(after.job, after.group) === 'crashes' ? [] : [`crash ${name}`]
  }

  #nodeLines(before: Node | undefined, after: Node): readonly string[] {
    const name = this.#nameOf(after)
    if (!before) return []
    const isGone = (status: Node['status']): boolean => status === 'down' || status === 'disconnected'
    const lines: string[] = []
    if (isGone(after.status) && !isGone(before.status)) lines.push(`lose ${name}`)
    if (isGone(before.status) && after.status === 'ready') lines.push(`bring back ${name}`)
    if (after.drain && !before.drain) lines.push(`drain ${name}`)
    else if (!after.drain && after.schedulingEligibility !== before.schedulingEligibility)
      lines.push(`${after.schedulingEligibility} ${name}`)
    return lines
  }

  // The stage has names of its own: the first node that is met is its first.
  #nameOf({ id }: Node): string {
    const name = this.#nodes.get(id) ?? `client-${this.#nodes.size + 1}`
    this.#nodes.set(id, name)
    return name
  }
}

function scaleLines(before: Job | undefined, after: Job, { cause }: Entry): readonly string[] | undefined {
  if (!before || cause.command !== 'ScaleJob') return undefined
  return after.document.TaskGroups.flatMap(({ Name, Count }) => {
    const old = before.document.TaskGroups.find((group) => group.Name === Name)
    return old && old.Count !== Count ? [`scale ${after.id}.${Name} to ${Count}`] : []
  })
}

function deploymentLines(before: Deployment | undefined, after: Deployment, { cause }: Entry): readonly string[] {
  if (!before) return []
  const { jobId, status, statusDescription, groups } = after
  if (status === 'paused' && before.status !== 'paused') return [`pause ${jobId}`]
  if (status === 'running' && before.status === 'paused') return [`resume ${jobId}`]
  const isByHand = cause.command === 'FailDeployment' || statusDescription.startsWith('Deployment marked as failed')
  if (status === 'failed' && before.status !== 'failed' && isByHand) return [`fail ${jobId}`]
  const promoted = groups.filter(({ name, promoted: isPromoted, desiredCanaries }) => {
    const wasPromoted = before.groups.find((row) => row.name === name)?.promoted
    return isPromoted && !wasPromoted && desiredCanaries > 0
  })
  if (promoted.length === 0 || promoted.every(({ autoPromote }) => autoPromote)) return []
  return cause.command === '' || cause.command === 'PromoteCanaries' ? [`promote ${jobId}`] : []
}
