// Runs in the copied sources, with a mistake in them: plays one exhibit of the museum, and prints what shows the mistake.

import { checkInvariants } from '@cutover/invariants'
import { exhibits, isSound, playExhibit } from '@cutover/simulator'

/** What an exhibit shows of the sources that it runs on. */
export interface Showing {
  /** The story no longer says what it says without the bug, or does not come to its end. */
  readonly outcome: boolean
  /** The formulas that break on the way. */
  readonly broken: readonly string[]
}

const exhibit = exhibits.find(({ id }) => id === process.argv[2])
if (!exhibit) throw new Error(`there is no exhibit ${process.argv[2]}`)
const broken = new Set<string>()
let sound = false
try {
  const story = playExhibit(exhibit, (entry, after, before) => {
    for (const { invariant } of checkInvariants(before, entry, after, { managed: true })) broken.add(invariant)
  })
  sound = isSound(exhibit, story)
} catch {
  // A mistake may keep the story from being told at all.
}
const showing: Showing = { outcome: !sound, broken: [...broken] }
process.stdout.write(`${JSON.stringify(showing)}\n`)
