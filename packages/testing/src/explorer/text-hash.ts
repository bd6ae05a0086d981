// A hash of 64 bits: enough to know a text again among many millions of others.

/** The two halves of a hash. */
export interface TextHash {
  readonly high: number
  readonly low: number
}

/** Hashes a text: four code units make a word; two lanes mix it in differently and take each other in. */
export function textHash(text: string): TextHash {
  let high = 0x9368e53c
  let low = 0x586dcd20
  const whole = text.length & ~3
  for (let at = 0; at < text.length; at += 4) {
    const word = at < whole ? wordAt(text, at) : lastWord(text, at)
    const first = Math.imul(word, 0x239b961b)
    const second = Math.imul(word, 0xab0e9789)
    high ^= Math.imul((first << 15) | (first >>> 17), 0xab0e9789)
    high = (Math.imul((high << 13) | (high >>> 19), 5) + low + 0x561ccd1b) | 0
    low ^= Math.imul((second << 17) | (second >>> 15), 0x38b34ae5)
    low = (Math.imul((low << 16) | (low >>> 16), 9) + high + 0x0bcaa747) | 0
  }
  high = scatter(high ^ text.length)
  low = scatter(low + high)
  high = scatter(high + low)
  return { high: high >>> 0, low: low >>> 0 }
}

/** Lets every bit change about half of the others. */
function scatter(lane: number): number {
  const first = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return second ^ (second >>> 16)
}

function wordAt(text: string, at: number): number {
  return (
    text.charCodeAt(at) |
    (text.charCodeAt(at + 1) << 8) |
    (text.charCodeAt(at + 2) << 16) |
    (text.charCodeAt(at + 3) << 24)
  )
}

// What is missing reads as zero; the length of the text goes in at the end.
function lastWord(text: string, at: number): number {
  let word = 0
  for (let place = 0; at + place < text.length; place++) word |= text.charCodeAt(at + place) << (8 * place)
  return word
}
