// Where every history begins: the built-in namespace and node pools, two nodes, no job.

import type { State } from '@cutover/core'
import { emptyCluster, smallIds, smallNode, stateAfter } from '../small-cluster.ts'

/** A cluster with two nodes and no job. */
export const firstState: State = stateAfter(
  emptyCluster(),
  { type: 'RegisterNode', node: smallNode() },
  { type: 'RegisterNode', node: smallNode({ id: smallIds.node.replace(/1$/, '2'), name: 'node-2' }) },
)
