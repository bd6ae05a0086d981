// Paging parameters of lists. Rules: client-surface §2.5.

import type { HttpRequest } from './request.ts'
import { HttpError } from './response.ts'

/** How a list is to be cut. */
export interface PageRequest {
  /** Zero: everything; less: nothing. */
  readonly perPage: number
  readonly nextToken: string
  readonly reverse: boolean
}

/** The paging of a request. */
export function pageRequest({ query }: HttpRequest): PageRequest {
  const perPage = query.get('per_page') ?? ''
  if (perPage !== '' && !isInt32(perPage))
    throw new HttpError(400, 'Expect a number for `per_page` query string parameter')
  return {
    perPage: Number(perPage),
    nextToken: query.get('next_token') ?? '',
    reverse: query.get('reverse') === 'true',
  }
}

/** What a request asks of a list, as one text: equal texts are answered alike. */
export function askedOf({ query }: HttpRequest): string {
  return query.size === 0 ? '' : JSON.stringify(listParameters.map((name) => query.get(name)))
}

const listParameters = [
  ...['namespace', 'prefix', 'filter', 'per_page', 'next_token', 'reverse'],
  ...['job', 'meta', 'os', 'resources', 'status', 'task_states'],
]

function isInt32(text: string): boolean {
  const value = Number(text)
  return /^[+-]?\d+$/.test(text) && value >= -(2 ** 31) && value < 2 ** 31
}
