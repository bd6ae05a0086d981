// Lays out what an entry tells as lines of a story: time since the start, index, who brought it about, and the facts.

import type { Entry, Micros } from '@cutover/core'

const widthMax = 118
const margin = ' '.repeat(27)

/** The lines of one entry: facts side by side where they fit, else below one another. None without words. */
export function storyLines(entry: Entry, words: readonly string[], start: Micros): readonly string[] {
  if (words.length === 0) return []
  const time = `+${((entry.at - start) / 1_000_000).toFixed(1)}s`.padStart(9)
  const head = `${time} ${String(entry.index).padStart(4)}  ${entry.cause.by.padEnd(9)}  `
  const joined = words.join(' · ')
  const lines = head.length + joined.length <= widthMax ? [joined] : words.flatMap(wrapped)
  return lines.map((line, position) => `${position === 0 ? head : margin}${line}`)
}

// A long fact goes on in the next line, set in.
function wrapped(text: string): readonly string[] {
  const cut = text.length <= widthMax - margin.length ? -1 : text.lastIndexOf(' ', widthMax - margin.length)
  return cut <= 0 ? [text] : [text.slice(0, cut), ...wrapped(`  ${text.slice(cut + 1)}`)]
}
