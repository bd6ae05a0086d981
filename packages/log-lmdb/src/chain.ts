// The hash chain: every batch is stored behind its link, the SHA-256 of the link before it and of its own bytes. A batch that was
// changed, replaced, moved or taken out breaks it, even where every checksum holds. It is no signature: whoever can write to the
// store can also write a new chain.

import * as crypto from 'node:crypto'
import { createHash } from 'node:crypto'

/** Bytes of a link. */
const linkSize = 32

/** What stands before the first link. */
export const noLink: Uint8Array = new Uint8Array(linkSize)

/** A batch as it is stored. */
export interface LinkedBatch {
  readonly link: Uint8Array
  readonly bytes: Uint8Array
}

/** The value to store for the bytes of a batch that follows `before`, and its link. */
export function linked(
  before: Uint8Array,
  bytes: Uint8Array,
): { readonly link: Uint8Array; readonly value: Uint8Array } {
  const value = Buffer.allocUnsafe(linkSize + bytes.length)
  value.set(before)
  value.set(bytes, linkSize)
  const link = sha256(value)
  value.set(link)
  return { link, value }
}

/** A stored value taken apart. Throws when it is shorter than a link. */
export function unlinked(value: Uint8Array): LinkedBatch {
  if (value.length < linkSize) throw new Error('chain: cut short')
  return { link: value.subarray(0, linkSize), bytes: value.subarray(linkSize) }
}

/** Whether the batch is the one that was written after `before`. */
export function follows(before: Uint8Array, { link, bytes }: LinkedBatch): boolean {
  return linkOf(before, bytes).equals(link)
}

function linkOf(before: Uint8Array, bytes: Uint8Array): Buffer {
  return sha256(Buffer.concat([before, bytes]))
}

// In one call where there is one (from Node 20.12 on): most batches are small, and an object for each costs more than its hash.
function sha256(bytes: Uint8Array): Buffer {
  return 'hash' in crypto ? crypto.hash('sha256', bytes, 'buffer') : createHash('sha256').update(bytes).digest()
}
