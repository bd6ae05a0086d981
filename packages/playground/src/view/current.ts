// Which rows the page speaks of when nobody has chosen: the newest deployment, the newest allocation that runs.

import type { Allocation, Deployment, State } from '@cutover/core'

/** All deployments, the newest first. */
export function newestDeployments({ tables }: State): readonly Deployment[] {
  return [...tables.deployments].sort((a, b) => b.createIndex - a.createIndex)
}

/** The chosen deployment if it exists, else the newest. */
export function currentDeployment(state: State, chosen: string): Deployment | undefined {
  return state.tables.deployments.get(chosen) ?? newestDeployments(state)[0]
}

/** The allocations that are meant to run, the newest first; one for each name, which is the one that a line means. */
export function nameableAllocations({ tables }: State): readonly Allocation[] {
  const wanted = [...tables.allocations].filter(({ desiredStatus }) => desiredStatus === 'run')
  const newest = wanted.sort((a, b) => b.createIndex - a.createIndex)
  const names = new Set<string>()
  return newest.filter(({ name }) => !names.has(name) && names.add(name))
}
