// Plays lines on a stage under formulas and stops at the first entry that breaks one. The same lines give the same run.

import type { Entry, Manager, State } from '@cutover/core'
import { openStage, StageError } from '../stage.ts'
import { perform } from '../stage-words.ts'

/** One entry between the states around it. */
export interface PlayedChange {
  readonly entry: Entry
  readonly before: State
  readonly after: State
}

/** What watches a run: answers what an entry breaks. Each run has a watch of its own. */
export type Watch = (change: PlayedChange) => readonly string[]

/** What a run is played on. */
export interface PlayOptions {
  readonly nodes: number
  readonly watch: Watch
  /** Who reacts to entries; by default the process managers of a rollout. */
  readonly managers?: readonly Manager[]
  /** Called after each line; `false` ends the run. */
  readonly goOn?: (progress: Progress) => boolean
}

/** How far a run has come. */
export interface Progress {
  readonly entries: number
  readonly lines: number
  /** Virtual seconds since the start. */
  readonly seconds: number
}

/** How a run ended. */
export interface Played extends Progress {
  /** What the last line brought about that breaks a formula; empty when nothing did. */
  readonly broken: readonly string[]
}

/** Plays the lines. What makes no sense where it stands, because what it names is gone, is let pass. */
export function playLines(lines: Iterable<string>, { nodes, watch, managers, goOn }: PlayOptions): Played {
  const broken: string[] = []
  let entries = 0
  let played = 0
  const onEntry = (entry: Entry, after: State, before: State): void => {
    entries += 1
    broken.push(...watch({ entry, before, after }))
  }
  const { world, start, ...stage } = openStage({ nodes, onEntry, ...(managers ? { managers } : {}) })
  const progress = (): Progress => ({ entries, lines: played, seconds: (world.now - start) / 1_000_000 })
  for (const line of lines) {
    played += 1
    try {
      perform({ world, start, ...stage }, line)
    } catch (error) {
      if (!(error instanceof StageError)) broken.push(error instanceof Error ? error.message : String(error))
    }
    if (broken.length > 0 || goOn?.(progress()) === false) break
  }
  return { ...progress(), broken }
}
