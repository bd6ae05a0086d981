// Rows and events carry whole jobs, shared by identity: a plan with a thousand allocations holds one job a thousand times.
// Before encoding, each distinct job is taken out once and its places noted; after decoding, every place gets the one object back.

import type { Job } from '@cutover/core'

/** Where a job stood in the value, and which job of the list. */
export type Place = readonly [path: readonly (string | number)[], job: number]

/** A value without its jobs. The value itself is not touched; only what lies on the way to a job is copied. */
export interface Detached {
  readonly value: unknown
  readonly places: readonly Place[]
}

/** How deep a job may lie: entry list, entry, events, event, list of rows, row, watch, job. */
const depthMax = 8

/** Takes the jobs out of the value. `numberOf` gives a job its number in the list. */
export function detachJobs(value: unknown, numberOf: (job: Job) => number): Detached {
  const places: Place[] = []
  const path: (string | number)[] = []

  function detached(part: unknown): unknown {
    if (typeof part !== 'object' || part === null || path.length > depthMax) return part
    if (!holdsJob(part, path.length)) return part
    if (isJob(part)) {
      places.push([path.slice(), numberOf(part)])
      return null
    }
    return Array.isArray(part) ? detachedList(part) : detachedObject(part)
  }

  function detachedList(list: readonly unknown[]): readonly unknown[] {
    let copy: unknown[] | undefined
    for (let place = 0; place < list.length; place++) {
      const part = list[place]
      if (typeof part !== 'object' || part === null) return list
      path.push(place)
      const rest = detached(part)
      path.pop()
      if (rest === part) continue
      copy ??= list.slice()
      copy[place] = rest
    }
    return copy ?? list
  }

  function detachedObject(object: object): object {
    let copy: Record<string, unknown> | undefined
    for (const key in object) {
      const part: unknown = Reflect.get(object, key)
      if (typeof part !== 'object' || part === null) continue
      path.push(key)
      const rest = detached(part)
      path.pop()
      if (rest === part) continue
      copy ??= { ...object }
      copy[key] = rest
    }
    return copy ?? object
  }

  return { value: detached(value), places }
}

/** Puts the jobs back into a decoded value, in place. */
export function attachJobs({ value, places }: Detached, jobs: readonly Job[]): unknown {
  let whole = value
  for (const [path, number] of places) {
    const job = jobs[number]
    if (job === undefined) throw new Error(`record: job ${number} of ${jobs.length} is missing`)
    const last = path.at(-1)
    if (last === undefined) whole = job
    else Reflect.set(holderOf(whole, path), last, job)
  }
  return whole
}

function holderOf(value: unknown, path: readonly (string | number)[]): object {
  let holder = value
  for (let step = 0; step < path.length - 1; step++)
    holder = isObject(holder) ? Reflect.get(holder, path[step] ?? '') : undefined
  if (!isObject(holder)) throw new Error('record: a job has no place')
  return holder
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Whether there is a job in the value, not deeper than jobs lie. Most values hold none: they are passed over without noting the way. */
export function holdsJob(value: object, depth = 0): boolean {
  if (depth > depthMax) return false
  if (isJob(value)) return true
  if (Array.isArray(value)) return value.some((part) => isObject(part) && holdsJob(part, depth + 1))
  for (const key in value) {
    const part: unknown = Reflect.get(value, key)
    if (isObject(part) && holdsJob(part, depth + 1)) return true
  }
  return false
}

/** Whether it is a whole job. */
export function isJob(value: object): value is Job {
  return 'document' in value && 'jobModifyIndex' in value
}
