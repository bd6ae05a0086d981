// What a pass asks about an allocation before anything else: which of seven kinds it is of (semantics/2 §0, §2.6).

import type { Allocation, Job, ReconcileInput } from '@cutover/core'

export type Group = Job['document']['TaskGroups'][number]

/** The kinds of §2.6. */
export type Kind = 'untainted' | 'migrate' | 'lost' | 'disconnecting' | 'reconnecting' | 'ignore' | 'expiring'

export function isServerTerminal({ desiredStatus }: Allocation): boolean {
  return desiredStatus === 'stop' || desiredStatus === 'evict'
}

export function isClientTerminal({ clientStatus }: Allocation): boolean {
  return clientStatus === 'complete' || clientStatus === 'failed' || clientStatus === 'lost'
}

/** Placed with exactly this job, version and incarnation. */
export function isOfJob({ job: own }: Allocation, job: Job): boolean {
  return own?.version === job.version && own.createIndex === job.createIndex
}

/** Placed with a lower version or incarnation. */
export function isOlder({ job: own }: Allocation, job: Job): boolean {
  return own === undefined || own.version < job.version || own.createIndex < job.createIndex
}

/** The allocation's group as its own job has it. */
export function ownGroup({ job, group }: Allocation): Group | undefined {
  return job?.document.TaskGroups.find(({ Name }) => Name === group)
}

export function ownType({ job }: Allocation): string {
  return job?.document.Type ?? ''
}

/** Nanoseconds as microseconds. */
export function span(nanos: number | null | undefined): number {
  return (nanos ?? 0) / 1_000
}

export function lostAfter(row: Allocation): number {
  return span(ownGroup(row)?.Disconnect?.LostAfter)
}

/** Whether a replacement is wanted while it is disconnected. */
export function isReplaced(row: Allocation): boolean {
  return ownGroup(row)?.Disconnect?.Replace !== false
}

function wantsReconnect({ clientStatus, states }: Allocation): boolean {
  if (!['unknown', 'running', 'failed'].includes(clientStatus)) return false
  return (states ?? []).findLast(({ field, value }) => field === 0 && value !== '')?.value === 'unknown'
}

/** The beginning of the most recent run of `unknown`. */
export function unknownSince({ states }: Allocation): number | undefined {
  let since: number | undefined
  for (const { field, value, time } of (states ?? []).toReversed()) {
    if (field !== 0) continue
    if (value === 'unknown') since = time
    else if (since !== undefined) return since
  }
  return since
}

function isExpired(row: Allocation, now: number): boolean {
  const since = unknownSince(row)
  return row.clientStatus === 'unknown' && since !== undefined && since + lostAfter(row) <= now
}

/** The first row of the table of §2.6 that fits. */
export function kindOf(row: Allocation, input: ReconcileInput): Kind {
  const isBack = wantsReconnect(row)
  if (isBack && row.desiredStatus === 'run' && row.clientStatus === 'failed') return 'reconnecting'
  const { migrate, migrateDisablePlacement } = row.desiredTransition
  if (isServerTerminal(row) && !isBack) return migrateDisablePlacement ? 'untainted' : 'ignore'
  if (isClientTerminal(row) && !isBack) return row.health?.canary && migrate ? 'migrate' : 'untainted'
  if (isExpired(row, input.now)) return 'expiring'
  if (isBack && row.clientStatus === 'failed' && row.desiredStatus === 'stop') return 'ignore'
  return kindByNode(row, input, isBack)
}

function kindByNode(row: Allocation, { tainted }: ReconcileInput, isBack: boolean): Kind {
  const node = tainted.get(row.nodeId)
  if (node?.status === 'disconnected') {
    if (row.clientStatus === 'unknown') return 'untainted'
    return row.clientStatus === 'pending' || lostAfter(row) === 0 ? 'lost' : 'disconnecting'
  }
  if (row.desiredTransition.migrate) return 'migrate'
  if (!tainted.has(row.nodeId) || node?.status === 'ready') return isBack ? 'reconnecting' : 'untainted'
  if (!node) return 'lost'
  return node.status === 'down' ? kindOnDown(row) : 'untainted'
}

function kindOnDown(row: Allocation): Kind {
  if (isReplaced(row)) return 'lost'
  if (row.clientStatus === 'unknown') return 'untainted'
  return row.clientStatus === 'running' ? 'disconnecting' : 'lost'
}

/** The canonical order of allocations: name index, then age, then id (§8.1). */
export function byName(a: Allocation, b: Allocation): number {
  return indexOf(a) - indexOf(b) || byAge(a, b)
}

/** The order of removal: the highest name first, of one name the older first. */
export function byRemoval(a: Allocation, b: Allocation): number {
  return indexOf(b) - indexOf(a) || byAge(a, b)
}

function byAge(a: Allocation, b: Allocation): number {
  return a.createIndex - b.createIndex || (a.id < b.id ? -1 : 1)
}

/** The index in the name's brackets. */
export function indexOf({ name }: Pick<Allocation, 'name'>): number {
  return Number(/\[(\d+)\]$/.exec(name)?.[1] ?? 0)
}
