// Every package that is installed, read from its own package.json in pnpm's store. The guards of licences and advisories rely on it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const jsonAt = (path) => JSON.parse(readFileSync(path, 'utf8'))

// A package lies beside links to what it depends on; only the real folders are packages of this place.
const foldersIn = (place) =>
  readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => (name.startsWith('@') ? foldersIn(join(place, name)) : [join(place, name)]))

/** `{ name, version, licence }` of each, sorted by name; none when nothing is installed. */
export const installedPackages = (root) => {
  const store = join(root, 'node_modules', '.pnpm')
  if (!existsSync(store)) return []
  return readdirSync(store)
    .map((name) => join(store, name, 'node_modules'))
    .filter((place) => existsSync(place) && !place.endsWith(join('.pnpm', 'node_modules', 'node_modules')))
    .flatMap(foldersIn)
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => jsonAt(join(folder, 'package.json')))
    .map(({ name, version, license, licenses }) => ({ name, version, licence: licenceOf(license ?? licenses) }))
    .filter(({ name }) => typeof name === 'string')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The manifests of our own packages, with their paths. */
export const ownManifests = (root) =>
  readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}/package.json`)
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, manifest: jsonAt(join(root, path)) }))

// Older packages name theirs as an object, or as a list of them.
const licenceOf = (field) => {
  if (typeof field === 'string') return field.replace(/^\((.*)\)$/, '$1')
  if (Array.isArray(field)) return field.map(licenceOf).join(' OR ')
  return field?.type ?? 'none'
}
