// The one order of strings in the core: by their UTF-8 bytes, which is how Go and Nomad sort.
// JavaScript's own `<` goes by UTF-16 code units and puts astral characters below U+E000..U+FFFF.

const firstSurrogate = 0xd800
const surrogates = 0x800

/** Compares two strings by their UTF-8 bytes: negative, zero or positive, for `Array.prototype.sort`. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i += 1) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return shifted(left) - shifted(right)
  }
  return a.length - b.length
}

/** Each of the strings once, by their bytes. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareBytes)
}

/**
 * A string whose plain `<` order is the byte order of `text`. Almost every key is returned as it is; only code units
 * from U+D800 up are moved. It works unit by unit, so a prefix of `text` gives a prefix of the result.
 */
export function sortable(text: string): string {
  return isSortable(text) ? text : text.replace(everyMoved, shiftedUnit)
}

/** Whether `sortable` leaves the text as it is. */
export function isSortable(text: string): boolean {
  // A pattern finds out at once that a text of one-byte characters holds none of these.
  return !moved.test(text)
}

const moved = /[\ud800-\uffff]/
const everyMoved = new RegExp(moved, 'g')

function shiftedUnit(unit: string): string {
  return String.fromCharCode(shifted(unit.charCodeAt(0)))
}

/** Surrogates go above the rest of the basic plane, because the characters they encode have longer byte sequences. */
function shifted(unit: number): number {
  if (unit < firstSurrogate) return unit
  return unit < firstSurrogate + surrogates ? unit + 0x2000 : unit - surrogates
}

/** The element at a place that must exist. */
export function elementAt<T>(list: readonly T[], place: number): T {
  const element = list[place]
  if (element === undefined) throw new Error(`no element at ${place} of ${list.length}`)
  return element
}
