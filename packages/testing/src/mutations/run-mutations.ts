// Tries every deliberate mistake: each runs in a process of its own over copied sources and must be caught by a recorded case.

import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { filesBySet } from '../recorded/recorded-files.ts'
import { registry } from '../recorded/registry.ts'
import { clearProgress, progress } from '../recorded/replay-sets.ts'
import type { Catch } from './mutant.ts'
import type { Mutation } from './mutation.ts'
import { mutations } from './mutation-list.ts'
import { copySources, type SourceTree } from './source-tree.ts'

/** Where the recordings are, and what is tried. */
export interface MutationOptions {
  /** Directories or files, in the order in which they are looked at. */
  readonly paths: readonly string[]
  /** Only mistakes with this text in their names. */
  readonly only: string
  readonly json: boolean
}

interface Trial {
  readonly mutation: Mutation
  readonly caught: Catch | undefined
}

/** These sets need a whole server or fleet for each case; nothing is looked up in them. */
const slowSets = ['http', 'rollouts']

const run = promisify(execFile)

/** Tries the mistakes; answers the exit code: 1 when one of them survived, or the sources differ without one. */
export async function runMutations({ paths, only, json }: MutationOptions): Promise<number> {
  const chosen = mutations.filter(({ name }) => name.includes(only))
  const trees = Array.from({ length: Math.min(availableParallelism(), 4) }, copySources)
  try {
    const trials = await tryAll(chosen, trees, paths)
    process.stdout.write(json ? `${JSON.stringify(trials.map(row), undefined, 2)}\n` : tableOf(trials))
    return trials.length > 0 && trials.every(({ caught }) => caught) ? 0 : 1
  } finally {
    for (const tree of trees) tree.remove()
  }
}

/** Each tree takes the next mistake when it is done with one. */
async function tryAll(
  chosen: readonly Mutation[],
  trees: readonly SourceTree[],
  paths: readonly string[],
): Promise<readonly Trial[]> {
  const trials = new Map<Mutation, Trial>()
  const waiting = [...chosen]
  const work = async (tree: SourceTree): Promise<void> => {
    for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
      tree.spoil(mutation)
      trials.set(mutation, { mutation, caught: await tryOne(tree, filesFor(mutation, paths)) })
      progress(`${trials.size} of ${chosen.length}`)
    }
  }
  await Promise.all(trees.map(work))
  clearProgress()
  return chosen.flatMap((mutation) => trials.get(mutation) ?? [])
}

async function tryOne(tree: SourceTree, files: readonly string[]): Promise<Catch | undefined> {
  const program = join(tree.root, 'packages/testing/src/mutations/mutant.ts')
  const args = ['--import', 'tsx', '-C', '@cutover/source', program, ...files]
  const { stdout } = await run(process.execPath, args, { cwd: tree.root })
  return JSON.parse(stdout) ?? undefined
}

// The likely sets of every path first, then the others: a small sample usually suffices.
function filesFor({ sets }: Mutation, paths: readonly string[]): readonly string[] {
  const known = [...registry.keys()].filter((set) => !slowSets.includes(set))
  const others = known.filter((set) => !sets.includes(set))
  return [sets, others].flatMap((order) =>
    paths.flatMap((path) => filesBySet([path], order).sets.flatMap(([, files]) => files.map((file) => resolve(file)))),
  )
}

function row({ mutation, caught }: Trial): object {
  const { name, rule, file } = mutation
  return { name, rule, file, caught: caught ?? null }
}

function tableOf(trials: readonly Trial[]): string {
  const width = Math.max(...trials.map(({ mutation }) => mutation.name.length))
  const lines = trials.map(({ mutation, caught }) => {
    const by = caught ? `caught by ${caught.set} ${caught.caseId}: ${caught.rule} ${caught.field}` : 'SURVIVED'
    return `${mutation.name.padEnd(width)}  ${mutation.rule.padEnd(24)}  ${by}`
  })
  const survivors = trials.filter(({ caught }) => !caught).length
  return `${[...lines, `${trials.length} mistakes, ${trials.length - survivors} caught, ${survivors} survived`].join('\n')}\n`
}
