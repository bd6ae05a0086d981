// Where a job may be, as the state has it. Rules: semantics/4 §1.8.

import type { JobDocument } from '../job-document/document.ts'
import type { NamespaceRules, Place } from '../job-document/surroundings.ts'
import { checkPlace } from '../job-validation/place.ts'
import { fieldOf, type Json } from '../json.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'

/** The namespaces and node pools of the state. */
export function placeOf({ tables }: State): Place {
  return {
    namespace: (name) => {
      const namespace = tables.namespaces.get(name)
      return namespace && rulesOf(namespace.document)
    },
    hasNodePool: (name) => tables.nodePools.has(name),
  }
}

/** An admitted document may have lost its place since: a version to go back to, or a job that waited for its turn. */
export function placeRefusal(state: State, document: JobDocument): Refusal | undefined {
  const faults = checkPlace(document, placeOf(state))
  return faults.length > 0 ? refuse('job-invalid', faults) : undefined
}

function rulesOf(document: Json): NamespaceRules {
  const capabilities = fieldOf(document, 'Capabilities')
  const pool = fieldOf(fieldOf(document, 'NodePoolConfiguration'), 'Default')
  return {
    enabledDrivers: textsOf(fieldOf(capabilities, 'EnabledTaskDrivers')),
    disabledDrivers: textsOf(fieldOf(capabilities, 'DisabledTaskDrivers')),
    enabledNetworkModes: textsOf(fieldOf(capabilities, 'EnabledNetworkModes')),
    disabledNetworkModes: textsOf(fieldOf(capabilities, 'DisabledNetworkModes')),
    nodePool: typeof pool === 'string' && pool !== '' ? pool : 'default',
  }
}

function textsOf(list: Json | undefined): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
}
