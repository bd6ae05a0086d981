// Tries mutants of instrumented sources, in a process of its own: loads the fast tests once, learns which mutants each of them reaches,
// then switches on one mutant after the other and runs what reaches it, the quickest first, until something notices.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { register } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import fc from 'fast-check'

register('./mutants-loader.mjs', import.meta.url)

const [root = ''] = process.argv.slice(2)
const samples = fileURLToPath(new URL('../../packages/testing/fixtures', import.meta.url))
const learned = join(root, 'reached.json')
const chosen = new Set(JSON.parse(readFileSync(join(root, 'chosen.json'), 'utf8')))
globalThis.__stryker__ ??= {}
const switches = globalThis.__stryker__
fc.configureGlobal({ seed: 7, numRuns: 25, endOnFailure: true })

// The tests that are loaded, by folder: those of the core and of all who are built on it. What runs for longer than a few seconds, waits for
// real time, or needs hooks of Vitest, is left out.
const suites = [
  ['core/src', /\.(unit|prop|int)\.test\.ts$/],
  ['engine/src', /^(engine|entry-format|faults|keys|monitors|pipeline|readers|wakeups)\.unit\.test\.ts$/],
  ['hcl/src', /\.unit\.test\.ts$/],
  ['http/src', /^(?!compression|page|openapi).*\.test\.ts$/],
  ['invariants/src', /\.unit\.test\.ts$/],
  ['playground/src', /^scenarios\/.*\.unit\.test\.ts$/],
  ['simulator/src', /\.(unit|int)\.test\.ts$/],
  ['testing/src', /^(safe-profile\.int|(clusters|explorer|histories)\/.*|(documents\/)?[a-z-]+\.unit)\.test\.ts$/],
]
const load = (path) => import(pathToFileURL(join(root, 'packages', path)).href)

async function collect() {
  const { collected } = await import('./mutants-vitest.mjs')
  for (const [folder, wanted] of suites) {
    const all = readdirSync(join(root, 'packages', folder), { recursive: true, encoding: 'utf8' })
    const names = all.filter((name) => wanted.test(name))
    for (const name of names.sort()) await load(`${folder}/${name}`)
  }
  const { fastTests } = await load('testing/src/mutations/fast-tests.ts')
  return [...collected, ...(await fastTests(samples))]
}

async function passes({ run }) {
  try {
    await run({ skip: () => undefined })
    return true
  } catch {
    return false
  }
}

const send = (message) => new Promise((resolve) => process.send(message, resolve))

async function measured(tests) {
  const reached = {}
  const costs = []
  const unsound = []
  for (const [at, test] of tests.entries()) {
    switches.currentTestId = 'now'
    const begun = process.cpuUsage()
    const holds = await passes(test)
    costs.push(process.cpuUsage(begun).user)
    switches.currentTestId = undefined
    const hits = switches.mutantCoverage?.perTest.now ?? {}
    if (switches.mutantCoverage) switches.mutantCoverage.perTest = {}
    if (holds) note(hits, { at, reached })
    else unsound.push(test.name)
  }
  return { reached, costs, unsound, still: Object.keys(switches.mutantCoverage?.static ?? {}) }
}

// Of the mutants in a file only those that were chosen are ever tried.
function note(hits, { at, reached }) {
  for (const [id, count] of Object.entries(hits)) {
    if (!chosen.has(id)) continue
    reached[id] ??= []
    reached[id].push([at, count])
  }
}

const patienceMicros = 60_000_000
const kills = new Map()

// A test that fails for what an earlier mutant left behind says nothing: it must pass again with the mutant switched off.
// The quickest are asked first, and those that noticed much before; a mutant that has outlived a minute of them is told to survive.
async function trial(id, tests, { reached, costs }) {
  const rank = (at) => costs[at] / (1 + (kills.get(at) ?? 0))
  const covering = (reached[id] ?? []).toSorted(([a], [b]) => rank(a) - rank(b))
  let spent = 0
  for (const [at, hits] of covering) {
    spent += costs[at]
    if (spent > patienceMicros && spent > costs[at]) break
    await send({ type: 'alive' })
    Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit: hits * 100 + 1_000 })
    const holds = await passes(tests[at])
    Object.assign(switches, { activeMutant: undefined, hitCount: undefined })
    if (holds) continue
    if (!(await passes(tests[at]))) return { id, poisoned: true }
    kills.set(at, (kills.get(at) ?? 0) + 1)
    return { id, killer: tests[at].name }
  }
  return { id }
}

const tests = await collect()
const known = existsSync(learned) ? JSON.parse(readFileSync(learned, 'utf8')) : await measured(tests)
if (!existsSync(learned)) writeFileSync(learned, JSON.stringify(known))
const { still, unsound, reached } = known
await send({ type: 'ready', tests: tests.length, unsound, still, reached: Object.keys(reached) })
process.on('message', async ({ id }) => send({ type: 'result', ...(await trial(id, tests, known)) }))
