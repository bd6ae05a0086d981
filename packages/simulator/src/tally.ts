// Counters as they stand after each fact of an entry: one entry may count several reports for one deployment.

import type { Deployment, EventMap, State } from '@cutover/core'

type Count = EventMap['AllocationReported']['count']

interface Numbers {
  healthy: number
  unhealthy: number
}

/** Adds up what one entry counts. */
export class Tally {
  readonly #numbers: Map<string, Numbers> = new Map()

  /** ` (d2: 1 of 3)` after a report that is counted, with the group where there are several; empty when it is not. */
  tell(count: Count, scene: { readonly before: State; readonly nameOf: (deploymentId: string) => string }): string {
    const deployment = count && scene.before.tables.deployments.get(count.deploymentId)
    const group = deployment?.groups.find(({ name }) => name === count?.group)
    if (!count || !deployment || !group) return ''
    const numbers = this.#add(count, group)
    const which = deployment.groups.length > 1 ? ` ${group.name}` : ''
    const unhealthy = numbers.unhealthy === 0 ? '' : `, ${numbers.unhealthy} unhealthy`
    return ` (${scene.nameOf(deployment.id)}${which}: ${numbers.healthy} of ${group.desiredTotal}${unhealthy})`
  }

  #add(count: NonNullable<Count>, group: Deployment['groups'][number]): Numbers {
    const key = `${count.deploymentId} ${count.group}`
    const numbers = this.#numbers.get(key) ?? { healthy: group.healthy, unhealthy: group.unhealthy }
    numbers.healthy += count.healthy
    numbers.unhealthy += count.unhealthy
    this.#numbers.set(key, numbers)
    return numbers
  }
}
