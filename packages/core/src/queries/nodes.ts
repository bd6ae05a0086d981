// Pure reads of nodes. Rules: client-surface §1.3.

import type { Node } from '../entities/node.ts'
import { storedId, uuidFault, uuidPrefixFault } from '../entities/uuid.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { State } from '../state.ts'
import type { Found } from './found.ts'
import { byKey, filteredPage, type Keeps, type Page, type PageRequest } from './page.ts'

/** One node; the index of the table when there is none. */
export function findNode({ tables, indexes }: State, id: string): Found<Node | undefined> | Refusal {
  if (id === '') return refuse('report-node-id-missing')
  const fault = uuidFault(id)
  if (fault !== undefined) return refuse('node-lookup', fault)
  const value = tables.nodes.get(storedId(id))
  return { value, index: value?.modifyIndex ?? indexes.nodes }
}

/** Which nodes to list. */
export interface NodeList extends PageRequest {
  readonly prefix: string
  /** The client's filter; without one all are kept. */
  readonly keeps?: Keeps<Node>
}

/** A page of nodes, in id order. */
export function listNodes({ tables, indexes }: State, list: NodeList): Found<Page<Node>> | Refusal {
  const fault = uuidPrefixFault(list.prefix)
  if (fault !== undefined) return refuse('node-lookup', fault)
  const digits = storedId(list.prefix).replaceAll('-', '')
  const rows = [...tables.nodes].filter((row) => row.id.replaceAll('-', '').startsWith(digits))
  const order = byKey<Node>(({ id }) => id)
  const value = filteredPage(rows, order, { request: list, keeps: list.keeps ?? ((): boolean => true) })
  return isRefusal(value) ? value : { value, index: indexes.nodes }
}
