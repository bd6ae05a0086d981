// `npm run check`: every guard of the style in one command, one line for each, exit code 1 when any of them fails. `--help` shows
// its flags.
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { audit } from './check/audit.mjs'
import { format, lint } from './check/biome.mjs'
import { dead } from './check/dead.mjs'
import { double } from './check/double.mjs'
import { face } from './check/face.mjs'
import { licences } from './check/licences.mjs'
import { publish, resolve } from './check/packages.mjs'
import { ratchet } from './check/ratchet.mjs'
import { size } from './check/size.mjs'
import { tidy } from './check/tidy.mjs'
import { build, types } from './check/types.mjs'
import { readFlags, refuse } from './flags.mjs'

const shownMax = 12

// Guards of one stage run beside each other; what reads the built packages waits for the build.
const stages = [
  [build, types, format, lint, dead, double, tidy, licences, audit],
  [resolve, publish, face, size, ratchet],
]

const guards = stages.flat()
const help = `Runs every guard of the style. Exit code 1 when one of them fails.

  npm run check                              all of them, in under a minute
  npm run check -- --only lint,tidy          some: ${guards.map(({ name }) => name).join(', ')}
  npm run check -- --all                     every problem of each, not the first ${shownMax}
  npm run check -- --update                  rewrites the committed reports: the public faces, the ratchet
  npm run check -- --root tidy/bad/size      another project of the same layout
  npm run check -- --json                    what was found as JSON
`

const { values: flags } = readFlags(help, {
  options: {
    json: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    only: { type: 'string' },
    root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
  },
})
const root = flags.root.replace(/[\\/]$/, '')

const unknown = (flags.only?.split(',') ?? []).find((name) => !guards.some((guard) => guard.name === name))
if (unknown !== undefined) refuse(`check: there is no guard ${unknown}`)

const chosen = (guard) => flags.only === undefined || flags.only.split(',').includes(guard.name)

const runGuard = async (guard) => {
  const start = performance.now()
  const result = await guard
    .run(root, { update: flags.update })
    .catch((error) => ({ problems: [String(error?.stack ?? error)] }))
  const seconds = Number(((performance.now() - start) / 1000).toFixed(1))
  return {
    name: guard.name,
    passed: result.problems.length === 0,
    seconds,
    note: result.note ?? '',
    problems: result.problems,
  }
}

// How many problems lie in which package: whoever owns the package sees his own share.
const byPackage = (problems) => {
  const counts = new Map()
  for (const problem of problems) {
    const owner = /^packages[\\/]([^\\/:]+)/.exec(problem)?.[1] ?? 'workspace'
    counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  return [...counts].map(([owner, count]) => `${owner} ${count}`).join(', ')
}

const print = (report) => {
  const mark = report.passed ? 'pass' : 'FAIL'
  const note = report.passed ? report.note : byPackage(report.problems)
  console.log(`${mark}  ${report.name.padEnd(9)}${report.seconds.toFixed(1).padStart(5)} s  ${note}`.trimEnd())
}

const printProblems = (report) => {
  if (report.passed) return
  const shown = flags.all ? report.problems : report.problems.slice(0, shownMax)
  const hidden = report.problems.length - shown.length
  console.log(`\n${report.name}`)
  for (const problem of shown) console.log(`  ${problem}`)
  if (hidden > 0) console.log(`  … and ${hidden} more (npm run check -- --all --only ${report.name})`)
}

const runStage = async (guards) => {
  const reports = []
  const waiting = [...guards]
  const worker = async () => {
    for (let guard = waiting.shift(); guard; guard = waiting.shift()) {
      const report = await runGuard(guard)
      reports.push(report)
      if (!flags.json) print(report)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker))
  return reports
}

// What reads the built packages finds them built, even when `build` itself was not asked for.
const needsBuild = stages[1].some(chosen) && !chosen(build)
if (needsBuild) await runGuard(build)

const reports = []
for (const stage of stages) reports.push(...(await runStage(stage.filter(chosen))))
const failed = reports.filter((report) => !report.passed).length
if (flags.json) console.log(JSON.stringify({ passed: reports.length - failed, failed, guards: reports }, null, 2))
else {
  for (const report of reports) printProblems(report)
  console.log(`\n${reports.length} guards: ${reports.length - failed} passed, ${failed} failed`)
}
process.exitCode = failed > 0 ? 1 : 0
