// What a store was written by: from which batch on which format of entries, from which batch on a hash chain, and the link before the
// first batch that is kept. Kept as one text beside the batches; a store of an older format is taken on without rewriting a batch.

import type { Index } from '@cutover/core'
import { entryFormat } from '@cutover/engine'
import { noLink } from './chain.ts'
import { raiseFormat, type Store } from './store.ts'

/** From the batch with this key on, entries have this format. */
export interface FormatSpan {
  readonly from: Index
  readonly format: number
}

/** The history of a store. Invariant: `formats` is in order and not empty. */
export interface StoreHistory {
  readonly formats: readonly FormatSpan[]
  /** The key of the first batch with a link; batches before it were written without. */
  readonly chainedFrom: Index
  /** The link before the first batch that is kept and has one, in hexadecimal digits. */
  readonly origin: string
}

const historyKey = 'history'

/** That of a new store. */
const fresh: StoreHistory = {
  formats: [{ from: 1, format: entryFormat }],
  chainedFrom: 1,
  origin: Buffer.from(noLink).toString('hex'),
}

/** The history of a store; that of one from before there was any: entries of format 1 and no chain. */
export function readHistory({ meta, batches }: Store): StoreHistory {
  const found = meta.get(historyKey)
  if (found) return parsed(Buffer.from(found).toString('utf8'))
  const [last] = [...batches.getKeys({ reverse: true, limit: 1 })]
  return last === undefined ? fresh : { ...fresh, formats: [{ from: 1, format: 1 }], chainedFrom: last + 1 }
}

/** Makes the store one that this program may write to: what comes from now on has its format and a link. */
export function beginHistory(store: Store): StoreHistory {
  const history = readHistory(store)
  const newest = history.formats.at(-1)?.format ?? entryFormat
  const [last] = [...store.batches.getKeys({ reverse: true, limit: 1 })]
  const present: FormatSpan = { from: (last ?? 0) + 1, format: entryFormat }
  const next = newest === entryFormat ? history : { ...history, formats: [...history.formats, present] }
  store.root.transactionSync(() => {
    writeHistory(store, next)
    raiseFormat(store)
  })
  return next
}

/** The same for a store that was cut off after an index: what comes next is written anew. */
export function cutHistory(history: StoreHistory, index: Index): StoreHistory {
  const from = (first: Index): Index => Math.min(first, index + 1)
  const formats = history.formats.map((span) => ({ ...span, from: from(span.from) }))
  return { ...history, formats, chainedFrom: from(history.chainedFrom) }
}

/** Stores a history; to be called inside the transaction that makes it true. */
export function writeHistory({ meta }: Store, history: StoreHistory): void {
  meta.putSync(historyKey, Buffer.from(JSON.stringify(history)))
}

/** The format of the entries of a batch. */
export function formatAt({ formats }: StoreHistory, key: Index): number {
  return formats.findLast(({ from }) => from <= key)?.format ?? 1
}

function parsed(text: string): StoreHistory {
  const value: unknown = JSON.parse(text)
  if (!isHistory(value)) throw new Error(`the history of the log cannot be read: ${text}`)
  return value
}

function isHistory(value: unknown): value is StoreHistory {
  return (
    typeof value === 'object' && value !== null && 'formats' in value && 'chainedFrom' in value && 'origin' in value
  )
}
