// What an allocation's history and its own job say about a lost connection to its node. Rules: semantics/2 §0, §2.6.

import { type Allocation, clientStatusField, wasUnknown } from '../entities/allocation.ts'
import { type DisconnectDocument, type GroupDocument, groupOf } from '../job-document/document.ts'
import { fromNanos, type Micros, zero } from '../time.ts'

/** The group of an allocation in the job version that it runs. */
export function ownGroup(allocation: Allocation): GroupDocument | undefined {
  return allocation.job && groupOf(allocation.job.document, allocation.group)
}

function ownDisconnect(allocation: Allocation): DisconnectDocument | null | undefined {
  return ownGroup(allocation)?.Disconnect
}

/** The newest client status noted in its history is `unknown`, and it runs, has failed or is unknown. */
export function wantsReconnect(allocation: Allocation): boolean {
  const { clientStatus: status } = allocation
  if (status !== 'unknown' && status !== 'running' && status !== 'failed') return false
  return wasUnknown(allocation)
}

/** When it last turned unknown: the earliest entry of the newest unbroken run; undefined without such an entry. */
export function unknownSince(allocation: Allocation): Micros | undefined {
  const noted = allocation.states?.filter(({ field }) => field === clientStatusField)
  if (noted === undefined) return undefined
  const run = noted.slice(0, noted.findLastIndex(({ value }) => value === 'unknown') + 1)
  return run[run.findLastIndex(({ value }) => value !== 'unknown') + 1]?.time
}

/** When it first turned lost; undefined without such an entry. */
export function lostSince(allocation: Allocation): Micros | undefined {
  const entry = allocation.states?.find((state) => state.field === clientStatusField && state.value === 'lost')
  return entry?.time
}

/** How long it may stay unknown before it counts as lost; zero: not at all. */
export function lostAfter(allocation: Allocation): Micros {
  const disconnect = ownDisconnect(allocation)
  return disconnect ? fromNanos(disconnect.LostAfter) : zero
}

/** After what time without a connection its node stops it by itself; zero: never. */
export function stopOnClientAfter(allocation: Allocation): Micros {
  const disconnect = ownDisconnect(allocation)
  return disconnect ? fromNanos(disconnect.StopOnClientAfter) : zero
}

/** Whether it is replaced while it is disconnected; the default is yes. */
export function replacesDisconnected(allocation: Allocation): boolean {
  return ownDisconnect(allocation)?.Replace !== false
}
