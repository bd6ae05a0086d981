// `npm run prove -- NAME`: runs one of the provers of `scripts/prove` and hands it the flags behind its name. Without a name: those that
// docs/proof.json tells of, one after the other, with a table at the end; `--size small` is what CI runs. `--write`, with a name or without,
// renews docs/proof.json and the generated parts of docs/proof.md.
import { proveAdapters } from './prove/adapters.ts'
import { proveBlockers } from './prove/blockers.ts'
import { proveEverything } from './prove/everything.ts'
import { proveWithExplorer } from './prove/explorer.ts'
import { proveWithFaults } from './prove/faults.ts'
import { currentCommit, writeFigures } from './prove/figures.ts'
import { proveByMistakes } from './prove/mistakes.ts'
import { proveWithModel } from './prove/model.ts'
import { proveMuseum } from './prove/museum.ts'
import { proveByMutants } from './prove/mutants.ts'
import { proveRuntimes } from './prove/runtimes.ts'
import { proveWithServers } from './prove/servers.ts'
import { proveYears } from './prove/years.ts'

/** Takes the flags, prints a table, answers whether everything holds. */
type Prover = (flags: readonly string[]) => Promise<boolean> | boolean

const provers: Readonly<Record<string, Prover>> = {
  blockers: proveBlockers,
  explorer: proveWithExplorer,
  faults: proveWithFaults,
  mistakes: proveByMistakes,
  model: proveWithModel,
  servers: proveWithServers,
  adapters: proveAdapters,
  museum: proveMuseum,
  mutants: proveByMutants,
  runtimes: proveRuntimes,
  years: proveYears,
}

const [name = '', ...flags] = process.argv.slice(2)
const prover = Object.hasOwn(provers, name) ? provers[name] : undefined
if (prover) {
  const commit = flags.includes('--write') ? currentCommit() : undefined
  process.exitCode = (await prover(flags.filter((flag) => flag !== '--write'))) ? 0 : 1
  if (commit !== undefined) writeFigures(commit)
} else if (name === '' || name.startsWith('--'))
  process.exitCode = (await proveEverything(process.argv.slice(2))) ? 0 : 1
else {
  process.stderr.write(`usage: npm run prove -- [${Object.keys(provers).join('|')}] [flags]\n`)
  process.exitCode = 2
}
