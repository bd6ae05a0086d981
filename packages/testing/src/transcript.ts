// Transcripts: commands and what the engine did, in a text file that a person can read. Lines that start with `>` are commands,
// `#` is prose, everything else is printed by the engine and compared. Time is virtual.

import { defaultManagers, type Entry, type Micros, type State, seconds } from '@cutover/core'
import { Narrator, World } from '@cutover/simulator'
import { transcriptCommand } from './transcript-commands.ts'

/** The world of one transcript. */
export interface Stage {
  readonly world: World
  readonly narrator: Narrator
  /** Says something in the transcript. */
  readonly say: (line: string) => void
  /** The last document registered, by job id. */
  readonly documents: Map<string, JobText>
}

/** A job document as a transcript builds it. */
export type JobText = { readonly [key: string]: unknown }

/** Runs the commands of a transcript and gives the transcript as it should read. */
export function runTranscript(text: string): string {
  const lines: string[] = []
  const stage = openStage((line) => lines.push(line), nodesOf(text))
  for (const line of text.split('\n')) {
    if (line.startsWith('>')) {
      lines.push(line)
      transcriptCommand(stage, line.slice(1).trim())
    } else if (line.startsWith('#') || line === '') lines.push(line)
  }
  return tidy(lines)
}

/** A stage with this many nodes. */
export function openStage(say: (line: string) => void, nodes: number): Stage {
  const narrator = new Narrator()
  let before: State | undefined
  let start: Micros | undefined
  const onEntry = (entry: Entry, after: State): void => {
    start ??= entry.at
    const words = narrator.tell(entry, before ?? after, after)
    before = after
    if (words.length > 0) say(`${clock(entry.at, start)} ${String(entry.index).padStart(3)}  ${words.join(' · ')}`)
  }
  const world = new World({ seed: 'transcript', managers: defaultManagers, nodes, onEntry })
  world.run(seconds(0))
  return { world, narrator, say, documents: new Map() }
}

function nodesOf(text: string): number {
  return Number(/^# nodes: (\d+)$/m.exec(text)?.[1] ?? 3)
}

function clock(at: Micros, start: Micros): string {
  return `+${((at - start) / 1_000_000).toFixed(1)}s`.padStart(9)
}

// One empty line at most between paragraphs, one newline at the end.
function tidy(lines: readonly string[]): string {
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}
