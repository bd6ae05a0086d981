// A search on disk: what was met is appended, how far it has come stands in a small file that is replaced at once. A search is only
// taken up by sources that lead to the same states.

import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EdgeList } from './edge-list.ts'
import { hashOf } from './expand.ts'
import { firstPosition } from './first-position.ts'
import type { Searched } from './small-scope.ts'
import type { VisitedStates } from './visited-states.ts'
import { Walker } from './walk.ts'

/** What of a search is kept. */
export interface Kept {
  readonly visited: VisitedStates
  readonly edges: EdgeList
  readonly pairs: Set<number>
  transitions: number
  expanded: number
  depth: number
  farthest: number
  seconds: number
  processorSeconds: number
}

/** A search on disk. */
export interface Checkpoint {
  /** Fills a search in; answers false when there is none on disk. */
  readonly restore: (run: Kept) => boolean
  /** Keeps what is new since the last time, twice a minute at most unless it must. */
  readonly keep: (run: Kept, now?: boolean) => void
}

interface Head {
  readonly scope: string
  readonly states: number
  readonly edges: number
  readonly transitions: number
  readonly expanded: number
  readonly depth: number
  readonly farthest: number
  readonly seconds: number
  readonly processorSeconds: number
  readonly pairs: readonly number[]
}

const recordSize = 16
const pauseMs = 30_000

interface Place {
  readonly directory: string
  readonly head: string
  readonly states: string
  readonly edges: string
}

/** How much of a search is on disk. */
type Extent = Pick<Head, 'states' | 'edges'>

/** Opens the directory of a search. Throws when it holds the search of another world. */
export function openCheckpoint(directory: string, searched: Searched): Checkpoint {
  mkdirSync(directory, { recursive: true })
  const [head, states, edges] = ['search.json', 'states.bin', 'edges.bin'].map((name) => join(directory, name))
  const place: Place = { directory, head: head ?? '', states: states ?? '', edges: edges ?? '' }
  let kept: Extent = { states: 0, edges: 0 }
  let last = performance.now()
  return {
    restore: (run) => {
      const found = readSearch(run, place, searched)
      if (found) kept = found
      return found !== undefined
    },
    keep: (run, now = false) => {
      if (!now && performance.now() - last < pauseMs) return
      last = performance.now()
      kept = writeSearch(run, place, { kept, scope: JSON.stringify(searched.scope) })
    },
  }
}

function readSearch(run: Kept, place: Place, searched: Searched): Extent | undefined {
  if (!existsSync(place.head)) {
    writeFileSync(place.states, '')
    writeFileSync(place.edges, '')
    return undefined
  }
  const head: Head = JSON.parse(readFileSync(place.head, 'utf8'))
  if (head.scope !== JSON.stringify(searched.scope))
    throw new Error(`${place.directory} holds a search of another world`)
  readStates(run.visited, head.states, place.states)
  truncateSync(place.edges, head.edges * 4)
  run.edges.restore(new Uint32Array(Uint8Array.from(readFileSync(place.edges)).buffer))
  for (const pair of head.pairs) run.pairs.add(pair)
  const { transitions, expanded, depth, farthest, seconds, processorSeconds } = head
  Object.assign(run, { transitions, expanded, depth, farthest, seconds, processorSeconds })
  assertSame(searched, run.visited)
  return head
}

function writeSearch(
  run: Kept,
  place: Place,
  { kept, scope }: { readonly kept: Extent; readonly scope: string },
): Extent {
  const { visited, edges, transitions, expanded, depth, farthest, seconds, processorSeconds } = run
  appendFileSync(place.states, recordsOf(visited, kept.states))
  appendFileSync(place.edges, new Uint8Array(edges.values().slice(kept.edges).buffer))
  const extent = { states: visited.count, edges: edges.values().length }
  const came = { transitions, expanded, depth, farthest, seconds, processorSeconds }
  const head: Head = { scope, ...extent, ...came, pairs: [...run.pairs] }
  writeFileSync(`${place.head}.new`, JSON.stringify(head))
  renameSync(`${place.head}.new`, place.head)
  return extent
}

function recordsOf({ ways, kinds, rolling, high, low, count }: VisitedStates, from: number): Buffer {
  const bytes = Buffer.alloc((count - from) * recordSize)
  for (let ordinal = from, at = 0; ordinal < count; ordinal++, at += recordSize) {
    bytes.writeUInt32LE(ways.parents[ordinal] ?? 0, at)
    bytes.writeUInt32LE(high[ordinal] ?? 0, at + 4)
    bytes.writeUInt32LE(low[ordinal] ?? 0, at + 8)
    bytes.writeUInt8(ways.moves[ordinal] ?? 0, at + 12)
    bytes.writeUInt8(kinds[ordinal] ?? 0, at + 13)
    bytes.writeUInt8(rolling[ordinal] ?? 0, at + 14)
  }
  return bytes
}

function readStates(visited: VisitedStates, count: number, path: string): void {
  if (count > visited.capacity) throw new Error(`there are ${count} states on disk, more than there is room for`)
  truncateSync(path, count * recordSize)
  const bytes = readFileSync(path)
  for (let ordinal = 0, at = 0; ordinal < count; ordinal++, at += recordSize) {
    visited.ways.parents[ordinal] = bytes.readUInt32LE(at)
    visited.high[ordinal] = bytes.readUInt32LE(at + 4)
    visited.low[ordinal] = bytes.readUInt32LE(at + 8)
    visited.ways.moves[ordinal] = bytes.readUInt8(at + 12)
    visited.kinds[ordinal] = bytes.readUInt8(at + 13)
    visited.rolling[ordinal] = bytes.readUInt8(at + 14)
  }
  visited.restore(count)
}

function assertSame(searched: Searched, visited: VisitedStates): void {
  const last = visited.count - 1
  const walker = new Walker(searched, visited.ways, firstPosition(searched))
  const { high, low } = hashOf(walker.positionAt(last))
  if (visited.high[last] !== high || visited.low[last] !== low)
    throw new Error('the search on disk was made with other rules; begin it anew in another directory')
}
