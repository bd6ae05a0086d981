// Runs in the copied sources, with a mistake in them, and looks for it without any recording: in passes of the reconciler and histories that
// second implementations follow, in the tables of the rules, and in a small world that is searched. Prints the first that finds it.

import { reconcile } from '@cutover/core'
import fc from 'fast-check'
import { checkEdits } from '../documents/check-edits.ts'
import { checkUpdates } from '../documents/check-updates.ts'
import { search } from '../explorer/search.ts'
import { rolloutManagers, smallScopes } from '../explorer/small-scope.ts'
import { arbitraryCanaryStage, cameOf, canaryPass, mustComeOf } from '../histories/arbitrary-canaries.ts'
import { arbitraryRollingUpdate, mustBeReplaced, replacedBy, rollingPass } from '../histories/arbitrary-rollout.ts'
import { playMany } from '../model/play-many.ts'
import { checkDelays } from '../passes/check-delays.ts'
import { checkPasses } from '../passes/check-passes.ts'

/** What found a mistake, and by what. */
export interface Find {
  readonly finder: 'passes' | 'rules' | 'model' | 'explorer'
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
    return checkPasses(1_500)
  },
  rules: () => checkDelays() ?? checkEdits() ?? checkUpdates(),
  model: () => {
    const { failure } = playMany({ from: 0, to: 300, length: 60, looksEvery: 5 })
    return failure && `seed ${failure.seed}, ${failure.lines.slice(0, 2).join(' ')}`
  },
  explorer: async () => {
    const { small } = smallScopes
    const scope = { ...small, marks: true, reverts: true, groups: 1 }
    const { counterexample } = await search({ scope, managers: rolloutManagers }, { statesMax: 400 })
    return counterexample?.broken[0]
  },
}

const [file = ''] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify((await firstFind(file)) ?? null)}\n`)

// The likeliest first; what throws has found it too.
async function firstFind(file: string): Promise<Find | undefined> {
  for (const finder of orderFor(file)) {
    try {
      const sign = await finders[finder]()
      if (sign !== undefined) return { finder, sign }
    } catch (error) {
      return { finder, sign: error instanceof Error ? error.message : String(error) }
    }
  }
  return undefined
}

function orderFor(file: string): readonly Find['finder'][] {
  if (file.startsWith('reconcile/')) return ['passes', 'rules', 'model', 'explorer']
  return file.startsWith('job-') ? ['rules', 'model', 'passes', 'explorer'] : ['model', 'rules', 'passes', 'explorer']
}
