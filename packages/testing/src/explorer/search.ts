// A breadth-first search of everything that can happen in a small world, over the shipped state machine and its process managers.
// Every entry of every move is checked against the invariants; a state is visited once for each canonical form. What is found
// first is a shortest way there.

import { createHash } from 'node:crypto'
import { initialState, isActive, isRefusal, type Micros, micros, replay, type State, step } from '@cutover/core'
import { checkInvariants } from '@cutover/invariants'
import { nodeId, nodeRow, nodeShape } from '@cutover/simulator'
import { canonicalForm } from './canonical-form.ts'
import { findStuck } from './liveness.ts'
import { type Happened, type MoveKind, movesFrom, type Position } from './moves.ts'
import type { Searched } from './small-scope.ts'

/** What breaks a rule, and a shortest way there. */
export interface Counterexample {
  readonly broken: readonly string[]
  /** One line for each move, one for where it leads. */
  readonly transcript: readonly string[]
}

/** What a search came to. */
export interface SearchResult {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** Everything that can be reached was reached. */
  readonly isWhole: boolean
  /** Which move was seen right after which. */
  readonly pairs: ReadonlySet<string>
  readonly counterexample: Counterexample | undefined
}

/** How far a search goes, and who hears of it. */
export interface SearchOptions {
  /** Default: 100,000. */
  readonly statesMax?: number
  /** Called at every thousandth state visited. */
  readonly onProgress?: (progress: {
    readonly states: number
    readonly transitions: number
    readonly depth: number
  }) => void
}

interface Visit {
  readonly parent: number
  readonly move: { readonly kind: MoveKind; readonly text: string } | undefined
  readonly depth: number
  readonly line: string
  /** Over a deployment that is active and not paused. */
  readonly isRolling: boolean
  readonly next: number[]
  position: Position | undefined
}

interface Search {
  readonly searched: Searched
  readonly visits: Visit[]
  readonly known: Map<string, number>
  readonly pairs: Set<string>
  transitions: number
}

// An operator can always end a rollout by giving it up, which says nothing about the rules: promises of an end hold without that.
const goesOn: ReadonlySet<MoveKind> = new Set([
  'resume',
  'promote',
  'healthy',
  'unhealthy',
  'crash',
  'window',
  'deadline',
  'reschedule',
])

const start: Micros = micros(1_893_456_000_000_000)

/** Searches a world. Stops at the first rule that is broken. */
export function search(searched: Searched, { statesMax = 100_000, onProgress }: SearchOptions = {}): SearchResult {
  const run: Search = { searched, visits: [], known: new Map(), pairs: new Set(), transitions: 0 }
  admit(run, firstPosition(searched), { parent: -1, move: undefined, depth: 0 })
  let expanded = 0
  for (; expanded < run.visits.length && run.visits.length < statesMax; expanded++) {
    const counterexample = expand(run, expanded)
    if (counterexample) return resultOf(run, expanded, counterexample)
    if (expanded % 1_000 === 0) onProgress?.({ ...run, states: run.visits.length, depth: depthOf(run) })
  }
  const stuck = findStuck(run.visits, expanded)
  const broken = ['every rollout that goes on can end']
  return resultOf(run, expanded, stuck === undefined ? undefined : { broken, transcript: transcriptOf(run, stuck) })
}

/** The world before its first registration: one node. */
export function firstPosition({ scope, managers }: Searched): Position {
  const shape = nodeShape(1)
  const node = nodeRow(shape, nodeId('small scope', shape.name), 0)
  const state = initialState('small scope', scope.quirks)
  const outcome = step(state, { type: 'JoinNode', node }, { at: start, term: 1, by: 'operator' }, managers)
  if (isRefusal(outcome)) throw new Error(`the node may not join: ${outcome.text}`)
  return { state: outcome.state, now: start, registrations: 0, reverts: 0 }
}

/** What tells two positions apart. */
export function keyOf({ state, now, registrations, reverts }: Position): string {
  return createHash('md5')
    .update(`${registrations} ${reverts} ${canonicalForm(state, now)}`)
    .digest('base64')
}

function expand(run: Search, at: number): Counterexample | undefined {
  const visit = run.visits[at]
  if (!visit?.position) throw new Error(`there is no visit ${at}`)
  const { position, depth } = visit
  visit.position = undefined
  for (const move of movesFrom(position, run.searched)) {
    const happened = move.happen()
    run.transitions += 1
    run.pairs.add(`${visit.move?.kind ?? 'start'} → ${move.kind}`)
    const broken = brokenBy(position.state, happened)
    if (broken.length > 0) {
      const last = [`> ${move.text}`, `  ${lineOf(happened.position.state)}`]
      return { broken, transcript: [...transcriptOf(run, at), ...last] }
    }
    const next = admit(run, happened.position, {
      parent: at,
      move: { kind: move.kind, text: move.text },
      depth: depth + 1,
    })
    if (goesOn.has(move.kind) && next !== at) visit.next.push(next)
  }
  return undefined
}

function admit(run: Search, position: Position, way: Pick<Visit, 'parent' | 'move' | 'depth'>): number {
  const key = keyOf(position)
  const known = run.known.get(key)
  if (known !== undefined) return known
  const ordinal = run.visits.length
  run.known.set(key, ordinal)
  const line = lineOf(position.state)
  run.visits.push({ ...way, line, isRolling: isRolling(position.state), next: [], position })
  return ordinal
}

function isRolling(state: State): boolean {
  return [...state.tables.deployments].some((row) => isActive(row) && row.status !== 'paused')
}

// No rollback may lead to another one, or a broken job would be rolled back for ever.
function brokenBy(before: State, { entries, position }: Happened): readonly string[] {
  const broken = position.reverts > 1 ? ['a registration is rolled back once at most'] : []
  let state = before
  for (const entry of entries) {
    const after = replay(state, entry)
    for (const { invariant, place } of checkInvariants(state, entry, after, { managed: true, quick: true }))
      broken.push(`${invariant} (${place})`)
    state = after
  }
  return broken
}

function lineOf({ tables }: State): string {
  const rows = [...tables.deployments].sort((a, b) => a.createIndex - b.createIndex)
  const texts = rows.map(({ jobVersion, status, groups }) => {
    const counts = groups.map(({ name, healthy, unhealthy, placed, desiredTotal }) => {
      return `${name} ${healthy} healthy, ${unhealthy} unhealthy, ${placed} placed of ${desiredTotal}`
    })
    return `v${jobVersion} ${status} (${counts.join('; ')})`
  })
  return texts.join(', ') || 'nothing is rolled out'
}

function transcriptOf(run: Search, at: number): readonly string[] {
  const lines: string[] = []
  for (let visit = run.visits[at]; visit?.move; visit = run.visits[visit.parent])
    lines.unshift(`> ${visit.move.text}`, `  ${visit.line}`)
  return lines
}

function depthOf({ visits }: Search): number {
  return visits.at(-1)?.depth ?? 0
}

function resultOf(run: Search, expanded: number, counterexample: Counterexample | undefined): SearchResult {
  const isWhole = expanded === run.visits.length
  const { transitions, pairs } = run
  return { states: run.visits.length, transitions, depth: depthOf(run), isWhole, pairs, counterexample }
}
