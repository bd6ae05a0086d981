// `npm run prove -- mutants`: mutation testing of the core. Every mutant that Stryker makes of its sources is put behind a switch, and a sample
// of them, or those of some files, is tried against the core's own tests, the properties, the models, the museum and the recorded samples.
// Flags: `--sample n` (200; 0: all), `--seed s` (1), `--files text` in a file's path (several, with commas), `--min percent` that must be killed. Mutants that
// only loading a module reaches are left out, as Stryker's `ignoreStatic` does.
import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { flagsOf } from './catalogue.ts'
import { note, notePassage } from './figures.ts'
import { type Mutant, mutateSources } from './mutants-instrument.ts'
import { MutantWorker } from './mutants-run.ts'

/** Tries; answers whether as many are killed as the bar asks for. */
export async function proveByMutants(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOf.mutants })
  for (const { file, original } of outdated())
    throw new Error(`accepted-mutants.json: ${file} no longer has ${original}`)
  const wanted = flags.files.split(',')
  const tree = await mutateSources((all) => {
    const among = all.filter(({ file }) => wanted.some((text) => file.includes(text)))
    return sampleOf(among, Number(flags.sample), Number(flags.seed))
  })
  const worker = new MutantWorker(tree)
  try {
    process.stdout.write(`${tree.made} mutants, ${tree.chosen.length} to be tried\n`)
    const { tests, unsound } = await worker.begin()
    for (const name of unsound) process.stdout.write(`does not hold without a mutant, left out: ${name}\n`)
    process.stdout.write(`${tests} tests\n`)
    return report(await tryAll(worker, tree.chosen), flags.files === '') >= Number(flags.min)
  } finally {
    worker.end()
    tree.remove()
  }
}

interface Trial {
  readonly mutant: Mutant
  readonly killer: string | undefined
  readonly accepted: string | undefined
}

async function tryAll(worker: MutantWorker, chosen: readonly Mutant[]): Promise<readonly Trial[]> {
  const trials: Trial[] = []
  for (const mutant of chosen) {
    const { killer, isStatic } = await worker.try(mutant.id)
    if (isStatic) continue
    const accepted = killer === undefined ? reasonFor(mutant) : undefined
    trials.push({ mutant, killer, accepted })
    if (killer === undefined) process.stdout.write(survivorLine(mutant, accepted))
    if (trials.length % 100 === 0) process.stdout.write(`${trials.length} tried\n`)
  }
  return trials
}

function survivorLine(
  { file, line, column, kind, original, replacement }: Mutant,
  accepted: string | undefined,
): string {
  const short = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 90)
  const why = accepted === undefined ? 'SURVIVED' : `accepted (${accepted})`
  return `${why} ${file}:${line}:${column} ${kind}: ${short(original)} → ${short(replacement)}\n`
}

interface Accepted {
  readonly file: string
  readonly original: string
  readonly replacement: string
  readonly reason: string
}

const acceptedList: readonly Accepted[] = JSON.parse(
  readFileSync(new URL('accepted-mutants.json', import.meta.url), 'utf8'),
)

// An entry of the list ends with the text that it is about.
function outdated(): readonly Accepted[] {
  return acceptedList.filter(({ file, original }) => {
    const source = new URL(`../../packages/core/src/${file}`, import.meta.url)
    return !existsSync(source) || !readFileSync(source, 'utf8').includes(original)
  })
}

function reasonFor({ file, original, replacement }: Mutant): string | undefined {
  return acceptedList.find((one) => one.file === file && one.original === original && one.replacement === replacement)
    ?.reason
}

function report(trials: readonly Trial[], isWhole: boolean): number {
  const accepted = trials.filter((trial) => trial.accepted !== undefined).length
  const total = trials.length - accepted
  const killed = trials.filter(({ killer }) => killer !== undefined).length
  const percent = total === 0 ? 100 : (100 * killed) / total
  process.stdout.write(
    `${total} mutants tried, ${killed} killed, ${percent.toFixed(1)} %; ${accepted} more cannot be told apart\n`,
  )
  if (!isWhole) return percent
  note('mutants', { killed, total, accepted })
  const left = trials.filter(({ killer, accepted: reason }) => killer === undefined && reason === undefined)
  notePassage('survivors', `| where | survivors |\n| --- | ---: |\n${byFolder(left)}`)
  return percent
}

function byFolder(trials: readonly Trial[]): string {
  const counts = new Map<string, number>()
  for (const { mutant } of trials) {
    const folder = mutant.file.includes('/') ? mutant.file.slice(0, mutant.file.indexOf('/') + 1) : mutant.file
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  const rows = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  return rows.map(([folder, count]) => `| ${folder} | ${count} |\n`).join('')
}

// The same seed chooses the same mutants of the same sources for ever.
function sampleOf(mutants: readonly Mutant[], size: number, seed: number): readonly Mutant[] {
  if (size === 0 || size >= mutants.length) return mutants
  const ranked = mutants.map((mutant, at) => [mix(at, seed), mutant] as const).sort(([a], [b]) => a - b)
  return ranked.slice(0, size).map(([, mutant]) => mutant)
}

function mix(at: number, seed: number): number {
  let value = Math.imul(at + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39)
  return (value ^ (value >>> 15)) >>> 0
}
