// Which rows a step of a recorded script is about (oracle/README-rollouts, Steps).

import type { Allocation, Deployment, JsonObject, State } from '@cutover/core'
import { numberAt, textAt } from './read.ts'

/** The deployment of a step's `ordinal`: by creation, or the newest. */
export function deploymentAt(state: State, step: JsonObject): Deployment | undefined {
  const rows = [...state.tables.deployments].sort((a, b) => a.createIndex - b.createIndex)
  return step['ordinal'] === 'last' ? rows.at(-1) : rows[numberAt(step, 'ordinal')]
}

/** The i-th allocation that is desired to run and runs or is about to. */
export function allocationAt(state: State, which: number): Allocation | undefined {
  return wanted(state).filter(isUp).at(which)
}

/** The node of the i-th allocation that runs; an empty string when there is none. */
export function nodeOf(state: State, step: JsonObject): string {
  const running = wanted(state).filter(({ clientStatus }) => clientStatus === 'running')
  return running.at(numberAt(step, 'which'))?.nodeId ?? ''
}

/** The allocations that a health step names under `key`. */
export function marked(state: State, step: JsonObject, key: 'healthy' | 'unhealthy'): readonly string[] {
  const choice = textAt(step, key)
  const deployment = deploymentAt(state, step)
  const rows = wanted(state).filter(({ deploymentId }) => deployment !== undefined && deploymentId === deployment.id)
  if (choice === '') return []
  if (choice === 'bogus') return ['11111111-2222-3333-4444-555555555555']
  if (choice === 'all') return rows.map(({ id }) => id)
  const undecided = rows.filter(({ health }) => health?.healthy === undefined)
  return undecided.slice(0, Number(choice.slice('next:'.length))).map(({ id }) => id)
}

function wanted(state: State): readonly Allocation[] {
  const rows = [...state.tables.allocations].filter(({ desiredStatus }) => desiredStatus === 'run')
  return rows.sort((a, b) => a.createIndex - b.createIndex || (a.name < b.name ? -1 : 1))
}

function isUp({ clientStatus }: Allocation): boolean {
  return clientStatus === 'running' || clientStatus === 'pending'
}
