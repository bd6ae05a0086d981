// Measures the reconciler over the recorded calls: inputs are prepared beforehand, only the call is timed. Relies on the
// recordings beside the repository, or on the sample in the testing package.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { type ReconcileInput, reconcile } from '@cutover/core'
import { objectAt } from '../../packages/testing/src/recorded/read.ts'
import { readReconcilerInput } from '../../packages/testing/src/recorded/reconciler-case.ts'
import { type Bench, coreTime, type Figure } from './bench.ts'

const recordings = new URL('../../../shared/oracle/reconciler.train.jsonl.gz', import.meta.url)
const sample = new URL('../../packages/testing/fixtures/reconciler.sample.jsonl.gz', import.meta.url)
const passesBeforehand = 3
const passesTimed = 5

let prepared: readonly ReconcileInput[] | undefined

/** The recorded inputs; the first call reads them and lets the compiler see enough of them. */
function inputs(): readonly ReconcileInput[] {
  if (prepared) return prepared
  const file = fileURLToPath(existsSync(recordings) ? recordings : sample)
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
  prepared = lines
    .filter((line) => line !== '')
    .map((line) => readReconcilerInput(objectAt(JSON.parse(line), 'input') ?? {}))
  for (let i = 0; i < passesBeforehand; i += 1) pass(prepared)
  return prepared
}

/** Answers all inputs; the sum keeps the answers from being optimised away. */
function pass(all: readonly ReconcileInput[]): number {
  let placements = 0
  for (const input of all) placements += reconcile(input).place.length
  return placements
}

/** The best of some passes, as the recorded figure of the reference is its best. */
function bestMilliseconds(all: readonly ReconcileInput[]): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < passesTimed; i += 1) {
    const start = coreTime()
    pass(all)
    best = Math.min(best, coreTime() - start)
  }
  return best
}

export const bench: Bench = {
  name: 'reconcile',
  bar: '80,000 recorded cases a second on one core',
  run: async (): Promise<readonly Figure[]> => {
    const all = inputs()
    return [
      {
        what: `reconcile, ${all.length} recorded cases`,
        value: (all.length / bestMilliseconds(all)) * 1_000,
        unit: 'cases/s',
        bar: 80_000,
        peer: 'Nomad 47,069 (best), 33,735 (median), as recorded',
      },
    ]
  },
}
