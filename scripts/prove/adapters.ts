// `npm run prove -- adapters`: the same random scripts through the engine, plain HTTP and the client leave the same log and state.
// Flags: `--scripts n` (10,000 unless told).
import { parseArgs } from 'node:util'
import { doors, type Left, playScripts } from '../../packages/testing/src/random-scripts.ts'
import { flagsOf } from './catalogue.ts'

/** What the doors left, and whether it is the same. */
export interface AdapterFigures {
  readonly scripts: number
  readonly same: boolean
  readonly left: Readonly<Record<string, Left>>
}

/** Plays the scripts through every door. */
export async function adapterFigures(scripts: number): Promise<AdapterFigures> {
  const left: Record<string, Left> = {}
  for (const door of doors) {
    let played = 0
    left[door] = await playScripts(door, scripts, () => {
      played += 1
      if (played % 1_000 === 0) process.stderr.write(`${door}: ${played} of ${scripts}\n`)
    })
  }
  const [first, ...others] = Object.values(left).map((one) => JSON.stringify(one))
  return { scripts, same: others.every((one) => one === first), left }
}

/** Prints a line for each door; answers whether all left the same. */
export async function proveAdapters(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.adapters })
  const { scripts, same, left } = await adapterFigures(Number(flags.scripts))
  for (const [door, { calls, refused, entries, logHash, stateHash }] of Object.entries(left))
    process.stdout.write(
      `${door.padEnd(8)}${calls} calls, ${refused} refused, ${entries} entries, log ${logHash}, state ${stateHash}\n`,
    )
  process.stdout.write(`${scripts} scripts: ${same ? 'the same through every door' : 'DIFFERENT'}\n`)
  return same
}
