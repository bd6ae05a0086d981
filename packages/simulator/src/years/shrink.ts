// Makes failing runs small: the fewest items, then the shortest waits and the plainest words, that still show the same thing.

/** How far a shrink has come. */
export interface Shrinking {
  readonly tries: number
  readonly left: number
}

/** Whether what is left still shows what is looked for. */
export type Shows<T> = (items: readonly T[]) => boolean

/** Leaves out whatever can be left out, larger pieces first (delta debugging); what is answered shows it, and lacks nothing spare. */
export function shrinkList<T>(items: readonly T[], shows: Shows<T>, onTry?: (at: Shrinking) => void): readonly T[] {
  let left = items
  let tries = 0
  const tried = (candidate: readonly T[]): boolean => {
    tries += 1
    onTry?.({ tries, left: left.length })
    return shows(candidate)
  }
  for (let size = Math.max(1, left.length >> 1); ; ) {
    const before = left.length
    for (let start = 0; start < left.length; ) {
      const candidate = [...left.slice(0, start), ...left.slice(start + size)]
      if (tried(candidate)) left = candidate
      else start += size
    }
    if (size > 1) size = Math.max(1, size >> 1)
    else if (left.length === before) return left
  }
}

/** As `shrinkList` for lines of a stage: first the end alone is tried, behind the registrations, then lines, waits and words go. */
export function shrinkLines(
  lines: readonly string[],
  shows: Shows<string>,
  onTry?: (at: Shrinking) => void,
): readonly string[] {
  const few = shrinkList(ending(lines, shows), shows, onTry)
  const plain = shrinkWords(few, shows)
  return shrinkList(shrinkWaits(plain, shows), shows, onTry)
}

// A long life is costly to play again, and what broke lies near its end.
function ending(lines: readonly string[], shows: Shows<string>): readonly string[] {
  for (let tail = 8; tail < lines.length; tail *= 2) {
    const start = lines.length - tail
    const opening = lines.slice(0, start).filter((line) => line.startsWith('register '))
    const candidate = [...opening, ...lines.slice(start)]
    if (shows(candidate)) return candidate
  }
  return lines
}

function shrinkWaits(lines: readonly string[], shows: Shows<string>): readonly string[] {
  let left = lines
  for (const [place, line] of lines.entries()) {
    const [, number = '', unit = 's'] = /^run (\d+)(s|m|h)$/.exec(line) ?? []
    for (const shorter of shorterThan(Number(number))) {
      const candidate = left.with(place, `run ${shorter}${unit}`)
      if (!shows(candidate)) break
      left = candidate
    }
  }
  return left
}

function* shorterThan(wait: number): Generator<number> {
  for (let shorter = wait >> 1; shorter >= 1; shorter >>= 1) yield shorter
}

// `register web: 4 × app, canary 1; 2 × worker`: groups may go, and words, but what a registered group is.
function shrinkWords(lines: readonly string[], shows: Shows<string>): readonly string[] {
  let left = lines
  for (const [place, line] of lines.entries()) {
    const [, head, text] = /^((?:register|change) \S+: )(.+)$/.exec(line) ?? []
    if (head === undefined || text === undefined) continue
    const withText = (words: string): readonly string[] => left.with(place, head + words)
    const groups = shrinkList(text.split('; '), (some) => some.length > 0 && shows(withText(some.join('; '))))
    left = withText(groups.join('; '))
    for (const position of groups.keys()) {
      const current = (left[place] ?? '').slice(head.length).split('; ')
      const words = (current[position] ?? '').split(', ')
      const kept = words.slice(0, line.startsWith('register ') ? 1 : 0)
      const joined = (some: readonly string[]): string =>
        current.with(position, [...kept, ...some].join(', ')).join('; ')
      const few = shrinkList(
        words.slice(kept.length),
        (some) => kept.length + some.length > 0 && shows(withText(joined(some))),
      )
      left = withText(joined(few))
    }
  }
  return left
}
