// Counts that may fall and never rise: type assertions, long functions, the weight of the core and its subpaths (tidy/ratchet.json).
// Relies on Biome with a configuration of its own; `--update` writes today's counts, and a person reviews the diff.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { measureSizes } from './size.mjs'
import { lastWords, tool } from './tool.mjs'

// Here bytes become types, so an assertion is the honest word (style.md §4).
const assertionsAllowed = /[\\/]wire[\\/]|[\\/]record\.ts$|[\\/]job-document[\\/]/
const growthMax = 1.05

const hit = /^::\w+ title=([^,]+),file=([^,]+),line=(\d+)/

// Whatever else Biome says under this configuration, of comments for rules that it leaves out, is no sin.
const counted = new Set(['plugin', 'lint/complexity/noExcessiveLinesPerFunction'])

const readHit = (root, line) => {
  const match = hit.exec(line)
  if (!match || !counted.has(match[1])) return []
  const file = relative(root, match[2])
  const kind = match[1] === 'plugin' ? 'assertions' : 'longFunctions'
  if (/\.test\.ts$/.test(file) || (kind === 'assertions' && assertionsAllowed.test(file))) return []
  return [{ kind, file, line: match[3], owner: file.split(/[\\/]/)[1] }]
}

// Every assertion and every function of more than 25 lines outside tests, as `{ kind, file, line, owner }`.
const findSins = async (root) => {
  const args = [
    'lint',
    '--config-path=tidy/ratchet.biome.json',
    '--reporter=github',
    '--max-diagnostics=none',
    'packages',
  ]
  const run = await tool('biome', args, root)
  const sins = run.stdout.split('\n').flatMap((line) => readHit(root, line))
  return run.status !== 0 && sins.length === 0 && !run.stdout.includes('::') ? { failure: lastWords(run) } : { sins }
}

const countBy = (sins, kind) => {
  const counts = {}
  for (const sin of sins.filter((one) => one.kind === kind)) counts[sin.owner] = (counts[sin.owner] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const rose = (kind, before, now, sins) =>
  Object.entries(now)
    .filter(([owner, count]) => count > (before[owner] ?? 0))
    .map(([owner, count]) => {
      const places = sins
        .filter((sin) => sin.kind === kind && sin.owner === owner)
        .map((sin) => `${sin.file}:${sin.line}`)
      return `packages/${owner}: ${kind} rose from ${before[owner] ?? 0} to ${count} (${places.join(', ')})`
    })

const heavier = (before, now) =>
  Object.entries(now)
    .filter(([name, bytes]) => bytes > (before[name] ?? 0) * growthMax)
    .map(([name, bytes]) => `${name}: grew from ${before[name] ?? 0} to ${bytes} bytes gzip`)

// What rose against the committed counts, one sentence each.
const compare = (before, now, sins) => [
  ...['assertions', 'longFunctions'].flatMap((kind) => rose(kind, before[kind] ?? {}, now[kind], sins)),
  ...heavier(before.bytes ?? {}, now.bytes),
]

export const ratchet = {
  name: 'ratchet',
  run: async (root, { update = false } = {}) => {
    const path = join(root, 'tidy', 'ratchet.json')
    const { failure, sins } = await findSins(root)
    if (failure) return { problems: failure }
    const before = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
    // A core that does not bundle has no weight; the guard `size` says so, and the last known weight stays.
    const { sizes } = await measureSizes(root)
    const bytes = Array.isArray(sizes) ? Object.fromEntries(sizes.map((one) => [one.name, one.size])) : before.bytes
    const now = { assertions: countBy(sins, 'assertions'), longFunctions: countBy(sins, 'longFunctions'), bytes }
    if (update) {
      writeFileSync(path, `${JSON.stringify(now, null, 2)}\n`)
      return { problems: [], note: 'written' }
    }
    return { problems: compare(before, now, sins), note: `${sins.length} old sins` }
  },
}
