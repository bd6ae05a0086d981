// `npm run prove -- NAME`: runs one of the provers of `scripts/prove` and hands it the flags behind its name. Without a name: those that
// docs/proof.json tells of, one after the other, with a table at the end; `--size small` is what CI runs. `--write`, with a name or without,
// renews docs/proof.json and the generated parts of docs/proof.md. `--help` shows what there is.
import { faultOf, flagsOf, flagsOfAll, helpOf, isProver, names, type ProverName } from './prove/catalogue.ts'
import { currentCommit, writeFigures } from './prove/figures.ts'

/** Takes the flags, prints a table, answers whether everything holds. */
type Prover = (flags: readonly string[]) => Promise<boolean> | boolean

// Each is loaded once it is asked for.
const provers: Readonly<Record<ProverName, () => Promise<Prover>>> = {
  adapters: async () => (await import('./prove/adapters.ts')).proveAdapters,
  blockers: async () => (await import('./prove/blockers.ts')).proveBlockers,
  explorer: async () => (await import('./prove/explorer.ts')).proveWithExplorer,
  faults: async () => (await import('./prove/faults.ts')).proveWithFaults,
  mistakes: async () => (await import('./prove/mistakes.ts')).proveByMistakes,
  model: async () => (await import('./prove/model.ts')).proveWithModel,
  museum: async () => (await import('./prove/museum.ts')).proveMuseum,
  mutants: async () => (await import('./prove/mutants.ts')).proveByMutants,
  runtimes: async () => (await import('./prove/runtimes.ts')).proveRuntimes,
  servers: async () => (await import('./prove/servers.ts')).proveWithServers,
  years: async () => (await import('./prove/years.ts')).proveYears,
}

async function main(args: readonly string[]): Promise<number> {
  const [name = '', ...behind] = args
  if (name !== '' && !name.startsWith('-')) return isProver(name) ? one(name, behind) : refused(unknown(name))
  if (asksForHelp(args)) return told(helpOf())
  const fault = faultOf(flagsOfAll, args)
  if (fault !== undefined) return refused(fault)
  const { proveEverything } = await import('./prove/everything.ts')
  return (await proveEverything(args)) ? 0 : 1
}

async function one(name: ProverName, behind: readonly string[]): Promise<number> {
  if (asksForHelp(behind)) return told(helpOf(name))
  const flags = behind.filter((flag) => flag !== '--write')
  const fault = faultOf(flagsOf[name], flags)
  if (fault !== undefined) return refused(`${name}: ${fault}`)
  const commit = flags.length < behind.length ? currentCommit() : undefined
  const prove = await provers[name]()
  const holds = await prove(flags)
  if (commit !== undefined) writeFigures(commit)
  return holds ? 0 : 1
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h')
}

function unknown(name: string): string {
  return `there is no prover ${name}: ${names().join(', ')}`
}

function told(text: string): number {
  process.stdout.write(text)
  return 0
}

function refused(text: string): number {
  process.stderr.write(`prove: ${text} (--help shows what there is)\n`)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
