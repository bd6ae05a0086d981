// A breadth-first search of everything that can happen in a small world, over the shipped state machine and its process managers.
// Every entry of every move is checked against the invariants; a state is visited once for each canonical form. What is found
// first is a shortest way there. A search can be put down and taken up again.

import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { EdgeList } from './edge-list.ts'
import type { Breach, Expansion } from './expand.ts'
import { rollingBit } from './expand.ts'
import { type Expander, expanderFor } from './expanders.ts'
import { findCycle, findStuck, type Graph } from './liveness.ts'
import { type MoveKind, moveKinds } from './move.ts'
import type { Searched } from './small-scope.ts'
import { cycleTranscript, transcriptOf } from './story.ts'
import { VisitedStates } from './visited-states.ts'

/** What breaks a rule, and a shortest way there. */
export interface Counterexample {
  readonly broken: readonly string[]
  /** One line for each move, one for where it leads. */
  readonly transcript: readonly string[]
}

/** How far a search has come. */
export interface SearchProgress {
  readonly states: number
  /** Those whose moves were all tried. */
  readonly expanded: number
  readonly transitions: number
  /** The moves from the start to the farthest state. */
  readonly depth: number
  /** How long it took, also before it was put down; and how much of that all its threads were at work. */
  readonly seconds: number
  readonly processorSeconds: number
}

/** What a search came to. */
export interface SearchResult extends SearchProgress {
  /** Everything that can be reached was reached. */
  readonly isWhole: boolean
  /** Which move was seen right after which. */
  readonly pairs: ReadonlySet<string>
  readonly counterexample: Counterexample | undefined
}

/** How far a search goes, by whom, and who hears of it. */
export interface SearchOptions {
  /** Where a search ends that is not whole. Default: 100,000. */
  readonly statesMax?: number
  /** Threads that expand states; they know the managers of a rollout only. Default: none, everything happens here. */
  readonly threads?: number
  /** A directory that the search is kept in, and taken up from. Default: none. */
  readonly checkpoint?: string
  /** Called now and then. */
  readonly onProgress?: (progress: SearchProgress) => void
}

interface Run extends Required<Pick<SearchOptions, 'statesMax'>> {
  readonly searched: Searched
  readonly visited: VisitedStates
  readonly edges: EdgeList
  readonly pairs: Set<number>
  readonly begun: { readonly at: number; readonly usage: NodeJS.CpuUsage }
  transitions: number
  expanded: number
  depth: number
  seconds: number
  processorSeconds: number
  /** The first state of the farthest depth. */
  farthest: number
}

const sliceSize = 64
const movesMax = 64

// An operator can always end a rollout by giving it up, which says nothing about the rules: promises of an end hold without that.
const goesOn: ReadonlySet<MoveKind> = new Set([
  'resume',
  'promote',
  'promote a group',
  'healthy',
  'unhealthy',
  'crash',
  'window',
  'deadline',
  'reschedule',
])

/** Searches a world. Stops at the first rule that is broken. */
export async function search(searched: Searched, options: SearchOptions = {}): Promise<SearchResult> {
  const { statesMax = 100_000, threads = 0, onProgress } = options
  const visited = new VisitedStates(statesMax + (threads + 2) * sliceSize * movesMax)
  const run = beginRun(searched, statesMax, visited)
  const checkpoint = options.checkpoint === undefined ? undefined : openCheckpoint(options.checkpoint, searched)
  const expander = expanderFor(searched, visited, threads)
  try {
    takeUp(run, checkpoint, expander)
    const before = { seconds: run.seconds, processorSeconds: run.processorSeconds }
    const breach = await expandAll(run, expander, () => {
      noteTime(run, before)
      checkpoint?.keep(run)
      onProgress?.(progressOf(run))
    })
    noteTime(run, before)
    checkpoint?.keep(run, true)
    return resultOf(run, breach)
  } finally {
    await expander.close()
  }
}

function beginRun(searched: Searched, statesMax: number, visited: VisitedStates): Run {
  return {
    searched,
    statesMax,
    visited,
    edges: new EdgeList(),
    pairs: new Set(),
    begun: { at: performance.now(), usage: process.cpuUsage() },
    transitions: 0,
    expanded: 0,
    depth: 0,
    seconds: 0,
    processorSeconds: 0,
    farthest: 0,
  }
}

