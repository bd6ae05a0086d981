// `npm run prove -- blockers`: random rollouts, with and without room, looked at after each of their acts once nothing is about to happen
// by itself. Whatever a group is said to wait for is cleared, and it moves; any of it is left out, and it does not.
// Flags: `--states n` (100,000 unless told), `--seed n` (the first story's, 1 unless told).
import { parseArgs } from 'node:util'
import { arbitraryRolloutStory, arrivalsOf, type Cleared, clearBlockers } from '@cutover/testing'
import fc from 'fast-check'
import { flagsOf } from './catalogue.ts'
import { note } from './figures.ts'

const storiesAtOnce = 100
const toldEvery = 5_000
const faultsShown = 5

/** Tries as many states as asked for; answers whether the claim holds on all of them. */
export function proveBlockers(args: readonly string[]): boolean {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.blockers })
  const [wanted, first] = [Number(flags.states), Number(flags.seed)]
  if (!Number.isSafeInteger(wanted) || wanted < 1) throw new Error(`not a number of states: ${flags.states}`)
  const begun = performance.now()
  const figures = { states: 0, groupsThatWait: 0, shortOfRoom: 0, drained: 0, broken: 0 }
  for (let seed = first; figures.states < wanted; seed++) tryStories(seed, wanted, figures)
  const seconds = Math.round((performance.now() - begun) / 1_000)
  const processorSeconds = Math.round(process.cpuUsage().user / 1_000_000)
  note('blockers', { ...figures, seconds, processorSeconds })
  for (const [what, value] of Object.entries({ ...figures, seconds, processorSeconds }))
    process.stdout.write(`${what.padEnd(18)}${value.toLocaleString('en')}\n`)
  return figures.broken === 0
}

interface Figures {
  states: number
  groupsThatWait: number
  shortOfRoom: number
  drained: number
  broken: number
}

function tryStories(seed: number, wanted: number, figures: Figures): void {
  for (const story of fc.sample(arbitraryRolloutStory, { numRuns: storiesAtOnce, seed }))
    for (const arrival of arrivalsOf(story)) {
      if (figures.states >= wanted) return
      const cleared = clearBlockers(arrival)
      count(figures, cleared)
      if (figures.broken <= faultsShown) for (const fault of cleared.faults) process.stdout.write(`${seed}: ${fault}\n`)
    }
}

function count(figures: Figures, { groups, short, drained, faults }: Cleared): void {
  figures.states += 1
  figures.groupsThatWait += groups
  figures.shortOfRoom += short
  figures.drained += drained
  if (faults.length > 0) figures.broken += 1
  if (figures.states % toldEvery === 0) process.stderr.write(`${figures.states} states, ${figures.broken} broken\n`)
}
