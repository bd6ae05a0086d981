// What is answered about an id that is none, that names nothing, or that names a row. Rules: client-surface §1.2, §1.3.

import { smallCluster, smallIds } from '@cutover/testing'
import { expect, test } from 'vitest'
import { isRefusal, type Refusal } from '../refusal.ts'
import { allocationsOfNode, findAllocation } from './allocations.ts'
import { findDeployment } from './deployments.ts'
import { findEvaluation } from './evaluations.ts'
import type { Found } from './found.ts'
import { findNode } from './nodes.ts'

const state = smallCluster()
const unknown = 'abcdefab-0000-4000-8000-000000000000'
const ids = ['', 'nope', unknown, smallIds.allocation, smallIds.deployment, smallIds.node]

function told(found: Found<unknown> | Refusal): string {
  return isRefusal(found) ? `${found.code}: ${found.text}` : `${found.value ? 'a row' : 'none'} at ${found.index}`
}

test('each id is looked up in each table', () => {
  const lines = [findAllocation, findDeployment, findEvaluation, findNode].flatMap((find) =>
    ids.map((id) => `${find.name} ${id.slice(0, 4)}: ${told(find(state, id))}`),
  )
  expect(lines).toMatchInlineSnapshot(`
    [
      "findAllocation : allocation-lookup: alloc lookup failed: index error: UUID must be 36 characters",
      "findAllocation nope: allocation-lookup: alloc lookup failed: index error: UUID must be 36 characters",
      "findAllocation abcd: none at 0",
      "findAllocation a000: a row at 4",
      "findAllocation d000: none at 0",
      "findAllocation f000: none at 0",
      "findDeployment : deployment-id-missing: missing deployment ID",
      "findDeployment nope: deployment-lookup: deployment lookup failed: index error: UUID must be 36 characters",
      "findDeployment abcd: none at 0",
      "findDeployment a000: none at 0",
      "findDeployment d000: a row at 4",
      "findDeployment f000: none at 0",
      "findEvaluation : evaluation-lookup: failed to lookup eval: eval lookup failed: index error: UUID must be 36 characters",
      "findEvaluation nope: evaluation-lookup: failed to lookup eval: eval lookup failed: index error: UUID must be 36 characters",
      "findEvaluation abcd: none at 0",
      "findEvaluation a000: none at 0",
      "findEvaluation d000: none at 0",
      "findEvaluation f000: none at 0",
      "findNode : report-node-id-missing: missing node ID",
      "findNode nope: node-lookup: node lookup failed: index error: UUID must be 36 characters",
      "findNode abcd: none at 3",
      "findNode a000: none at 3",
      "findNode d000: none at 3",
      "findNode f000: a row at 3",
    ]
  `)
})

test('the allocations of a node that has none stand at the index of their table, at least 1', () => {
  expect(allocationsOfNode({ ...state, indexes: { ...state.indexes, allocs: 0 } }, unknown)).toEqual({
    value: [],
    index: 1,
  })
  expect(allocationsOfNode({ ...state, indexes: { ...state.indexes, allocs: 9 } }, unknown)).toEqual({
    value: [],
    index: 9,
  })
  const [row] = state.tables.allocations
  expect(allocationsOfNode(state, smallIds.node)).toEqual({ value: [row], index: row?.modifyIndex })
})
