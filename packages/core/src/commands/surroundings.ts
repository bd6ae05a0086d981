// The cluster around a job as the state has it, for those who judge documents. Rules: semantics/4 §1.8.

import {
  freshSurroundings,
  type NamespaceRules,
  openNamespace,
  type Surroundings,
} from '../job-document/surroundings.ts'
import { fieldOf, type Json } from '../json.ts'
import type { State } from '../state.ts'

/** Namespaces and node pools of the state; limits at their defaults. */
export function surroundingsOf({ tables, quirks }: State): Surroundings {
  return {
    ...freshSurroundings,
    quirks,
    namespace: (name) => {
      const namespace = tables.namespaces.get(name)
      return namespace && rulesOf(namespace.document)
    },
    hasNodePool: (name) => tables.nodePools.has(name),
  }
}

function rulesOf(document: Json): NamespaceRules {
  const capabilities = fieldOf(document, 'Capabilities')
  const pool = fieldOf(fieldOf(document, 'NodePoolConfiguration'), 'Default')
  return {
    enabledDrivers: textsOf(fieldOf(capabilities, 'EnabledTaskDrivers')),
    disabledDrivers: textsOf(fieldOf(capabilities, 'DisabledTaskDrivers')),
    enabledNetworkModes: textsOf(fieldOf(capabilities, 'EnabledNetworkModes')),
    disabledNetworkModes: textsOf(fieldOf(capabilities, 'DisabledNetworkModes')),
    nodePool: typeof pool === 'string' && pool !== '' ? pool : openNamespace.nodePool,
  }
}

function textsOf(list: Json | undefined): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
}
