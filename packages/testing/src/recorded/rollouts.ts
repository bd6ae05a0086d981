// Replays recorded rollouts on a simulated cluster (oracle/README-rollouts). Up to ten seeds are tried: a scenario diverges when
// none of them meets all the binding parts on which its recorded runs agree. The other parts are counted.

import type { JsonObject } from '@cutover/core'
import type { Violation } from '@cutover/invariants'
import { textAt } from './read.ts'
import type { Difference, ReplayReport } from './report.ts'
import { rolloutAccount } from './rollout-account.ts'
import { agrees, bindingParts, countedParts, meets, type PartName, partOf, type RunRecord } from './rollout-parts.ts'
import { runScript } from './rollout-script.ts'

const seedsMax = 10
const allParts: readonly PartName[] = [...bindingParts, ...countedParts]

/** The least rate of a part, met by any seed; the rate of divergences that is let pass. */
const bars: ReadonlyMap<PartName, number> = new Map([
  ['final.allocations', 0.97],
  ['last rows', 0.98],
])
const divergenceBar = 0.01

/** Replays one scenario a line. */
export function replayRollouts(lines: Iterable<string>): ReplayReport {
  const tallies = new Map<PartName, Tally>(allParts.map((name) => [name, { name, agreeing: 0, first: 0, any: 0 }]))
  const differences: Difference[] = []
  const accounts: string[] = []
  let cases = 0
  let divergences = 0
  for (const line of lines) {
    if (line === '') continue
    const scenario: JsonObject = JSON.parse(line)
    const trial = tryScenario(scenario)
    cases += 1
    for (const name of trial.parts) count(tallies, name, trial)
    if (!trial.converges || trial.broken.length > 0) divergences += 1
    differences.push(...differencesOf(scenario, trial))
    if (cases === 1) accounts.push(...rolloutAccount(scenario, trial.shown))
  }
  const rates = [...tallies.values()]
  return {
    set: 'rollouts',
    cases,
    divergences,
    excused: 0,
    differences,
    meetsBar: divergences <= cases * divergenceBar && rates.every(isAboveBar),
    remarks: rates.map(rateLine),
    ...(cases === 1 && { account: accounts }),
  }
}

interface Tally {
  readonly name: PartName
  /** Scenarios whose recorded runs agree in the part. */
  agreeing: number
  /** Of these, met by the first seed. */
  first: number
  /** Of these, met by some seed. */
  any: number
}

interface Trial {
  /** The parts in which the recorded runs agree. */
  readonly parts: readonly PartName[]
  readonly metByFirst: ReadonlySet<PartName>
  readonly metByAny: ReadonlySet<PartName>
  /** Some seed met all binding parts at once. */
  readonly converges: boolean
  /** Invariants that the first seed broke. */
  readonly broken: readonly Violation[]
  /** The run to show: the first that met the binding parts, else the first. */
  readonly shown: RunRecord
}

function tryScenario(scenario: JsonObject): Trial {
  const parts = allParts.filter((name) => agrees(scenario, name))
  const binding = bindingParts.filter((name) => parts.includes(name))
  const metByAny = new Set<PartName>()
  const first = runOnce(scenario, parts, 0)
  let shown = first.run
  let converges = false
  for (let seed = 0; seed < seedsMax && !(converges && metByAny.size === parts.length); seed += 1) {
    const { run, met } = seed === 0 ? first : runOnce(scenario, parts, seed)
    for (const name of met) metByAny.add(name)
    if (!converges && binding.every((name) => met.has(name))) {
      converges = true
      shown = run
    }
  }
  return { parts, metByFirst: first.met, metByAny, converges, broken: first.broken, shown }
}

interface Attempt {
  readonly run: RunRecord
  readonly met: ReadonlySet<PartName>
  readonly broken: readonly Violation[]
}

function runOnce(scenario: JsonObject, parts: readonly PartName[], seed: number): Attempt {
  const { broken, ...outcome } = runScript(scenario, seed)
  const run: RunRecord = JSON.parse(JSON.stringify(outcome))
  return { run, met: new Set(parts.filter((name) => meets(scenario, run, name))), broken }
}

function count(tallies: ReadonlyMap<PartName, Tally>, name: PartName, { metByFirst, metByAny }: Trial): void {
  const tally = tallies.get(name)
  if (!tally) return
  tally.agreeing += 1
  if (metByFirst.has(name)) tally.first += 1
  if (metByAny.has(name)) tally.any += 1
}

function differencesOf(scenario: JsonObject, { parts, converges, shown, broken }: Trial): readonly Difference[] {
  const caseId = textAt(scenario, 'name')
  const violations = broken.map(({ invariant, place, index }) => ({
    caseId,
    rule: 'invariant',
    field: invariant,
    expected: 'holds',
    got: `broken by ${place} at entry ${index}`,
  }))
  if (converges) return violations
  const missed = parts.filter(
    (name) => bindingParts.some((binding) => binding === name) && !meets(scenario, shown, name),
  )
  const misses = missed.map((name) => {
    const [recorded] = runsOf(scenario)
    const expected = recorded && partOf(recorded, name)
    return {
      caseId,
      rule: 'no seed of ten meets',
      field: name,
      expected,
      got: partOf(shown, name),
    }
  })
  return [...violations, ...misses]
}

function runsOf(scenario: JsonObject): readonly JsonObject[] {
  const runs = scenario['runs']
  return Array.isArray(runs) ? runs : []
}

function isAboveBar({ name, agreeing, any }: Tally): boolean {
  return any >= agreeing * (bars.get(name) ?? 0)
}

function rateLine({ name, agreeing, first, any }: Tally): string {
  const bar = bars.get(name)
  const least = bar === undefined ? '' : `, bar ${(bar * 100).toFixed(0)} %`
  return `  ${name.padEnd(18)} of ${String(agreeing).padStart(3)} that agree: first seed ${percent(first, agreeing)}, any seed ${percent(any, agreeing)} (${any})${least}`
}

function percent(some: number, all: number): string {
  return all === 0 ? '–' : `${((some / all) * 100).toFixed(1)} %`
}
