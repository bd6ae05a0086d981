// The parts of a recorded run, made comparable, and which of them our own run meets (oracle/README-rollouts, How to compare).

import type { Json, JsonObject } from '@cutover/core'
import { flagAt, listAt, numberAt, objectAt, objectsAt, textAt } from './read.ts'
import { sorted } from './rollout-outcome.ts'
import { sameValue } from './same-value.ts'

/** The parts whose disagreement is a divergence. */
export const bindingParts = ['statuses', 'final.job', 'final.versions', 'final.deployments'] as const

/** The parts that are only counted. */
export const countedParts = [
  'responses',
  'timeline',
  'last rows',
  'final.allocations',
  'final.evaluations',
  'final.summary',
] as const

/** A part's name. */
export type PartName = (typeof bindingParts)[number] | (typeof countedParts)[number]

/** A run as the recordings write it; our own outcomes have the same shape. */
export type RunRecord = JsonObject

/** One part of a run. */
export function partOf(run: RunRecord, name: PartName): Json {
  switch (name) {
    case 'responses':
      return (listAt(run, 'responses') ?? []).map(plainResponse)
    case 'statuses':
      return timelines(run).map(({ version, rows }) => [version, distinctStatuses(rows)])
    case 'timeline':
      return timelines(run).map(({ version, rows }) => [version, rows.map(untimed)])
    case 'last rows':
      return timelines(run).map(({ version, rows }) => [version, rows.slice(-1).map(untimed)])
    default:
      return finalPart(run, name.slice('final.'.length))
  }
}

/** Whether all recorded runs are equal in a part. */
export function agrees(scenario: JsonObject, name: PartName): boolean {
  if (name !== 'last rows') return flagAt(objectAt(scenario, 'agree') ?? {}, name)
  const [first, ...others] = objectsAt(scenario, 'runs') ?? []
  const part = first ? partOf(first, name) : undefined
  return others.every((run) => sameValue(partOf(run, name), part))
}

/** Whether our run equals one of the recorded ones in a part. */
export function meets(scenario: JsonObject, ours: RunRecord, name: PartName): boolean {
  const part = partOf(ours, name)
  return (objectsAt(scenario, 'runs') ?? []).some((run) => sameValue(partOf(run, name), part))
}

interface Rows {
  readonly version: number
  readonly rows: readonly JsonObject[]
}

function timelines(run: RunRecord): readonly Rows[] {
  return (objectsAt(run, 'deployments') ?? []).map((deployment) => ({
    version: numberAt(deployment, 'jobVersion'),
    rows: objectsAt(deployment, 'timeline') ?? [],
  }))
}

function distinctStatuses(rows: readonly JsonObject[]): Json {
  const pairs = rows.map((row) => [textAt(row, 'status'), textAt(row, 'description')])
  return pairs.filter((pair, place) => !sameValue(pair, pairs[place - 1]))
}

function untimed({ t: _, ...row }: JsonObject): JsonObject {
  return row
}

function finalPart(run: RunRecord, key: string): Json {
  const value = objectAt(run, 'final')?.[key] ?? null
  return Array.isArray(value) && (key === 'allocations' || key === 'evaluations') ? sorted(value) : value
}

// Error texts name ids and the job; several errors stand in no order.
function plainResponse(response: Json): Json {
  return Array.isArray(response)
    ? response.map((part) => (typeof part === 'string' ? plainText(part) : part))
    : response
}

function plainText(text: string): string {
  const plain = text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replace(/job "[^"]*"/g, 'job')
  return plain.includes(' errors occurred') ? plain.split('\n').sort().join('\n') : plain
}
