// Paging parameters of lists. Rules: client-surface §2.5.

import type { HttpRequest } from './request.ts'
import { HttpError } from './response.ts'

/** How a list is to be cut. */
export interface PageRequest {
  /** Zero: everything. */
  readonly perPage: number
  readonly nextToken: string
  readonly reverse: boolean
}

/** The paging of a request. */
export function pageRequest({ query }: HttpRequest): PageRequest {
  const perPage = query.get('per_page') ?? ''
  if (perPage !== '' && !/^[+-]?\d{1,10}$/.test(perPage))
    throw new HttpError(400, 'Expect a number for `per_page` query string parameter')
  return {
    perPage: Math.max(0, Number(perPage)),
    nextToken: query.get('next_token') ?? '',
    reverse: query.get('reverse') === 'true',
  }
}
