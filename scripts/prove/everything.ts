// `npm run prove`: the explorer, the model, the blockers, the deliberate mistakes and the simulated years, and a table at the end.
// Flags: `--size small|large` (large unless told), `--checkpoint directory` (where the large search is kept and taken up from), `--write`
// (renews docs/proof.json and the figures of docs/proof.md from what this run came to; what it left out keeps its figures).
import { parseArgs } from 'node:util'
import { proveAdapters } from './adapters.ts'
import { proveBlockers } from './blockers.ts'
import { flagsOfAll } from './catalogue.ts'
import { proveWithExplorer } from './explorer.ts'
import { proveWithFaults } from './faults.ts'
import { currentCommit, writeFigures } from './figures.ts'
import { proveByMistakes } from './mistakes.ts'
import { proveWithModel } from './model.ts'
import { proveMuseum } from './museum.ts'
import { proveByMutants } from './mutants.ts'
import { proveWithServers } from './servers.ts'
import { proveYears } from './years.ts'

/** Runs them all; answers whether everything holds. */
export async function proveEverything(args: readonly string[]): Promise<boolean> {
  const { values: flags } = parseArgs({ args: [...args], options: flagsOfAll })
  if (flags.size !== 'small' && flags.size !== 'large')
    throw new Error(`there is no size ${flags.size}: small or large`)
  const kept = flags.checkpoint === undefined ? [] : ['--checkpoint', flags.checkpoint]
  const runs = flags.size === 'small' ? smallRuns : largeRuns(kept)
  const commit = flags.write ? currentCommit() : undefined
  const rows: Row[] = []
  for (const lanes of runs) rows.push(...(await Promise.all(lanes.map(oneAfterTheOther))).flat())
  if (commit !== undefined) writeFigures(commit)
  for (const row of rows) process.stdout.write(`${row[0].padEnd(16)}${row[1].padEnd(10)}${row[2]}\n`)
  const failed = rows.filter(([, verdict]) => verdict !== 'holds').length
  process.stdout.write(`${rows.length - failed} passed, ${failed} failed\n`)
  return failed === 0
}

/** A prover and what it is asked. */
type Run = readonly [name: string, run: () => Promise<boolean> | boolean]

/** Runs one after the other. */
type Lane = readonly Run[]

/** Its name, whether it holds, how long it took. */
type Row = readonly [string, string, string]

async function oneAfterTheOther(lane: Lane): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const [name, run] of lane) {
    process.stdout.write(`== ${name}\n`)
    const begun = performance.now()
    const holds = await run()
    rows.push([name, holds ? 'holds' : 'BROKEN', `${((performance.now() - begun) / 1_000).toFixed(0)} s`])
  }
  return rows
}

// The first four have a thread for each of two cores. Mutants are tried by one process, and killed processes and servers mostly wait for
// disks and elections: these go beside each other.
const smallRuns: readonly (readonly Lane[])[] = [
  [[['explorer', () => proveWithExplorer(['--world', 'small', '--states', '100000'])]]],
  [[['model', () => proveWithModel(['--commands', '1000000'])]]],
  [[['blockers', () => proveBlockers(['--states', '2000'])]]],
  [[['mistakes', () => proveByMistakes([])]]],
  [
    [['mutants', () => proveByMutants(['--sample', '30', '--min', '75'])]],
    [
      ['faults', () => proveWithFaults(['--acknowledged', '0', '--callers', '256', '--life', '150'])],
      ['servers', () => proveWithServers(['--acknowledged', '2000', '--faults', '3', '--rest', '1000'])],
    ],
  ],
]

function largeRuns(kept: readonly string[]): readonly (readonly Lane[])[] {
  const all: Lane = [
    ['explorer', () => proveWithExplorer(['--world', 'large', '--states', '10000000', ...kept])],
    ['model', () => proveWithModel(['--commands', '10000000'])],
    ['blockers', () => proveBlockers([])],
    ['mistakes', () => proveByMistakes([])],
    ['mutants', () => proveByMutants(['--sample', '1000'])],
    ['years', () => proveYears(['--seeds', '4'])],
    ['museum', () => proveMuseum([])],
    ['adapters', () => proveAdapters([])],
  ]
  return [[all]]
}
