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
globalThis.__stryker__ ??= {}
const switches = globalThis.__stryker__
fc.configureGlobal({ seed: 7, numRuns: 25, endOnFailure: true })

// What says of tables and whole clusters, at many times the price, what the others say of their parts.
const slow = /^(table.*|replay|reconcile\/reconcile|explain\/blockers)\.prop\.test\.ts$/
const load = (path) => import(pathToFileURL(join(root, 'packages', path)).href)

async function collect() {
  const { collected } = await import('./mutants-vitest.mjs')
  const core = join(root, 'packages/core/src')
  const all = readdirSync(core, { recursive: true, encoding: 'utf8' })
  const files = all.filter((name) => /\.(unit|prop)\.test\.ts$/.test(name) && !slow.test(name))
  for (const name of files.sort()) await load(`core/src/${name}`)
  const routes = readdirSync(join(root, 'packages/http/src/routes')).filter((name) => name.endsWith('.unit.test.ts'))
  for (const name of routes.sort()) await load(`http/src/routes/${name}`)
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

// Of each kind of tests no more than so many are kept for a mutant: of thousands of like ones a few dozen tell as much.
const keptMax = 40

async function measured(tests) {
  const reached = {}
  const seen = new Map()
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
    if (holds) note(hits, { at, kind: test.name.split(' ', 1)[0], reached, seen })
    else unsound.push(test.name)
  }
  return { reached, costs, unsound, still: Object.keys(switches.mutantCoverage?.static ?? {}) }
}

function note(hits, { at, kind, reached, seen }) {
  for (const [id, count] of Object.entries(hits)) {
    const key = `${id} ${kind}`
    const before = seen.get(key) ?? 0
    seen.set(key, before + 1)
    reached[id] ??= {}
    reached[id][kind] ??= []
    const kept = reached[id][kind]
    if (before < keptMax) kept.push([at, count])
    else {
      const place = (before * 7_919) % (before + 1_000)
      if (place < keptMax) kept[place] = [at, count]
    }
  }
}

// A test that fails for what an earlier mutant left behind says nothing: it must pass again with the mutant switched off.
async function trial(id, tests, { reached, costs }) {
  const covering = Object.values(reached[id] ?? {}).flat()
  for (const [at, hits] of covering.toSorted(([a], [b]) => costs[a] - costs[b])) {
    Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit: hits * 100 + 1_000 })
    const holds = await passes(tests[at])
    Object.assign(switches, { activeMutant: undefined, hitCount: undefined })
    if (holds) continue
    return (await passes(tests[at])) ? { id, killer: tests[at].name } : { id, poisoned: true }
  }
  return { id }
}

const tests = await collect()
const known = existsSync(learned) ? JSON.parse(readFileSync(learned, 'utf8')) : await measured(tests)
if (!existsSync(learned)) writeFileSync(learned, JSON.stringify(known))
const { still, unsound, reached } = known
await send({ type: 'ready', tests: tests.length, unsound, still, reached: Object.keys(reached) })
process.on('message', async ({ id }) => send({ type: 'result', ...(await trial(id, tests, known)) }))
