// A pass of the reconciler by its groups: what formulas over passes are made of.

import type { Allocation, ReconcileInput, Reconciliation } from '@cutover/core'

/** A formula over a pass: what it was given and what it answers. */
export interface PassInvariant {
  readonly name: string
  readonly sources: readonly string[]
  readonly holds: (answer: Reconciliation, given: ReconcileInput) => boolean
}

export type Group = NonNullable<ReconcileInput['job']>['document']['TaskGroups'][number]

export const notNeeded = 'alloc not needed due to job update'

export function isStopped({ job }: ReconcileInput): boolean {
  return job === undefined || job.stop
}

export function isTerminal({ desiredStatus, clientStatus }: Allocation): boolean {
  return desiredStatus !== 'run' || ['complete', 'failed', 'lost'].includes(clientStatus)
}

export function wantedGroups({ job }: ReconcileInput): readonly Group[] {
  return job && !job.stop ? job.document.TaskGroups.filter(({ Count }) => Count > 0) : []
}

/** Whether the claim holds of each wanted group. */
export function ofEachGroup(
  claim: (group: Group, answer: Reconciliation, given: ReconcileInput) => boolean,
): PassInvariant['holds'] {
  return (answer, given) => wantedGroups(given).every((group) => claim(group, answer, given))
}

export function countersOf(
  { desired }: Reconciliation,
  { Name }: Group,
): Reconciliation['desired'][number] | undefined {
  return desired.find(({ group }) => group === Name)
}

export function placedIn({ place }: Reconciliation, { Name }: Group): Reconciliation['place'] {
  return place.filter(({ group }) => group === Name)
}

export function destroyedIn({ destructive }: Reconciliation, { Name }: Group): Reconciliation['destructive'] {
  return destructive.filter(({ group }) => group === Name)
}

export function existing({ allocations }: ReconcileInput, { Name }: Group): readonly Allocation[] {
  return allocations.filter(({ group }) => group === Name)
}

/** The deployment that governed before the pass, if it still does. */
export function governing(
  { currentDeployment }: Reconciliation,
  { deployment }: ReconcileInput,
): ReconcileInput['deployment'] {
  return deployment !== undefined && currentDeployment?.id === deployment.id ? deployment : undefined
}

export function isCanarying(answer: Reconciliation, { Name }: Group): boolean {
  const part = answer.currentDeployment?.groups.find(({ name }) => name === Name)
  return part !== undefined && part.desiredCanaries > 0 && !part.promoted
}

export function isEmpty(...lists: readonly (readonly unknown[])[]): boolean {
  return lists.every((list) => list.length === 0)
}

export function ids(stops: Reconciliation['stop']): ReadonlySet<string> {
  return new Set(stops.map(({ allocation }) => allocation.id))
}

export function canariesOf({ Update }: Group): number {
  return Update?.Canary ?? 0
}
