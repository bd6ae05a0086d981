// CRC-32 (the polynomial of zlib) of some bytes: tells a whole record from a torn or rotten one.

const polynomial = 0xedb88320

/** Makes a checksum function. Its table is made once, by the caller's codec. */
export function createChecksum(): (bytes: Uint8Array) => number {
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
