// The nodes that a job may use: ready, in its pool, in one of its datacenters. Rules: semantics/2 §3.1 step 5, §5.1.

import { isReady, type Node } from '../entities/node.ts'
import { deriveNumber } from '../id.ts'
import type { JobDocument } from '../job-document/document.ts'
import { elementAt } from '../order.ts'
import type { State } from '../state.ts'

/** Whether the node is in the job's node pool. */
export function inPool(node: Node, document: JobDocument): boolean {
  return document.NodePool === 'all' || document.NodePool === '' || node.nodePool === document.NodePool
}

/** Whether the node's datacenter is one of the job's, which may be glob patterns. */
export function inDatacenter(node: Node, document: JobDocument): boolean {
  return document.Datacenters.some((pattern) => globMatches(pattern, node.datacenter))
}

/** All ready nodes of the job's pool and datacenters, in id order. */
export function readyNodes(state: State, document: JobDocument): readonly Node[] {
  return [...state.tables.nodes.values()].filter(
    (node) => isReady(node) && inPool(node, document) && inDatacenter(node, document),
  )
}

/** The same nodes in an arbitrary but repeatable order. */
export function shuffled(nodes: readonly Node[], seed: string, index: number): readonly Node[] {
  const result = [...nodes]
  for (let last = result.length - 1; last > 0; last--) {
    const other = deriveNumber(seed, index, last, last + 1)
    const [a, b] = [elementAt(result, last), elementAt(result, other)]
    result[last] = b
    result[other] = a
  }
  return result
}

/** Whether a glob with `*` matches the whole text. */
function globMatches(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text
  const parts = pattern.split('*')
  const [first, last] = [elementAt(parts, 0), elementAt(parts, parts.length - 1)]
  if (!text.startsWith(first)) return false
  let position = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position)
    if (found < 0) return false
    position = found + part.length
  }
  return text.length - last.length >= position && text.endsWith(last)
}
