// Runs in the copied sources, with a mistake in them, and looks for it without any recording: in passes of the reconciler, in histories
// that a second implementation follows, and in a small world that is searched. Prints the first that finds it.

import { reconcile } from '@cutover/core'
import fc from 'fast-check'
import { arbitraryPass } from '../arbitrary-pass.ts'
import { search } from '../explorer/search.ts'
import { rolloutManagers, smallScopes } from '../explorer/small-scope.ts'
import { arbitraryCanaryStage, cameOf, canaryPass, mustComeOf } from '../histories/arbitrary-canaries.ts'
import { arbitraryRollingUpdate, mustBeReplaced, replacedBy, rollingPass } from '../histories/arbitrary-rollout.ts'
import { checkPass } from '../invariants/pass-invariants.ts'
import { playMany } from '../model/play-many.ts'

/** What found a mistake, and by what. */
export interface Find {
  readonly finder: 'passes' | 'model' | 'explorer'
  readonly sign: string
}

const finders: Readonly<Record<Find['finder'], () => Promise<string | undefined> | string | undefined>> = {
  passes: () => {
    for (const update of fc.sample(arbitraryRollingUpdate, { numRuns: 500, seed: 7 })) {
      const replaced = replacedBy(reconcile(rollingPass(update)))
      if (`${replaced}` !== `${mustBeReplaced(update)}`) return `a rolling update replaces ${replaced}`
    }
    for (const stage of fc.sample(arbitraryCanaryStage, { numRuns: 300, seed: 7 })) {
      const came = cameOf(reconcile(canaryPass(stage)))
      if (came !== mustComeOf(stage)) return `of waiting canaries come ${came}`
    }
    for (const given of fc.sample(arbitraryPass, { numRuns: 2_500, seed: 7 })) {
      const [broken] = checkPass(given, reconcile(given))
      if (broken !== undefined) return broken
    }
    return undefined
  },
  model: () => {
    const { failure } = playMany({ from: 0, to: 300, length: 60, looksEvery: 5 })
    return failure && `seed ${failure.seed}, ${failure.lines.slice(0, 2).join(' ')}`
  },
  explorer: async () => {
    const { small } = smallScopes
    const scope = { ...small, marks: true, reverts: true, groups: 1 }
    const { counterexample } = await search({ scope, managers: rolloutManagers }, { statesMax: 1_500 })
    return counterexample?.broken[0]
  },
}

const [file = ''] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify((await firstFind(file)) ?? null)}\n`)

// The likeliest first; what throws has found it too.
async function firstFind(file: string): Promise<Find | undefined> {
  const order = file.startsWith('reconcile/')
    ? (['passes', 'explorer', 'model'] as const)
    : (['model', 'explorer', 'passes'] as const)
  for (const finder of order) {
    try {
      const sign = await finders[finder]()
      if (sign !== undefined) return { finder, sign }
    } catch (error) {
      return { finder, sign: error instanceof Error ? error.message : String(error) }
    }
  }
  return undefined
}
