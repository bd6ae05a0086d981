// The list of packages of the workspace, and the two guards of what a user would install: publint and attw.
// They read the built `dist` as npm packs it, so they run after the guard `build`; each package is packed once for both.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jsonOf } from './tool.mjs'

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

// One run of npm packs all packages; its answer names the archives in the order asked for.
const npmPack = (root, packages, destination) =>
  new Promise((resolve, reject) => {
    const folders = packages.map(({ name }) => `./packages/${name}`)
    const args = [
      'pack',
      '--json',
      '--ignore-scripts',
      '--loglevel',
      'error',
      '--pack-destination',
      destination,
      ...folders,
    ]
    const npm = spawn('npm', args, { cwd: root, shell: process.platform === 'win32' })
    const said = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'])
      npm[stream].setEncoding('utf8').on('data', (text) => (said[stream] += text))
    npm.on('error', reject)
    npm.on('close', () => {
      const packed = jsonOf(said.stdout)
      if (Array.isArray(packed)) resolve(packed.map(({ filename }) => join(destination, filename)))
      else reject(new Error(`npm pack: ${said.stderr || said.stdout}`))
    })
  })

const packAll = async (root) => {
  const packages = publicPackages(root)
  const destination = mkdtempSync(join(tmpdir(), 'cutover-pack-'))
  try {
    const paths = await npmPack(root, packages, destination)
    return packages.map((item, place) => ({ ...item, archive: new Uint8Array(readFileSync(paths[place])) }))
  } finally {
    rmSync(destination, { recursive: true, force: true })
  }
}

// Two guards ask for the archives at the same time: npm runs once.
const packed = new Map()
const packedPackages = (root) => {
  if (!packed.has(root)) packed.set(root, packAll(root))
  return packed.get(root)
}

const lintOne = async ({ name, manifest, archive }) => {
  const [{ publint }, { formatMessage }] = await Promise.all([import('publint'), import('publint/utils')])
  const pack = { tarball: archive.buffer }
  const { messages } = await publint({ level: 'suggestion', pack, strict: true })
  return messages.map((message) => `packages/${name}: ${formatMessage(message, manifest, { color: false })}`)
}

// A package that has no CommonJS face: older resolutions are ignored on purpose.
const ignoredResolutions = ['node10', 'node16-cjs']

const resolveOne = async ({ name, archive }) => {
  const { checkPackage, createPackageFromTarballData } = await import('@arethetypeswrong/core')
  const { types, problems } = await checkPackage(createPackageFromTarballData(archive))
  if (!types) return [`packages/${name}: no types`]
  const counted = problems.filter(({ resolutionKind }) => !ignoredResolutions.includes(resolutionKind))
  return [...new Set(counted.map(({ kind }) => `packages/${name}: ${kind}`))]
}

const each = async (root, one) => {
  const packages = await packedPackages(root)
  const problems = []
  for (const item of packages) problems.push(...(await one(item)))
  return { problems, note: `${packages.length} packages` }
}

export const publish = { name: 'publish', run: (root) => each(root, lintOne) }
export const resolve = { name: 'resolve', run: (root) => each(root, resolveOne) }
