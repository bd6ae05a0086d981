// Tries deliberate mistakes without recordings: each in a process of its own over copied sources, to be found by properties, by the
// comparison with a second implementation, or by search.

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Mutation } from './mutation.ts'
import { mutations } from './mutation-list.ts'
import type { Find } from './search-mutant.ts'
import { copySources, type SourceTree } from './source-tree.ts'

/** A mistake, and what found it. */
export interface SearchTrial {
  readonly mutation: Mutation
  readonly find: Find | undefined
}

/** Which mistakes, by how many processes at once. */
export interface MistakeSearch {
  /** Only mistakes with this text in their names or files. */
  readonly only: string
  readonly processes: number
  readonly onTrial: (trial: SearchTrial) => void
}

const run = promisify(execFile)
const patienceMs = 900_000

/** Tries them; answers in the order of the list. The sources without a mistake are tried first, and must show nothing. */
export async function searchMistakes({ only, processes, onTrial }: MistakeSearch): Promise<readonly SearchTrial[]> {
  const chosen = mutations.filter(({ name, file }) => name.includes(only) || file.includes(only))
  const trees = Array.from({ length: processes }, copySources)
  try {
    const [first] = trees
    const sign = first && (await tryOne(first, ''))
    if (sign) throw new Error(`the sources themselves do not hold: ${sign.finder}, ${sign.sign}`)
    const trials = new Map<Mutation, SearchTrial>()
    const waiting = [...chosen]
    const work = async (tree: SourceTree): Promise<void> => {
      for (let mutation = waiting.shift(); mutation; mutation = waiting.shift()) {
        tree.spoil(mutation)
        const trial = { mutation, find: await tryOne(tree, mutation.file) }
        trials.set(mutation, trial)
        onTrial(trial)
      }
    }
    await Promise.all(trees.map(work))
    return chosen.flatMap((mutation) => trials.get(mutation) ?? [])
  } finally {
    for (const tree of trees) tree.remove()
  }
}

async function tryOne(tree: SourceTree, file: string): Promise<Find | undefined> {
  const program = join(tree.root, 'packages/testing/src/mutations/search-mutant.ts')
  const args = ['--import', 'tsx', '-C', '@cutover/source', program, file]
  const { stdout } = await run(process.execPath, args, { cwd: tree.root, timeout: patienceMs })
  return JSON.parse(stdout) ?? undefined
}
