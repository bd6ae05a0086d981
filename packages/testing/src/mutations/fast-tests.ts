// Tests that are quick and always the same, as functions: what mutants of the core are tried against, beside the core's own tests.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { exhibits, isSound, playExhibit } from '@cutover/simulator'
import fc from 'fast-check'
import { arbitraryPass } from '../arbitrary-pass.ts'
import { checkEdits } from '../documents/check-edits.ts'
import { checkUpdates } from '../documents/check-updates.ts'
import { replayHttp } from '../exchanges/http.ts'
import type { Story } from '../exchanges/story.ts'
import { search } from '../explorer/search.ts'
import { rolloutManagers, smallScopes } from '../explorer/small-scope.ts'
import { playMany } from '../model/play-many.ts'
import { checkDelays } from '../passes/check-delays.ts'
import { passDifferences } from '../passes/check-passes.ts'
import { idOf, linesOf } from '../recorded/recorded-files.ts'
import { type Replay, registry } from '../recorded/registry.ts'

/** A test: it throws, or its promise fails, when something is wrong. */
export interface FastTest {
  readonly name: string
  readonly run: () => unknown
}

/** All of them; the recorded samples are read from a directory. */
export async function fastTests(samples: string): Promise<readonly FastTest[]> {
  return [
    ...histories(),
    ...passes(),
    ...rules,
    ...museum(),
    small,
    ...(await recordings(samples)),
    ...stories(samples),
  ]
}

function must(wrong: unknown): void {
  if (wrong !== undefined) throw new Error(String(wrong))
}

function histories(): readonly FastTest[] {
  return Array.from({ length: 40 }, (_, seed) => ({
    name: `history ${seed}`,
    run: () => must(playMany({ from: seed, to: seed + 1, length: 60, looksEvery: 10 }).failure?.lines),
  }))
}

function passes(): readonly FastTest[] {
  return fc.sample(arbitraryPass, { numRuns: 400, seed: 7 }).map((given, n) => ({
    name: `pass ${n}`,
    run: () => must(passDifferences(given)[0]),
  }))
}

const rules: readonly FastTest[] = [
  { name: 'delays', run: () => must(checkDelays(300)) },
  { name: 'changes of jobs', run: () => must(checkEdits()) },
  { name: 'update blocks', run: () => must(checkUpdates()) },
]

function museum(): readonly FastTest[] {
  return exhibits.map((exhibit) => ({
    name: `museum ${exhibit.id}`,
    run: () =>
      must(
        isSound(
          exhibit,
          playExhibit(exhibit, () => undefined),
        )
          ? undefined
          : 'another story',
      ),
  }))
}

const small: FastTest = {
  name: 'a small world',
  run: async () => {
    const scope = { ...smallScopes.small, marks: true, reverts: true, groups: 1 }
    const { counterexample } = await search({ scope, managers: rolloutManagers }, { statesMax: 150 })
    must(counterexample?.broken[0])
  },
}

// Of each set so many of its cases, evenly chosen.
const quick = [
  ['fsm', 60],
  ['endpoints', 60],
  ['reconciler', 900],
  ['spec-change', 600],
  ['jobs', 2_000],
  ['reschedule', 600],
  ['rollouts', 36],
] as const

// Each recorded case of the samples is a test of its own.
async function recordings(samples: string): Promise<readonly FastTest[]> {
  const sets = quick.map(async ([set, most]) => {
    const replay = await registry.get(set)?.()
    const files = readdirSync(samples).filter((name) => name.startsWith(`${set}.`) && name.endsWith('.jsonl.gz'))
    const cases = replay ? files.flatMap((file) => casesOf(join(samples, file), set, replay)) : []
    const every = Math.max(1, Math.floor(cases.length / most))
    return cases.filter((_, n) => n % every === 0)
  })
  return (await Promise.all(sets)).flat()
}

// Stories of exchanges that are told at once: those that measure waits, or that a real server took long for, wait here as well.
const longestStory = 1.5

function stories(samples: string): readonly FastTest[] {
  const files = readdirSync(samples).filter((name) => name.startsWith('http.') && name.endsWith('.jsonl.gz'))
  return files
    .flatMap((file) => casesOf(join(samples, file), 'http', replayHttp))
    .filter(({ line }) => isQuick(JSON.parse(line)))
}

function isQuick({ exchanges }: Story): boolean {
  const instants = exchanges.flatMap(({ at }) => (at === undefined ? [] : [at]))
  const took = (instants.at(-1) ?? 0) - (instants[0] ?? 0)
  return took < longestStory && exchanges.every(({ op }) => op !== 'start')
}

interface RecordedTest extends FastTest {
  readonly line: string
}

function casesOf(path: string, set: string, replay: Replay): readonly RecordedTest[] {
  const lines = [...linesOf(path, () => undefined)].filter((line) => line !== '')
  const heads = lines.filter((line) => idOf(line) === undefined)
  return lines
    .filter((line) => idOf(line) !== undefined)
    .map((line) => ({
      line,
      name: `${set} ${idOf(line)}`,
      run: async () => must((await replay([...heads, line])).divergences || undefined),
    }))
}
