// What a pass answers, one line for each thing: what the model of a pass is compared by. Order is left to chance (semantics/2 §8.1).

import type { Allocation, ReconcileInput, Reconciliation } from '@cutover/core'

/** The lines of an answer, sorted. */
export function linesOf(answer: Reconciliation, { now }: ReconcileInput): readonly string[] {
  const due = new Map(
    answer.followups.flatMap(({ evaluations }) => evaluations.map((row) => [row.id, row.waitUntil - now] as const)),
  )
  const waiting = ({ followupEvaluationId: id }: Pick<Allocation, 'followupEvaluationId'>): string =>
    id === '' ? 'nothing' : `${due.get(id) ?? 'what was there'}`
  return [
    ...answer.place.map((one) => placeLine({ ...one, previous: one.previous?.id })),
    ...answer.stop.map((one) => stopLine(one.allocation.id, one.clientStatus, `${one.description}, ${waiting(one)}`)),
    ...answer.destructive.map(({ stop }) => `replace ${stop.id}`),
    ...answer.inplace.map(({ id }) => `update ${id}`),
    ...answer.attributeUpdates.map((row) => `${row.id} waits for ${waiting(row)}`),
    ...answer.disconnectUpdates.map((row) => `${row.id} is ${row.clientStatus}, waits for ${waiting(row)}`),
    ...answer.reconnectUpdates.map(({ id }) => `${id} is back`),
    ...answer.desired.map(({ group, ...counts }) => countersLine(group, counts)),
    ...answer.followups.flatMap(({ evaluations }) =>
      evaluations.map((row) => followupLine(row.triggeredBy, row.statusDescription, row.waitUntil - now)),
    ),
    ...answer.deploymentUpdates.map(({ status, description }) => `the deployment is ${status}: ${description}`),
    ...deploymentLines(answer.newDeployment),
  ].sort()
}

/** A placement. */
export interface Placed {
  readonly name: string
  readonly canary: boolean
  readonly previous: string | undefined
  readonly reschedule: boolean
  readonly lost: boolean
  readonly downgrade: boolean
}

export function placeLine({ name, canary, previous, reschedule, lost, downgrade }: Placed): string {
  const flags = [canary && 'canary', reschedule && 'rescheduled', lost && 'lost', downgrade && 'of the stable version']
  return ['place', name, ...flags.filter(Boolean), previous === undefined ? '' : `after ${previous}`].join(' ')
}

export function stopLine(id: string, status: string, text: string): string {
  return `stop ${id} ${status}: ${text}`
}

export function countersLine(group: string, counts: Readonly<Record<string, number>>): string {
  const present = Object.entries(counts).filter(([, count]) => count !== 0)
  return `${group}: ${present
    .map(([name, count]) => `${name} ${count}`)
    .sort()
    .join(', ')}`
}

export function followupLine(trigger: string, text: string, wait: number): string {
  return `later, after ${wait}: ${trigger} ${text}`
}

export function deploymentLines(created: Reconciliation['newDeployment']): readonly string[] {
  if (!created) return []
  const groups = created.groups.map(
    (row) => `${row.name} ${row.desiredTotal}, ${row.desiredCanaries} canaries${row.autoRevert ? ', reverts' : ''}`,
  )
  return [`a deployment of version ${created.jobVersion}, ${created.statusDescription}: ${groups.join('; ')}`]
}
