// Known weaknesses: asks the registry that npm is set up with for advisories on every installed version; without an answer it says so and
// passes. What is written down in `tidy/advisories.json` (name → versions) is refused without asking anybody.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installedPackages } from './installed.mjs'

const answerMs = 8_000
const grave = new Set(['high', 'critical'])

const registryOf = async () => {
  const set = process.env.npm_config_registry
  if (set) return set
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry'], { timeout: answerMs })
  return stdout.trim()
}

const ask = async (installed) => {
  const versions = {}
  for (const { name, version } of installed) versions[name] = [...new Set([...(versions[name] ?? []), version])]
  const url = new URL('-/npm/v1/security/advisories/bulk', `${(await registryOf()).replace(/\/$/, '')}/`)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(versions),
    signal: AbortSignal.timeout(answerMs),
  })
  if (!answer.ok) throw new Error(`status ${answer.status}`)
  return answer.json()
}

const told = (advisories) =>
  Object.entries(advisories).flatMap(([name, list]) =>
    list
      .filter(({ severity }) => grave.has(severity))
      .map(({ severity, title, url }) => `${name}: ${severity}: ${title} (${url})`),
  )

export const audit = {
  name: 'audit',
  run: async (root) => {
    const installed = installedPackages(root)
    const known = JSON.parse(readFileSync(join(root, 'tidy', 'advisories.json'), 'utf8'))
    const written = installed
      .filter(({ name, version }) => known[name]?.includes(version))
      .map(({ name, version }) => `${name}@${version}: refused by tidy/advisories.json`)
    try {
      const advisories = await ask(installed)
      return { problems: [...written, ...told(advisories)], note: `${installed.length} packages asked for` }
    } catch (error) {
      const why = error?.cause?.code ?? error?.message ?? String(error)
      return { problems: written, note: `NOT ASKED, the registry gives no answer: ${why}` }
    }
  },
}
