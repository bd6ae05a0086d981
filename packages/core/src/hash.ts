// The state hash: rows are hashed over their canonical text, a table's hash is the sum of its rows' hashes,
// so neither the shape of a tree nor the history of its contents shows. Not a defence against forgery.

import { CanonicalTexts } from './canonical.ts'

/** 128 bits as four 32-bit integers. */
export interface RowHash {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
}

/** The sum of the hashes of a table's rows, lane by lane, and their number. */
export interface TableHash extends RowHash {
  readonly count: number
}

/** The hash of nothing, the neutral element of `addHashes`. */
export const emptyHash: RowHash = { a: 0, b: 0, c: 0, d: 0 }

/** The hash of a plain value: equal values hash equally, in any engine. `texts` may be shared by many. */
export function hashRow(value: unknown, texts: CanonicalTexts = new CanonicalTexts()): RowHash {
  return hashText(texts.textOf(value))
}

/** The hash of a text, over its UTF-16 code units, two to a word, four words to a round. */
export function hashText(text: string): RowHash {
  const length = text.length
  let a = 0x243f6a88
  let b = 0x85a308d3 | 0
  let c = 0x13198a2e
  let d = 0x03707344
  // Never to read beyond the end makes it more than twice as fast; what is put there reads as 0, the length goes in at the end.
  const whole = text + '\u0000'.repeat(-length & 7)
  for (let i = 0; i < length; i += 8) {
    a = stir(a, wordAt(whole, i), b)
    b = stir(b, wordAt(whole, i + 2), c)
    c = stir(c, wordAt(whole, i + 4), d)
    d = stir(d, wordAt(whole, i + 6), a)
  }
  a = scatter(a ^ length)
  b = scatter(b + a)
  c = scatter(c + b)
  d = scatter(d + c)
  a = scatter(a + d)
  b = scatter(b + a)
  return { a, b, c, d }
}

/** Lane-wise addition: commutative and associative, which is what makes a sum independent of order. */
export function addHashes(left: RowHash, right: RowHash): RowHash {
  return { a: (left.a + right.a) | 0, b: (left.b + right.b) | 0, c: (left.c + right.c) | 0, d: (left.d + right.d) | 0 }
}

/** A hash as 32 hexadecimal digits; that of a table is followed by its number of rows. */
export function printHash(hash: RowHash | TableHash): string {
  const digits = [hash.a, hash.b, hash.c, hash.d].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
  return 'count' in hash ? `${digits}:${hash.count}` : digits
}

function wordAt(text: string, place: number): number {
  return text.charCodeAt(place) | (text.charCodeAt(place + 1) << 16)
}

/** One lane takes in a word and its neighbour. For a fixed word or a fixed lane it is one-to-one in the other. */
function stir(lane: number, word: number, neighbour: number): number {
  const spread = Math.imul(word, 0x9e3779b1)
  const mixed = lane ^ Math.imul((spread << 15) | (spread >>> 17), 0x85ebca77)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + neighbour + 0x52dce729) | 0
}

/** Lets every bit of a lane change about half of its bits. */
function scatter(lane: number): number {
  const first = Math.imul(lane ^ (lane >>> 16), 0x7feb352d)
  const second = Math.imul(first ^ (first >>> 15), 0x846ca68b)
  return (second ^ (second >>> 16)) | 0
}
