// Copies the sources and puts every mutant of the core into them at once, each behind a switch.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { copySources } from '@cutover/testing'
import { Instrumenter, type InstrumenterOptions } from '@stryker-mutator/instrumenter'

/** One mutant: a text of the core, and what stands there instead while it is switched on. */
export interface Mutant {
  readonly id: string
  /** Below the core's sources. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly original: string
  readonly replacement: string
  readonly kind: string
}

/** Sources with all mutants in them. */
export interface MutatedTree {
  readonly root: string
  /** How many mutants there are in all. */
  readonly made: number
  readonly chosen: readonly Mutant[]
  readonly remove: () => void
}

const silent = (): void => undefined
const logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
}

// Every kind of Stryker's mutants is made, those of texts too.
const options: InstrumenterOptions = { excludedMutations: [], ignorers: [], plugins: null }

/**
 * Makes all mutants, and puts those that are chosen into a copy of the sources. They are made a second time for that, in their places alone:
 * a switch in every other place would cost the tests more than they do themselves.
 */
export async function mutateSources(choose: (all: readonly Mutant[]) => readonly Mutant[]): Promise<MutatedTree> {
  const tree = copySources()
  const sources = join(tree.root, 'packages', 'core', 'src')
  const files = sourcesBelow(sources).map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }))
  const texts = new Map(files.map(({ name, content }) => [name, content.split('\n')]))
  const { mutants } = await new Instrumenter(logger).instrument(files, options)
  const places = new Map(mutants.map((mutant) => [mutant.id, mutant]))
  const all = mutants.map(({ id, fileName, location: { start, end }, replacement, mutatorName }) => ({
    id,
    file: relative(sources, fileName),
    line: start.line + 1,
    column: start.column,
    original: between(texts.get(fileName) ?? [], start, end),
    replacement,
    kind: mutatorName,
  }))
  const chosen = choose(all).flatMap((mutant) => {
    const made = places.get(mutant.id)
    return made ? [{ mutant, made }] : []
  })
  const wanted = files.flatMap(({ name, content }) => {
    const mutate = chosen.filter(({ made }) => made.fileName === name).map(({ made }) => made.location)
    return mutate.length === 0 ? [] : [{ name, content, mutate }]
  })
  const again = await new Instrumenter(logger).instrument(wanted, options)
  for (const { name, content } of again.files) writeFileSync(name, content)
  const ids = new Map(again.mutants.map((mutant) => [keyOf(mutant), mutant.id]))
  const placed = chosen.map(({ mutant, made }) => ({ ...mutant, id: ids.get(keyOf(made)) ?? '' }))
  writeFileSync(join(tree.root, 'chosen.json'), JSON.stringify(placed.map(({ id }) => id)))
  return { root: tree.root, remove: tree.remove, made: all.length, chosen: placed }
}

type Made = Awaited<ReturnType<Instrumenter['instrument']>>['mutants'][number]

function keyOf({ fileName, location, mutatorName, replacement }: Made): string {
  return JSON.stringify([fileName, location, mutatorName, replacement])
}

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name))
    .map((name) => join(folder, name))
    .sort()
}

interface Place {
  readonly line: number
  readonly column: number
}

function between(lines: readonly string[], start: Place, end: Place): string {
  const chosen = lines.slice(start.line, end.line + 1)
  const last = chosen.length - 1
  return chosen
    .map((line, at) => line.slice(at === 0 ? start.column : 0, at === last ? end.column : undefined))
    .join('\n')
}
