// Transcripts: commands and what the engine did, in a text file that a person can read. Lines that start with `>` are commands,
// `#` is prose, everything else is printed by the engine and compared. Time is virtual.

import { defaultManagers, type Micros, seconds } from '@cutover/core'
import { Narrator, storyLines, World } from '@cutover/simulator'
import { assertInvariants } from './invariants.ts'
import { transcriptCommand } from './transcript-commands.ts'

/** The world of one transcript. */
export interface Stage {
  readonly world: World
  readonly narrator: Narrator
  /** The instant from which the story counts. */
  readonly start: Micros
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

/** A stage with this many nodes; they have joined before the story begins. */
function openStage(say: (line: string) => void, nodes: number): Stage {
  const narrator = new Narrator()
  let start: Micros | undefined
  const world = new World({
    seed: 'transcript',
    managers: defaultManagers,
    nodes,
    onEntry: (entry, after, before) => {
      assertInvariants(before, entry, after, { managed: true })
      if (start === undefined) return
      for (const line of storyLines(entry, narrator.tell(entry, before, after), start)) say(line)
    },
  })
  world.run(seconds(0))
  start = world.now
  return { world, narrator, start, say, documents: new Map() }
}

function nodesOf(text: string): number {
  return Number(/^# (\d+) nodes?\b/m.exec(text)?.[1] ?? 3)
}

// One empty line at most between paragraphs, one newline at the end.
function tidy(lines: readonly string[]): string {
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}
