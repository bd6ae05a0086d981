// `npm run prove -- NAME`: runs one of the provers of `scripts/prove` and hands it the flags behind its name.
import { proveWithExplorer } from './prove/explorer.ts'
import { proveWithFaults } from './prove/faults.ts'
import { proveWithServers } from './prove/servers.ts'
import { proveWithModel } from './prove/model.ts'
import { proveYears } from './prove/years.ts'

/** Takes the flags, prints a table, answers whether everything holds. */
type Prover = (flags: readonly string[]) => Promise<boolean> | boolean

const provers: Readonly<Record<string, Prover>> = {
  explorer: proveWithExplorer,
  faults: proveWithFaults,
  servers: proveWithServers,
  years: proveYears,
  model: proveWithModel,
}

const [name = '', ...flags] = process.argv.slice(2)
const prover = Object.hasOwn(provers, name) ? provers[name] : undefined
if (prover) process.exitCode = (await prover(flags)) ? 0 : 1
else {
  process.stderr.write(`usage: npm run prove -- ${Object.keys(provers).join('|')} [flags]\n`)
  process.exitCode = 2
}
