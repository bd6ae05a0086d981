// All scenarios, in the order in which a learner meets them.

import type { Scenario } from './scenario.ts'
import { trapScenarios } from './traps.ts'
import { verbScenarios } from './verbs.ts'

/** Every scenario. */
export const scenarios: readonly Scenario[] = [...verbScenarios, ...trapScenarios]

/** The scenario with an id; the first one otherwise. */
export function scenarioOf(id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id) ?? scenarios[0]
  if (!found) throw new Error('there are no scenarios')
  return found
}
