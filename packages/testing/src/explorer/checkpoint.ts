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
  readonly pairs: readonly number[]
}

const recordSize = 16
const pauseMs = 30_000

/** Opens the directory of a search. Throws when it holds the search of another world. */
export function openCheckpoint(directory: string, searched: Searched): Checkpoint {
  mkdirSync(directory, { recursive: true })
  const paths = {
    head: join(directory, 'search.json'),
    states: join(directory, 'states.bin'),
    edges: join(directory, 'edges.bin'),
  }
  const scope = JSON.stringify(searched.scope)
  let kept = { states: 0, edges: 0 }
  let last = performance.now()
  return {
    restore: (run) => {
      if (!existsSync(paths.head)) {
        writeFileSync(paths.states, '')
        writeFileSync(paths.edges, '')
        return false
      }
      const head: Head = JSON.parse(readFileSync(paths.head, 'utf8'))
      if (head.scope !== scope) throw new Error(`${directory} holds a search of another world`)
      readStates(run.visited, head.states, paths.states)
      truncateSync(paths.edges, head.edges * 4)
      run.edges.restore(new Uint32Array(Uint8Array.from(readFileSync(paths.edges)).buffer))
      for (const pair of head.pairs) run.pairs.add(pair)
      const { transitions, expanded, depth, farthest } = head
      Object.assign(run, { transitions, expanded, depth, farthest })
      kept = head
      assertSame(searched, run.visited)
      return true
    },
    keep: (run, now = false) => {
      if (!now && performance.now() - last < pauseMs) return
      last = performance.now()
      const { visited, edges, transitions, expanded, depth, farthest } = run
      appendFileSync(paths.states, recordsOf(visited, kept.states))
      const numbers = edges.values().slice(kept.edges)
      appendFileSync(paths.edges, new Uint8Array(numbers.buffer))
      kept = { states: visited.count, edges: edges.values().length }
      const head: Head = { scope, ...kept, transitions, expanded, depth, farthest, pairs: [...run.pairs] }
      writeFileSync(`${paths.head}.new`, JSON.stringify(head))
      renameSync(`${paths.head}.new`, paths.head)
    },
  }
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
