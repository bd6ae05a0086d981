// What an exhibit of the museum is, and how it is played.

import type { Entry, State } from '@cutover/core'
import { openStage } from '../stage.ts'
import { perform } from '../stage-words.ts'

/** A family of bugs that Nomad has had, as a run that would show it. */
export interface Exhibit {
  readonly id: string
  /** Issues and pull requests of hashicorp/nomad. */
  readonly issues: readonly number[]
  /** What went wrong there, in one line. */
  readonly story: string
  /** What happens here, in one line. */
  readonly here: string
  /** Lines for a stage. */
  readonly script: readonly string[]
  /** A text that the last lines of the story hold when the bug is absent. */
  readonly shows: string
  /** A text that the story holds before that, where one shows the bug to be absent. */
  readonly says?: string
  /** The invariant that the bug would break, where there is one. */
  readonly invariant?: string
  /** The deliberate mistake in the core that brings the bug about; `npm run prove -- museum` makes each. */
  readonly mistake: string
}

/** Whether a story shows the bug to be absent. */
export function isSound({ shows, says = '' }: Exhibit, story: readonly string[]): boolean {
  const last = story.findLastIndex((line) => line.startsWith('>'))
  return story.slice(last).join('\n').includes(shows) && story.join('\n').includes(says)
}

/** Plays an exhibit on a virtual clock; gives the story, the commands after `>`. */
export function playExhibit(
  { script }: Exhibit,
  onEntry?: (entry: Entry, after: State, before: State) => void,
): readonly string[] {
  const lines: string[] = []
  const stage = openStage({ say: (line) => lines.push(line), ...(onEntry ? { onEntry } : {}) })
  for (const line of script) {
    lines.push(`> ${line}`)
    perform(stage, line)
  }
  return lines
}