function noteTime(run: Run, before: Pick<Run, 'seconds' | 'processorSeconds'>): void {
  const { user, system } = process.cpuUsage(run.begun.usage)
  run.seconds = before.seconds + (performance.now() - run.begun.at) / 1_000
  run.processorSeconds = before.processorSeconds + (user + system) / 1_000_000
}

function progressOf({ visited, expanded, transitions, depth, seconds, processorSeconds }: Run): SearchProgress {
  return { states: visited.count, expanded, transitions, depth, seconds, processorSeconds }
}

function takeUp(run: Run, checkpoint: Checkpoint | undefined, expander: Expander): void {
  if (checkpoint?.restore(run)) return
  const { high, low } = expander.first
  run.visited.admit(high, low, { parent: 0, move: 0, kind: 0, isRolling: false })
}

// Slices are handed out ahead and taken in order: the same search comes out whatever the number of threads.
async function expandAll(run: Run, expander: Expander, tick: () => void): Promise<Breach | undefined> {
  const ahead: { readonly from: number; readonly to: number; readonly expansion: Promise<Expansion> }[] = []
  let asked = run.expanded
  for (let slices = 1; ; slices++) {
    while (ahead.length < expander.width && asked < run.visited.count && run.visited.count < run.statesMax) {
      const [from, to] = [asked, Math.min(asked + sliceSize, run.visited.count)]
      ahead.push({ from, to, expansion: expander.expand(from, to) })
      asked = to
    }
    const slice = ahead.shift()
    if (!slice) return undefined
    const expansion = await slice.expansion
    take(run, slice.from, expansion)
    if (expansion.breach) return expansion.breach
    run.expanded = slice.to
    if (slices % 16 === 0) tick()
  }
}

function take(run: Run, first: number, { counts, moves }: Expansion): void {
  let at = 0
  for (const [offset, count] of counts.entries()) {
    for (let move = 0; move < count; move++, at += 3)
      takeMove(run, { parent: first + offset, move }, moves.subarray(at, at + 3))
  }
}

function takeMove(
  run: Run,
  way: { readonly parent: number; readonly move: number },
  [bits = 0, high = 0, low = 0]: Uint32Array,
): void {
  const { visited } = run
  const kind = bits & 0xff
  const before = visited.count
  const next = visited.admit(high, low, { ...way, kind, isRolling: (bits & rollingBit) !== 0 })
  run.transitions += 1
  run.pairs.add((visited.kinds[way.parent] ?? 0) * 256 + kind)
  if (next === before && way.parent >= run.farthest) {
    run.farthest = next
    run.depth += 1
  }
  const name = moveKinds[kind]
  // A promotion that is refused leads nowhere, and nobody has to ask for it again.
  const isRefused = next === way.parent && (name === 'promote' || name === 'promote a group')
  if (name && goesOn.has(name) && visited.rolling[way.parent] && !isRefused) run.edges.add(way.parent, next)
}

function resultOf(run: Run, breach: Breach | undefined): SearchResult {
  const { expanded, visited } = run
  const pairs = new Set([...run.pairs].map((pair) => `${moveKinds[pair >> 8]} → ${moveKinds[pair & 0xff]}`))
  const isWhole = breach === undefined && expanded === visited.count
  return { ...progressOf(run), isWhole, pairs, counterexample: wrongIn(run, breach) }
}

function wrongIn(run: Run, breach: Breach | undefined): Counterexample | undefined {
  const { searched, visited } = run
  if (breach) {
    const transcript = transcriptOf(searched, visited.ways, breach.ordinal, breach.move)
    return { broken: breach.broken, transcript }
  }
  const graph: Graph = {
    states: visited.count,
    expanded: run.expanded,
    rolling: visited.rolling,
    edges: run.edges.values(),
  }
  const stuck = findStuck(graph)
  if (stuck !== undefined)
    return { broken: ['every rollout that goes on can end'], transcript: transcriptOf(searched, visited.ways, stuck) }
  const cycle = findCycle(graph)
  if (cycle === undefined) return undefined
  return { broken: ['no rollout goes on for ever'], transcript: cycleTranscript(searched, visited, cycle) }
}
