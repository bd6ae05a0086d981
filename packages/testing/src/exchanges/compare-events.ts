// Compares event streams: the sequence of events, and each of them in full; heartbeats and batches do not count.
// Rules: oracle/README-http §4.6.

import { type Comparing, compareValues } from './compare-values.ts'
import { isList, isObject, member, readTree, type Tree } from './json-tree.ts'

/** Reports every difference between two streams, each given as its lines joined. */
export function compareEvents(on: Comparing, want: string, got: string): void {
  if (want.startsWith('{}') !== got.startsWith('{}'))
    on.report({ path: ['stream'], what: 'first line', expected: want.slice(0, 40), got: got.slice(0, 40) })
  const wanted = eventsOf(want)
  const found = eventsOf(got)
  const sequence = wanted.map(nameOf).join(' ')
  const foundSequence = found.map(nameOf).join(' ')
  if (sequence !== foundSequence) {
    on.report({ path: ['stream'], what: 'events', expected: sequence, got: foundSequence })
    return
  }
  for (const [at, event] of wanted.entries())
    compareValues(on, { want: event, got: found[at] ?? null, path: [at], key: '' })
}

function eventsOf(stream: string): readonly Tree[] {
  return stream.split('\n').flatMap((line): readonly Tree[] => {
    if (line.trim() === '') return []
    const value = readTree(line)
    if (value === undefined) return [line]
    const events = member(value, 'Events')
    return isList(events) ? events.items : []
  })
}

function nameOf(event: Tree): string {
  if (!isObject(event)) return '?'
  return `${String(member(event, 'Topic'))}/${String(member(event, 'Type'))}`
}
