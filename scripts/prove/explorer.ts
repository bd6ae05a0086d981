// `npm run prove -- explorer`: searches a small world breadth first, prints what it came to, and a shortest counterexample if any.
// Flags: `--world small|large` (small unless told), `--states n` (100,000 unless told: where a search ends that is not whole),
// `--threads n` (2), `--checkpoint directory` (none unless told: where the search is kept, and taken up from the next time).
import { parseArgs } from 'node:util'
import { rolloutManagers, type SearchResult, search, smallScopes } from '@cutover/testing'
import { note } from './figures.ts'

/** Searches; answers whether no rule is broken. */
export async function proveWithExplorer(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({
    args: [...args],
    options: {
      world: { type: 'string', default: 'small' },
      states: { type: 'string', default: '100000' },
      threads: { type: 'string', default: '2' },
      checkpoint: { type: 'string' },
    },
  })
  const scope = flags.world === 'large' ? smallScopes.large : flags.world === 'small' ? smallScopes.small : undefined
  const statesMax = Number(flags.states)
  if (!scope) throw new Error(`there is no world ${flags.world}: small or large`)
  if (!Number.isSafeInteger(statesMax) || statesMax < 1) throw new Error(`not a number of states: ${flags.states}`)
  const begun = performance.now()
  const result = await search(
    { scope, managers: rolloutManagers },
    {
      statesMax,
      threads: Number(flags.threads),
      ...(flags.checkpoint === undefined ? {} : { checkpoint: flags.checkpoint }),
      onProgress: ({ states, expanded, transitions, depth }) => {
        process.stderr.write(`${states} states, ${expanded} expanded, ${transitions} transitions, depth ${depth}\n`)
      },
    },
  )
  const seconds = Math.round((performance.now() - begun) / 1_000)
  report(scope.name, result, seconds)
  const { states, transitions, depth } = result
  note('explorer', { states, transitions, depth, seconds, world: scope.name, pairs: result.pairs.size })
  return result.counterexample === undefined
}

function report(
  world: string,
  { states, transitions, depth, isWhole, pairs, counterexample }: SearchResult,
  took: number,
): void {
  const rows: readonly (readonly [string, string | number])[] = [
    ['world', world],
    ['states', states],
    ['transitions', transitions],
    ['depth', depth],
    ['seconds', took],
    ['pairs of moves', pairs.size],
    ['searched', isWhole ? 'whole' : 'up to the number of states'],
    ['broken', counterexample?.broken.join(', ') ?? 'nothing'],
  ]
  for (const [what, value] of rows) process.stdout.write(`${what.padEnd(16)}${value}\n`)
  for (const line of counterexample?.transcript ?? []) process.stdout.write(`${line}\n`)
}
