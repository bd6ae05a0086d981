// Pure reads of variables. Rules: client-surface §1.4.

import { jobKey } from '../entities/job.ts'
import type { Variable } from '../entities/variable.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import type { Found } from './found.ts'
import { byKey, filteredPage, type Keeps, type Page, type PageRequest } from './page.ts'

/** One variable; the index of the table, which is never 0, when there is none. */
export function findVariable(
  { tables, indexes }: State,
  { namespace, path }: Pick<Variable, 'namespace' | 'path'>,
): Found<Variable | undefined> {
  const value = tables.variables.get(jobKey(namespace, path))
  return { value, index: value?.modifyIndex ?? Math.max(1, indexes.variables) }
}

/** Which variables to list. */
export interface VariableList extends PageRequest {
  /** `*` means all. */
  readonly namespace: string
  /** The first characters of the paths. */
  readonly prefix: string
  readonly keeps: Keeps<Variable>
}

/** A page of variables by namespace and path; tokens are `<namespace>.<path>`. */
export function listVariables({ tables, indexes }: State, list: VariableList): Found<Page<Variable>> | Refusal {
  const { namespace, prefix, keeps } = list
  const candidates = namespace === '*' ? tables.variables.values() : tables.variables.prefix(jobKey(namespace, prefix))
  const rows = [...candidates].filter(({ path }) => path.startsWith(prefix))
  const value = filteredPage(rows, byNamespaceAndPath, { request: list, keeps })
  return isRefusal(value) ? value : { value, index: Math.max(1, indexes.variables) }
}

const byNamespaceAndPath = byKey<Variable>(({ namespace, path }) => `${namespace}.${path}`)
