// `npm run bench`: runs every bench of `scripts/bench`, prints a table of medians, and names the machine and Node.
// Flags: `--json` (figures as JSON), `--only name,name`, `--rounds n` (5 unless told).
import { readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { type Bench, type Figure, keepsBar, median } from './bench/bench.ts'

interface Result {
  readonly name: string
  readonly bar: string
  readonly figures: readonly Figure[]
}

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
  },
})

const machine = {
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
}

const folder = new URL('./bench/', import.meta.url)

async function loadBenches(): Promise<readonly Bench[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'bench.ts')
  const modules: readonly { readonly bench?: Bench }[] = await Promise.all(
    files.sort().map((file) => import(new URL(file, folder).href)),
  )
  const chosen = flags.only?.split(',')
  const benches = modules.flatMap((module) => (module.bench === undefined ? [] : [module.bench]))
  return benches.filter((bench) => chosen === undefined || chosen.includes(bench.name))
}

function medians(rounds: readonly (readonly Figure[])[]): readonly Figure[] {
  const [first = []] = rounds
  return first.map((figure) => {
    const values = rounds.flat().filter((one) => one.what === figure.what)
    return { ...figure, value: median(values.map((one) => one.value)) }
  })
}

async function measure(bench: Bench): Promise<Result> {
  const rounds: (readonly Figure[])[] = []
  for (let round = 0; round < Number(flags.rounds); round += 1) rounds.push(await bench.run())
  return { name: bench.name, bar: bench.bar, figures: medians(rounds) }
}

const verdicts = new Map([
  [true, 'kept'],
  [false, 'MISSED'],
])

function print(result: Result): void {
  console.log(`\n${result.name} (bar: ${result.bar})`)
  for (const figure of result.figures) {
    const kept = keepsBar(figure)
    const bar = kept === undefined ? '' : `bar ${figure.bar?.toLocaleString('en')} ${verdicts.get(kept)}`
    const value = figure.value.toLocaleString('en', { maximumSignificantDigits: 4 })
    const columns = [
      figure.what.padEnd(48),
      value.padStart(12),
      figure.unit.padEnd(10),
      bar.padEnd(24),
      figure.peer ?? '',
    ]
    console.log(`  ${columns.join('  ')}`.trimEnd())
  }
}

const results: Result[] = []
if (!flags.json)
  console.log(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node}`)
for (const bench of await loadBenches()) {
  const result = await measure(bench)
  results.push(result)
  if (!flags.json) print(result)
}
if (flags.json) console.log(JSON.stringify({ machine, rounds: Number(flags.rounds), results }, null, 2))
