// Reads the project's own text files for the tidy rules. It walks the folders itself, so it needs no git.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file as the rules see it: its path from the root with forward slashes, and its text. */
export type ProjectFile = { readonly path: string; readonly text: string }

export const root: string = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')

const skippedFolders = new Set(['node_modules', 'dist', 'dist-page', 'coverage', 'artefacts', '.git', '.cutover'])
const textFile = /\.(ts|tsx|mjs|json|md|txt|grit|yaml|yml|html|css|svg)$|^\.ci\/run$|^LICENSE$/

const walk = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : walk(path)
    return entry.isFile() && textFile.test(path) ? [path] : []
  })

/** Every text file of the project, sorted by path. */
export const readProject = (): readonly ProjectFile[] =>
  [...walk('')].sort().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** Code we wrote: sources, tests, scripts and the tidy rules; the bad examples are data. */
export const isCode = (file: ProjectFile): boolean =>
  /^(packages\/[^/]+\/src|scripts|tidy)\/.*\.(ts|tsx|mjs)$/.test(file.path) && !file.path.startsWith('tidy/bad/')

/** A source file of a package, tests left out. */
export const isSource = (file: ProjectFile): boolean =>
  /^packages\/[^/]+\/src\/.*\.tsx?$/.test(file.path) && !file.path.endsWith('.test.ts')
