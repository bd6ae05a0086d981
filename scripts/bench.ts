// `npm run bench`: runs every bench of `scripts/bench` in a process of its own, prints a table of medians, and names the machine
// and Node. `--help` shows its flags.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Bench, type Figure, keepsBar, median } from './bench/bench.ts'
import { readFlags, refuse } from './flags.mjs'

interface Result {
  readonly name: string
  readonly bar: string
  readonly figures: readonly Figure[]
}

const machine = {
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
}

/** What `npm start` gives Node, and what docs/operate.md says to give it. */
const asServed = '--max-semi-space-size=64'

/** In the order in which they are run. */
const names = [
  'transition',
  'deployments',
  'allocations',
  'tables',
  'machine',
  'reconcile',
  'engine',
  'log',
  'nats',
  'http',
  'readers',
  'stream',
  'fleet',
  'history',
  'page',
]

/** Those that take minutes and gigabytes: run when named. */
const onDemand = ['scale']

const help = `Measures what design and documents promise, each bar beside what it came to. The machine should have nothing else to do.

  npm run bench                          all but those that are named below, in about a quarter of an hour
  npm run bench -- machine reconcile     some: ${names.join(', ')}
  npm run bench -- ${onDemand.join(' ')}                 what takes minutes and gigabytes
  npm run bench -- http --rounds 1       one round instead of the middle of five
  npm run bench -- --json                figures and machine as JSON
`

const { values: flags, positionals } = readFlags(help, {
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    alone: { type: 'boolean', default: false },
  },
})

function medians(rounds: readonly (readonly Figure[])[]): readonly Figure[] {
  const [first = []] = rounds
  return first.map((figure) => {
    const values = rounds.flat().filter((one) => one.what === figure.what)
    return { ...figure, value: median(values.map((one) => one.value)) }
  })
}

async function measure(name: string): Promise<Result> {
  const { bench }: { readonly bench: Bench } = await import(new URL(`./bench/${name}.ts`, import.meta.url).href)
  const rounds: (readonly Figure[])[] = []
  const count = Math.min(Number(flags.rounds), bench.roundsMax ?? Number.POSITIVE_INFINITY)
  for (let round = 0; round < count; round += 1) {
    tell(`${name}: round ${round + 1} of ${count}`)
    rounds.push(await bench.run())
  }
  await bench.end?.()
  tell('')
  return { name: bench.name, bar: bench.bar, figures: medians(rounds) }
}

// One line on a terminal that is written over, nothing elsewhere.
function tell(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

/** What one bench leaves in memory and in the compiler must not weigh on the next. */
async function measureAlone(name: string): Promise<Result> {
  const args = [
    ...process.execArgv,
    asServed,
    fileURLToPath(import.meta.url),
    name,
    '--alone',
    '--rounds',
    flags.rounds,
  ]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`bench ${name} ended with ${String(code)}`)
  return JSON.parse(output)
}

const verdicts = new Map([
  [true, 'met'],
  [false, 'NOT MET'],
])

function print(result: Result): void {
  console.log(`\n${result.name} (bar: ${result.bar})`)
  for (const figure of result.figures) {
    const kept = keepsBar(figure)
    const bar = kept === undefined ? '' : `bar ${figure.bar?.toLocaleString('en')} ${verdicts.get(kept)}`
    const value = figure.value.toLocaleString('en', { maximumSignificantDigits: 4 })
    const columns = [
      figure.what.padEnd(58),
      value.padStart(12),
      figure.unit.padEnd(8),
      bar.padEnd(22),
      figure.peer ?? '',
    ]
    console.log(`  ${columns.join('  ')}`.trimEnd())
  }
}

function withVerdict(figure: Figure): Figure & { readonly met?: boolean } {
  const met = keepsBar(figure)
  return met === undefined ? figure : { ...figure, met }
}

async function main(): Promise<void> {
  const chosen = positionals.length > 0 ? positionals : names
  for (const name of chosen) {
    if (!existsSync(new URL(`./bench/${name}.ts`, import.meta.url)) || ![...names, ...onDemand].includes(name))
      refuse(`bench: there is no bench ${name}`)
  }
  if (flags.alone) {
    for (const name of chosen) process.stdout.write(JSON.stringify(await measure(name)))
    return
  }
  if (!flags.json)
    console.log(
      `${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB, Node ${machine.node} ${asServed}`,
    )
  const results: Result[] = []
  for (const name of chosen) {
    const result = await measureAlone(name)
    results.push({ ...result, figures: result.figures.map(withVerdict) })
    if (!flags.json) print(result)
  }
  if (flags.json) console.log(JSON.stringify({ machine, rounds: Number(flags.rounds), results }, null, 2))
}

await main()
