// One page of a list: the token names the first item of the next page, filters apply before counting. Rules: client-surface §2.5.

import { compareBytes } from '../order.ts'
import type { Refusal } from '../refusal.ts'

/** How a list is paged. Zero for `perPage` means all, less than zero none; an empty token means from the start. */
export interface PageRequest {
  readonly perPage: number
  readonly nextToken: string
  readonly reverse: boolean
}

/** What is known of an item's place in its list. */
export interface PageOrder<R> {
  readonly tokenOf: (row: R) => string
  /** Negative when the item comes before the one that the token names, in ascending order. */
  readonly compare: (row: R, token: string) => number
}

/** A page, and the token of the next one (empty on the last). */
export interface Page<R> {
  readonly rows: readonly R[]
  readonly nextToken: string
}

/** Whether a row belongs to the list, or why that cannot be told. */
export type Keeps<R> = (row: R) => boolean | Refusal

/** Cuts a page out of rows that are in ascending order, with a filter that may fail. Rows before the token and after the page are never judged. */
export function filteredPage<R>(
  ascending: readonly R[],
  order: PageOrder<R>,
  { request, keeps }: { readonly request: PageRequest; readonly keeps: Keeps<R> },
): Page<R> | Refusal {
  const { perPage, nextToken, reverse } = request
  const rows: R[] = []
  for (const row of reverse ? [...ascending].reverse() : ascending) {
    if (nextToken !== '' && !isFrom(order.compare(row, nextToken), reverse)) continue
    const kept = keeps(row)
    if (typeof kept !== 'boolean') return kept
    if (!kept) continue
    if (perPage !== 0 && rows.length >= perPage) return { rows, nextToken: order.tokenOf(row) }
    rows.push(row)
  }
  return { rows, nextToken: '' }
}

/** The order of lists by age: tokens `<CreateIndex>.<ID>`, compared by number, then by id. */
export function byCreation<R extends { readonly id: string; readonly createIndex: number }>(): PageOrder<R> {
  return { tokenOf: creationToken, compare: compareCreation }
}

/** The order of lists by key: tokens are the keys. */
export function byKey<R>(keyOf: (row: R) => string): PageOrder<R> {
  return { tokenOf: keyOf, compare: (row, token) => compareBytes(keyOf(row), token) }
}

interface Created {
  readonly id: string
  readonly createIndex: number
}

/** Ascending by creation, then by id. */
export function compareCreated(a: Created, b: Created): number {
  return a.createIndex - b.createIndex || compareBytes(a.id, b.id)
}

function creationToken({ createIndex, id }: Created): string {
  return `${createIndex}.${id}`
}

// A malformed token is compared as text.
function compareCreation(row: Created, token: string): number {
  const parts = /^(\d+)\.(.*)$/s.exec(token)
  if (!parts) return compareBytes(creationToken(row), token)
  return compareCreated(row, { createIndex: Number(parts[1]), id: parts[2] ?? '' })
}

function isFrom(order: number, reverse: boolean): boolean {
  return reverse ? order <= 0 : order >= 0
}
