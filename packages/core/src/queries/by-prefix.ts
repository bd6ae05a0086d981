// Lists of rows whose ids are UUIDs: by age, or by id when a prefix is given. Rules: client-surface §2.4, §2.5.

import { storedId } from '../entities/uuid.ts'
import type { Refusal } from '../refusal.ts'
import { byCreation, byKey, compareCreated, filteredPage, type Keeps, type Page, type PageRequest } from './page.ts'

/** Which rows to list. */
export interface ListRequest<R> extends PageRequest {
  /** `*` means all. */
  readonly namespace: string
  /** The first characters of the ids, with or without hyphens; empty: all. */
  readonly prefix: string
  /** The client's filter; without one all are kept. */
  readonly keeps?: Keeps<R>
}

interface Listed {
  readonly id: string
  readonly namespace: string
  readonly createIndex: number
}

/** A page of rows. */
export function pageByPrefix<R extends Listed>(all: Iterable<R>, list: ListRequest<R>): Page<R> | Refusal {
  const digits = storedId(list.prefix).replaceAll('-', '')
  const rows = [...all].filter(
    (row) =>
      (list.namespace === '*' || row.namespace === list.namespace) && row.id.replaceAll('-', '').startsWith(digits),
  )
  const ordered = list.prefix === '' ? rows.sort(compareCreated) : rows
  const order = list.prefix === '' ? byCreation<R>() : byKey<R>(({ id }) => id)
  return filteredPage(ordered, order, { request: list, keeps: list.keeps ?? ((): boolean => true) })
}
