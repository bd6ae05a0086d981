// Ids derived from a seed, an index and an ordinal: the same log gives the same ids, without a random source.
// They are recorded in events, so replay never derives again (design §2.5).

/** A UUID (version 4 in form) for the ordinal-th id of the entry at `index` in the log with this seed. */
export function deriveId(seed: string, index: number, ordinal: number): string {
  const a = mix(0x811c9dc5, seed, index, ordinal)
  const b = mix(0x9e3779b9, seed, index, ordinal)
  const c = mix(0x85ebca6b, seed, index, ordinal)
  const d = mix(0xc2b2ae35, seed, index, ordinal)
  const version = `4${hex(b).slice(1, 4)}`
  const variant = hex((c & 0x3fffffff) | 0x80000000)
  return `${hex(a)}-${hex(b).slice(4)}-${version}-${variant.slice(0, 4)}-${variant.slice(4)}${hex(d)}`
}

/** A number in [0, bound) derived from a seed, an index and an ordinal; for choices that must be arbitrary but repeatable. */
export function deriveNumber(seed: string, index: number, ordinal: number, bound: number): number {
  return mix(0x27d4eb2f, seed, index, ordinal) % bound
}

function mix(start: number, seed: string, index: number, ordinal: number): number {
  let hash = start
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (index >>> 0), 0x85ebca6b)
  hash = Math.imul(hash ^ Math.floor(index / 0x100000000), 0xc2b2ae35)
  hash = Math.imul(hash ^ ordinal, 0x9e3779b1)
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d)
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b)
  return (hash ^ (hash >>> 16)) >>> 0
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0')
}
