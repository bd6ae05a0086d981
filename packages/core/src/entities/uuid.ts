// How ids are looked up: decoded as UUIDs, so that case does not matter, and with Nomad's texts for what cannot be decoded.
// Rules: client-surface §2.4, §2.9.

/** What is wrong with an id that names one row; undefined when it can be looked up. */
export function uuidFault(id: string): string | undefined {
  if (id.length !== 36) return 'index error: UUID must be 36 characters'
  return hexFault(id)
}

/** What is wrong with the first characters of an id; undefined when rows can be looked up by it. */
export function uuidPrefixFault(prefix: string): string | undefined {
  if (prefix.length > 36) return `index error: Invalid UUID length. UUID have 36 characters; got ${prefix.length}`
  return hexFault(prefix)
}

/** The form in which ids are stored. */
export function storedId(id: string): string {
  return id.toLowerCase()
}

const wholeId = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/

function hexFault(id: string): string | undefined {
  if (wholeId.test(id)) return undefined
  const hyphens = id.split('-').length - 1
  if (hyphens > 4) return `index error: UUID should have maximum of 4 "-"; got ${hyphens}`
  const digits = id.replaceAll('-', '')
  if (digits.length % 2 !== 0) return 'index error: Input (without hyphens) must be even length'
  const bad = /[^0-9a-fA-F]/u.exec(digits)?.[0]
  if (bad === undefined) return undefined
  const point = (bad.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `index error: Invalid UUID: encoding/hex: invalid byte: U+${point} '${bad}'`
}
