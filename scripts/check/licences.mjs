// Licences: every installed package has one of `tidy/licences.json`, and every package of ours says MIT. Reads nothing but manifests.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installedPackages, ownManifests } from './installed.mjs'

// Of a choice one is enough; of what must all be kept, all.
const isAllowed = (licence, allowed) =>
  licence
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => allowed.has(one.replace(/[()]/g, '').trim())))

export const licences = {
  name: 'licences',
  run: async (root) => {
    const { allowed } = JSON.parse(readFileSync(join(root, 'tidy', 'licences.json'), 'utf8'))
    const list = new Set(allowed)
    const installed = installedPackages(root)
    const foreign = installed
      .filter(({ licence }) => !isAllowed(licence, list))
      .map(({ name, version, licence }) => `${name}@${version}: the licence ${licence} is not in tidy/licences.json`)
    const own = ownManifests(root)
      .filter(({ manifest }) => manifest.license !== 'MIT')
      .map(({ path, manifest }) => `${path}: the licence is ${manifest.license ?? 'not named'}, ours is MIT`)
    return { problems: [...own, ...foreign], note: `${installed.length} packages installed` }
  },
}
