// Transcripts: commands and what the engine did, in a text file that a person can read. Lines that start with `>` are commands,
// `#` is prose, everything else is printed by the engine and compared. Time is virtual.

import { assertInvariants } from '@cutover/invariants'
import { openStage, perform } from '@cutover/simulator'
import { freezeStep } from './freeze.ts'

/** Runs the commands of a transcript and gives the transcript as it should read. */
export function runTranscript(text: string): string {
  const lines: string[] = []
  const stage = openStage({
    nodes: nodesOf(text),
    say: (line) => lines.push(line),
    onEntry: (entry, after, before) => {
      freezeStep(before, [entry], after)
      assertInvariants(before, entry, after, { managed: true })
    },
  })
  for (const line of text.split('\n')) {
    if (line.startsWith('>')) {
      lines.push(line)
      perform(stage, line.slice(1).trim())
    } else if (line.startsWith('#') || line === '') lines.push(line)
  }
  return tidy(lines)
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
