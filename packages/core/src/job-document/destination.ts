// Where a job goes: its region and namespace, from the query, the body and the job. Rules: semantics/4 §1.3
// "Namespace", "Region", §1.7 "The two endpoints", §2.1 steps 7 and 8.

import type { Destination } from '../job-canonical/canonicalize.ts'
import { blockAt, blocksAt, textAt } from '../job-canonical/sent.ts'
import type { JsonObject } from '../json.ts'
import type { Surroundings } from './surroundings.ts'

/** What a request's query says; absent and empty are the same. */
export interface RequestPlace {
  readonly namespace?: string | undefined
  readonly region?: string | undefined
}

/** A destination, or why there is none. */
export type FoundDestination = ({ readonly ok: true } & Destination) | { readonly ok: false; readonly text: string }

const noPath = { ok: false, text: 'No path to region' } as const

/**
 * The destination of a registration or a plan: query before body before job; a job for several regions goes to its
 * first.
 */
export function checkedDestination(
  body: JsonObject,
  job: JsonObject,
  { request, around }: { readonly request: RequestPlace; readonly around: Surroundings },
): FoundDestination {
  const [first] = blocksAt(blockAt(job, 'Multiregion') ?? {}, 'Regions')
  const asked = request.region || textAt(body, 'Region') || (first && textAt(first, 'Name')) || textAt(job, 'Region')
  if (!isOwn(asked, around)) return noPath
  const namespace = request.namespace || textAt(body, 'Namespace') || textAt(job, 'Namespace') || 'default'
  return placed(namespace, around.region, around)
}

/** The destination of a validation: the job's own namespace and region. Only the query's region must be known. */
export function validationDestination(job: JsonObject, request: RequestPlace, around: Surroundings): FoundDestination {
  if (!isOwn(request.region, around)) return noPath
  const namespace = textAt(job, 'Namespace') ?? 'default'
  if (namespace === '') return { ok: false, text: 'mismatched request namespace in request: "default", ""' }
  return placed(namespace, textAt(job, 'Region') ?? around.region, around)
}

function isOwn(region: string | undefined, around: Surroundings): boolean {
  return !region || region === 'global' || region === around.region
}

function placed(namespace: string, region: string, around: Surroundings): FoundDestination {
  return { ok: true, namespace, region, nodePool: around.namespace(namespace)?.nodePool ?? 'default' }
}
