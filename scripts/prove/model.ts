// `npm run prove -- model`: plays random histories on the core and on the model, compared after every command. The first difference is
// printed with its seed. Flags: `--commands n` (1,000,000 unless told), `--from seed` (0), `--length n` of a history (60), `--threads n` (2).
import { parseArgs } from 'node:util'
import { keptSeeds, playInThreads, playMany } from '@cutover/testing'
import { flagsOf } from './catalogue.ts'
import { note } from './figures.ts'

/** Plays; answers whether the two always agreed. */
export async function proveWithModel(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.model })
  const [from, length] = [Number(flags.from), Number(flags.length)]
  for (const { seed, length: of, requests, showed } of keptSeeds) {
    const { failure } = playMany({ from: seed, to: seed + 1, length: of, requests, looksEvery: 1 })
    if (failure) return told(failure, `again: ${showed}`)
  }
  const to = from + Math.ceil(Number(flags.commands) / length)
  const begun = performance.now()
  const result = await playInThreads({ from, to, length, looksEvery: 10 }, Number(flags.threads))
  if (result.failure) return told(result.failure, 'the core and the model differ')
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
  const mean = (result.commands / result.histories).toFixed(1)
  note('model', { commands: result.commands, averageLength: Number(mean), refused: result.refusals })
  const rows = [
    ['commands', result.commands],
    ['refused', result.refusals],
    ['histories', result.histories],
    ['average length', mean],
    ['seconds', seconds],
    ['differences', 'none'],
  ]
  for (const [what, value] of rows) process.stdout.write(`${String(what).padEnd(16)}${value}\n`)
  return true
}

function told({ seed, lines }: { readonly seed: number; readonly lines: readonly string[] }, what: string): false {
  for (const line of [`seed ${seed}: ${what}`, ...lines]) process.stdout.write(`${line}\n`)
  return false
}
