// `npm run prove -- mistakes`: makes every deliberate mistake of `npm run oracle -- --mutate` in a copy of the sources, and looks for it by
// properties, by the comparison with the model and by search alone. Flags: `--only text` in a name or file, `--processes n` (2).
import { parseArgs } from 'node:util'
import { searchMistakes } from '@cutover/testing'
import { flagsOf } from './catalogue.ts'
import { note } from './figures.ts'

/** Tries; answers whether every one is found. */
export async function proveByMistakes(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.mistakes })
  const trials = await searchMistakes({
    only: flags.only,
    processes: Number(flags.processes),
    onTrial: ({ mutation, find }) => {
      const by = find ? `${find.finder}: ${find.sign.slice(0, 90)}` : 'NOT FOUND'
      process.stdout.write(`${mutation.name.padEnd(58)}${by}\n`)
    },
  })
  const missed = trials.filter(({ find }) => !find).map(({ mutation }) => mutation.name)
  const found = trials.length - missed.length
  process.stdout.write(`${trials.length} mistakes, ${found} found without recordings, ${missed.length} not\n`)
  if (flags.only === '') note('mistakes', { found, total: trials.length, missed })
  return missed.length === 0
}
