// One message of the stream: a batch of consecutive entries, or the mark with which a leader begins. The headers say which
// entries and whose term, so that a place in the stream can be found without reading what it holds.

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Entry, Index } from '@cutover/core'
import { Codec } from '@cutover/record'
import { headers, type MsgHdrs } from '@nats-io/transport-node'

/** What the headers of a message say. */
export interface MessageHead {
  /** The index of the first entry in it; for a mark, that of the next entry to come. */
  readonly first: Index
  /** How many entries; 0 for a mark. */
  readonly count: number
  readonly term: number
}

/** A message with its place in the stream. */
export interface Placed extends MessageHead {
  readonly sequence: number
}

/** Bytes above which a payload is deflated. */
const deflateAbove = 16_384

const names = { first: 'Cutover-First', count: 'Cutover-Count', term: 'Cutover-Term', encoding: 'Cutover-Encoding' }

/** The index of the last entry up to this message. */
export function lastOf({ first, count }: MessageHead): Index {
  return first + count - 1
}

/** The bytes and headers of a batch. */
export function encodeMessage(head: MessageHead, entries: readonly Entry[]): { data: Uint8Array; headers: MsgHdrs } {
  const said = headers()
  said.set(names.first, String(head.first))
  said.set(names.count, String(head.count))
  said.set(names.term, String(head.term))
  if (entries.length === 0) return { data: new Uint8Array(), headers: said }
  const plain = new Codec(undefined, 'self-contained').encodeBatch(entries)
  if (plain.length <= deflateAbove) return { data: plain, headers: said }
  said.set(names.encoding, 'deflate')
  return { data: deflateRawSync(plain, { level: 1 }), headers: said }
}

/** What the headers say. Throws when they are not those of this log. */
export function headOf(said: MsgHdrs | undefined, sequence: number): MessageHead {
  const [first, count, term] = [names.first, names.count, names.term].map((name) =>
    Number(said?.get(name) || Number.NaN),
  )
  if (first === undefined || count === undefined || term === undefined || Number.isNaN(first + count + term))
    throw new Error(`message ${sequence} of the stream is not one of a Cutover log`)
  return { first, count, term }
}

/** The entries of a message. Throws when the bytes are not whole or are not the entries that the headers announce. */
export function entriesOf(head: MessageHead, said: MsgHdrs | undefined, data: Uint8Array): readonly Entry[] {
  if (head.count === 0) return []
  const plain = said?.get(names.encoding) === 'deflate' ? inflateRawSync(data) : data
  const entries = new Codec(undefined, 'self-contained').decodeBatch(plain)
  if (entries.length !== head.count || entries[0]?.index !== head.first)
    throw new Error(`the message that should hold entries ${head.first} to ${lastOf(head)} holds others`)
  return entries
}
