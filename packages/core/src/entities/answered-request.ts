// A request under a key that its caller chose: what it was answered, so that asking again gets the same and does nothing twice.

import type { Reply } from '../command.ts'
import type { Json } from '../json.ts'
import type { Refusal } from '../refusal.ts'
import { type Edit, Table } from '../table.ts'
import type { Micros } from '../time.ts'

/** An answered request. Invariant: `first ≤ last`. */
export interface AnsweredRequest {
  readonly key: string
  /** Tells the request from another one under the same key. */
  readonly fingerprint: string
  readonly at: Micros
  /** The first entry that it brought about: the one that tells of it. */
  readonly first: number
  /** The last one, the process managers' answers included. */
  readonly last: number
  readonly reply: Reply
  readonly refusal?: Refusal
  /** What the door that the request came through answered in its own form. */
  readonly note?: Json
}

/** What an entry says of the request behind it: the answer to keep, and the keys that are given up for it. */
export interface RequestRecord {
  readonly answered: AnsweredRequest
  readonly forgotten: readonly string[]
}

/** The table of requests that can still be asked again. */
export interface RequestTables {
  readonly requests: Table<AnsweredRequest>
}

/** The empty table. */
export function requestTables(): RequestTables {
  return {
    requests: Table.empty<AnsweredRequest>({
      name: 'requests',
      key: (row) => row.key,
      modifyIndex: (row) => row.first,
      due: (row) => row.at,
    }),
  }
}

/** Folds what an entry says of its request. */
export function foldRequest(
  requests: Table<AnsweredRequest>,
  { answered, forgotten }: RequestRecord,
  edit?: Edit,
): Table<AnsweredRequest> {
  let kept = requests
  for (const key of forgotten) kept = kept.delete(key, edit)
  return kept.set(answered, edit)
}
