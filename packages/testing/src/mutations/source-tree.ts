// A copy of the workspace's sources in a folder of its own: mistakes are made there, never in the sources themselves.

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Mutation, mutated } from './mutation.ts'

const workspace = fileURLToPath(new URL('../../../..', import.meta.url))
const leftOut = new Set(['dist', 'fixtures'])

/** Sources that may be spoilt. */
export interface SourceTree {
  readonly root: string
  /** Makes a mistake, or none; the last one is taken back. */
  readonly spoil: (mutation: Mutation | undefined) => void
  readonly remove: () => void
}

/** The text of one of the core's sources. */
export function sourceOf(file: string): string {
  return readFileSync(join(workspace, 'packages', 'core', 'src', file), 'utf8')
}

/** Copies the packages; what they depend on is linked. */
export function copySources(): SourceTree {
  const root = mkdtempSync(join(tmpdir(), 'cutover-mutations-'))
  const packages = join(workspace, 'packages')
  cpSync(packages, join(root, 'packages'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !leftOut.has(relative(packages, path).split(sep)[1] ?? ''),
  })
  for (const shared of ['node_modules', 'transcripts', 'docs', 'packages/testing/fixtures'])
    symlinkSync(join(workspace, shared), join(root, shared))
  let restore = (): void => undefined
  return {
    root,
    spoil: (mutation) => {
      restore()
      restore = mutation ? spoilFile(root, mutation) : () => undefined
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

function spoilFile(root: string, mutation: Mutation): () => void {
  const path = join(root, 'packages', 'core', 'src', mutation.file)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, mutated(mutation, text))
  return () => writeFileSync(path, text)
}
