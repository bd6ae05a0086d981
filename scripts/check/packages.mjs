// The list of packages of the workspace, and the two guards of what a user would install: publint and attw.
// They read the built `dist`, so they run after the guard `build`.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonOf, lastWords, tool } from './tool.mjs'

/** Every package that a user can install, as `{ name, folder, manifest }`, in the order of the folders. */
export const publicPackages = (root) =>
  readdirSync(join(root, 'packages'))
    .sort()
    .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
    .map((name) => {
      const folder = join(root, 'packages', name)
      return { name, folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }
    })
    .filter(({ manifest }) => manifest.private !== true)

const lintOne = async ({ name, folder, manifest }) => {
  const [{ publint }, { formatMessage }] = await Promise.all([import('publint'), import('publint/utils')])
  const { messages } = await publint({ pkgDir: folder, level: 'suggestion', pack: 'npm', strict: true })
  return messages.map((message) => `packages/${name}: ${formatMessage(message, manifest, { color: false })}`)
}

// The profile of a package that has no CommonJS face: older resolutions are ignored on purpose.
const resolveOne = async ({ name, folder }) => {
  const run = await tool('attw', ['--pack', '.', '--profile', 'esm-only', '-f', 'json'], folder)
  if (run.status === 0) return []
  const problems = Object.keys(jsonOf(run.stdout)?.problems ?? {})
  const words = problems.length > 0 ? problems : lastWords(run)
  return words.map((word) => `packages/${name}: ${word}`)
}

const each = async (root, one) => {
  const packages = publicPackages(root)
  const problems = []
  for (const item of packages) problems.push(...(await one(item)))
  return { problems, note: `${packages.length} packages` }
}

export const publish = { name: 'publish', run: (root) => each(root, lintOne) }
export const resolve = { name: 'resolve', run: (root) => each(root, resolveOne) }
