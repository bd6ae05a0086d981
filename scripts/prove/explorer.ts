// `npm run prove -- explorer`: searches a small world breadth first, prints what it came to, and a shortest counterexample if any.
// Flags: `--world small|large` (small unless told), `--states n` (100,000 unless told: where a search ends that is not whole),
// `--threads n` (2), `--checkpoint directory` (none unless told: where the search is kept, and taken up from the next time).
import { parseArgs } from 'node:util'
import { rolloutManagers, type SearchResult, search, smallScopes } from '@cutover/testing'
import { flagsOf } from './catalogue.ts'
import { note, notePassage } from './figures.ts'

/** Searches; answers whether no rule is broken. */
export async function proveWithExplorer(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.explorer })
  const scope = flags.world === 'large' ? smallScopes.large : flags.world === 'small' ? smallScopes.small : undefined
  const statesMax = Number(flags.states)
  if (!scope) throw new Error(`there is no world ${flags.world}: small or large`)
  if (!Number.isSafeInteger(statesMax) || statesMax < 1) throw new Error(`not a number of states: ${flags.states}`)
  const result = await search(
    { scope, managers: rolloutManagers },
    {
      statesMax,
      threads: Number(flags.threads),
      ...(flags.checkpoint === undefined ? {} : { checkpoint: flags.checkpoint }),
      onProgress: ({ states, expanded, transitions, depth, processorSeconds }) => {
        const took = `${processorSeconds.toFixed(0)} s of processor time`
        process.stderr.write(
          `${states} states, ${expanded} expanded, ${transitions} transitions, depth ${depth}, ${took}\n`,
        )
      },
    },
  )
  report(scope.name, result)
  const { states, transitions, depth, pairs } = result
  const [seconds, processorSeconds] = [Math.round(result.seconds), Math.round(result.processorSeconds)]
  note('explorer', { states, transitions, depth, seconds, processorSeconds, world: scope.name, pairs: pairs.size })
  notePassage('pairs', pairTable(pairs))
  return result.counterexample === undefined
}

function report(world: string, result: SearchResult): void {
  const { states, transitions, depth, isWhole, pairs, counterexample } = result
  const rows: readonly (readonly [string, string | number])[] = [
    ['world', world],
    ['states', states],
    ['transitions', transitions],
    ['depth', depth],
    ['seconds', Math.round(result.seconds)],
    ['of processor', Math.round(result.processorSeconds)],
    ['pairs of moves', pairs.size],
    ['searched', isWhole ? 'whole' : 'up to the number of states'],
    ['broken', counterexample?.broken.join(', ') ?? 'nothing'],
  ]
  for (const [what, value] of rows) process.stdout.write(`${what.padEnd(16)}${value}\n`)
  for (const line of counterexample?.transcript ?? []) process.stdout.write(`${line}\n`)
}

// Which move was seen right after which: a row for each, in the order in which the search met them.
function pairTable(pairs: ReadonlySet<string>): string {
  const followers = new Map<string, string[]>()
  for (const pair of pairs) {
    const [first = '', second = ''] = pair.split(' → ')
    followers.set(first, [...(followers.get(first) ?? []), second])
  }
  const rows = [...followers].map(([first, all]) => `| ${first} | ${all.length} | ${all.sort().join(', ')} |\n`)
  return `| after | moves | which |\n| --- | ---: | --- |\n${rows.join('')}`
}
