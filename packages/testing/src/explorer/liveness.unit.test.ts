// Graphs by hand: what cannot end, and what comes back to where it was.

import { expect, test } from 'vitest'
import { findCycle, findStuck, type Graph } from './liveness.ts'

function graph(rolling: readonly number[], edges: readonly number[], expanded = rolling.length): Graph {
  return { states: rolling.length, expanded, rolling: Uint8Array.from(rolling), edges: Uint32Array.from(edges) }
}

test('a state that leads to an end is fine, and so is one that was not looked at', () => {
  expect(findStuck(graph([1, 1, 0], [0, 1, 1, 2]))).toBeUndefined()
  expect(findStuck(graph([1, 1], [0, 1], 1))).toBeUndefined()
})

test('a state that leads to no end is stuck', () => {
  expect(findStuck(graph([1, 1, 0], [0, 1, 0, 2]))).toBe(1)
  expect(findStuck(graph([1, 1], [0, 1, 1, 0]))).toBe(0)
})

test('a way that comes back is a cycle only where a rollout goes on', () => {
  expect(findCycle(graph([1, 1, 1, 0], [0, 1, 1, 2, 2, 1, 2, 3]))).toEqual([1, 2])
  expect(findCycle(graph([1, 0], [0, 1, 1, 0]))).toBeUndefined()
  expect(findCycle(graph([1], [0, 0]))).toEqual([0])
})
