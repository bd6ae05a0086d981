// CRC-32 (the polynomial of zlib) of some bytes: tells a whole record from a torn or rotten one.

import * as zlib from 'node:zlib'

const polynomial = 0xedb88320

/** Sums up some bytes. */
export type Checksum = (bytes: Uint8Array) => number

/** Makes a checksum function: that of Node, which is many times faster, where there is one (from 20.15 on). */
export function createChecksum(): Checksum {
  return 'crc32' in zlib ? (bytes) => zlib.crc32(bytes) : tableChecksum()
}

/** The same sums without help. The table is made once, by the caller. */
export function tableChecksum(): Checksum {
  const table = Int32Array.from({ length: 256 }, (_, byte) => divided(byte))
  return (bytes) => {
    let sum = -1
    for (let i = 0; i < bytes.length; i++) sum = (table[(sum ^ (bytes[i] ?? 0)) & 0xff] ?? 0) ^ (sum >>> 8)
    return ~sum >>> 0
  }
}

function divided(byte: number): number {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1
  return rest
}
