// Lists of rows whose ids are UUIDs: by age, or by id when a prefix is given. Rules: client-surface §2.4, §2.5.

import { storedId } from '../entities/uuid.ts'
import { byCreation, byKey, compareCreated, type Page, type PageRequest, pageOf } from './page.ts'

/** Which rows to list. */
export interface ListRequest<R> extends PageRequest {
  /** `*` means all. */
  readonly namespace: string
  /** The first characters of the ids, with or without hyphens; empty: all. */
  readonly prefix: string
  /** Rows to keep; all when absent. */
  readonly keeps?: (row: R) => boolean
}

interface Listed {
  readonly id: string
  readonly namespace: string
  readonly createIndex: number
}

/** A page of rows. */
export function pageByPrefix<R extends Listed>(all: Iterable<R>, list: ListRequest<R>): Page<R> {
  const digits = storedId(list.prefix).replaceAll('-', '')
  const rows = [...all].filter(
    (row) =>
      (list.namespace === '*' || row.namespace === list.namespace) &&
      (digits === '' || row.id.replaceAll('-', '').startsWith(digits)) &&
      (list.keeps?.(row) ?? true),
  )
  const ordered = digits === '' ? rows.sort(compareCreated) : rows
  return pageOf(ordered, digits === '' ? byCreation<R>() : byKey<R>(({ id }) => id), list)
}
