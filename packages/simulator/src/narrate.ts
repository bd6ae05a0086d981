// Tells an entry in plain words, one line each: what a person should know of it, with short names. Deployments are called d1, d2 …
// in the order of their creation.

import type { Allocation, Deployment, Entry, Event, State } from '@cutover/core'

/** Turns entries into lines. Keeps nothing but the short names that it gave away. */
export class Narrator {
  readonly #deployments: Map<string, string> = new Map()

  /** The short name of a deployment. */
  nameOf(deploymentId: string): string {
    const known = this.#deployments.get(deploymentId)
    if (known) return known
    const name = `d${this.#deployments.size + 1}`
    this.#deployments.set(deploymentId, name)
    return name
  }

  /** The deployment with a short name, if it was ever named. */
  idOf(name: string): string | undefined {
    for (const [id, known] of this.#deployments) if (known === name) return id
    return undefined
  }

  /** What happened, fact by fact; empty when there is nothing worth telling. */
  tell(entry: Entry, before: State, after: State): readonly string[] {
    const words = entry.events.flatMap((event) => this.#fact(event, before, after))
    return words.filter((word, position) => words.indexOf(word) === position)
  }

  #fact(event: Event, before: State, after: State): readonly string[] {
    switch (event.type) {
      case 'JobRegistered':
        return [`${event.job.id} v${event.job.version} registered`]
      case 'JobStopped':
        return [`${event.job.id} v${event.job.version} is to run nothing`]
      case 'JobRolledBack':
        return [`${event.job.id} goes back, as v${after.tables.jobs.get(`${event.job.namespace}\u0000${event.job.id}`)?.version}`]
      case 'JobStabilitySet':
        return [`${event.job.id} v${event.job.version} is ${event.job.stable ? 'stable' : 'not stable'}`]
      case 'JobStatusChanged':
        return event.status === 'dead' ? [`${event.jobId} is dead`] : []
      case 'JobPurged':
        return [`${event.jobId} is purged`]
      case 'NodeRegistered':
        return [`${event.node.name} joins`]
      case 'NodeStatusSet':
        return [`${nodeName(after, event.nodeId)} is ${event.status}`]
      case 'NodeDrainSet':
        return [`${nodeName(after, event.nodeId)} ${event.drain ? 'drains' : 'no longer drains'}`]
      case 'NodeEligibilitySet':
        return [`${nodeName(after, event.nodeId)} is ${event.eligibility}`]
      default:
        return this.#rolloutFact(event, before, after)
    }
  }

  #rolloutFact(event: Event, before: State, after: State): readonly string[] {
    switch (event.type) {
      case 'DeploymentCreated':
        return [this.#created(after.tables.deployments.get(event.deployment.id) ?? event.deployment)]
      case 'DeploymentPaused':
      case 'DeploymentResumed':
      case 'DeploymentSucceeded':
      case 'DeploymentFailed':
      case 'DeploymentCancelled':
        return [`${this.nameOf(event.deploymentId)} ${verbs[event.type]}: ${event.description}`]
      case 'DeploymentPromoted':
        return [`${this.nameOf(event.deploymentId)} promoted: ${event.groups.join(', ') || 'nothing'}`]
      case 'DeadlineSkipped':
        return [`${this.nameOf(event.deploymentId)} is let pass its deadline`]
      case 'EvaluationCreated':
        return event.evaluation.status === 'blocked' ? [`no room: an evaluation of ${event.evaluation.jobId} is blocked`] : []
      default:
        return this.#allocationFact(event, before, after)
    }
  }

  #created(deployment: Deployment): string {
    const groups = deployment.groups.map(({ name, desiredTotal, desiredCanaries }) =>
      desiredCanaries > 0 ? `${desiredTotal} × ${name} after ${desiredCanaries} canary` : `${desiredTotal} × ${name}`,
    )
    return `${this.nameOf(deployment.id)} of ${deployment.jobId} v${deployment.jobVersion} begins: ${groups.join(', ')}`
  }

  #allocationFact(event: Event, before: State, after: State): readonly string[] {
    switch (event.type) {
      case 'AllocationPlaced':
        return [placed(event.allocation)]
      case 'AllocationStopped':
        return [stopped(after.tables.allocations.get(event.allocationId), event.description)]
      case 'AllocationUpdated':
        return updated(before.tables.allocations.get(event.allocation.id), event.allocation)
      case 'AllocationMarkedHealthy':
        return [`${named(after, event.allocationId)} is marked healthy${this.#counters(after, event.count)}`]
      case 'AllocationMarkedUnhealthy':
        return [`${named(after, event.allocationId)} is marked unhealthy${this.#counters(after, event.count)}`]
      case 'AllocationReported':
        return this.#reported(event, before, after)
      case 'AllocationTransitionAsked':
        return transitions(named(after, event.allocationId), event.transition)
      default:
        return []
    }
  }

  #reported(event: Event<'AllocationReported'>, before: State, after: State): readonly string[] {
    const old = before.tables.allocations.get(event.allocationId)
    const name = named(after, event.allocationId)
    const words = old?.clientStatus === event.clientStatus ? [] : [`${name} is ${event.clientStatus}`]
    const healthy = event.health?.healthy
    if (healthy === undefined || old?.health?.healthy === healthy) return words
    return [...words, `${name} is ${healthy ? 'healthy' : 'unhealthy'}${this.#counters(after, event.count)}`]
  }

  #counters(state: State, count: { readonly deploymentId: string; readonly group: string } | undefined): string {
    const deployment = count && state.tables.deployments.get(count.deploymentId)
    const group = deployment?.groups.find(({ name }) => name === count?.group)
    if (!deployment || !group) return ''
    const unhealthy = group.unhealthy === 0 ? '' : `, ${group.unhealthy} unhealthy`
    return ` (${this.nameOf(deployment.id)}: ${group.healthy} of ${group.desiredTotal}${unhealthy})`
  }
}

const verbs = {
  DeploymentPaused: 'paused',
  DeploymentResumed: 'resumed',
  DeploymentSucceeded: 'successful',
  DeploymentFailed: 'failed',
  DeploymentCancelled: 'cancelled',
} as const

function placed(allocation: Allocation): string {
  const canary = allocation.health?.canary ? ', a canary' : ''
  return `${shortName(allocation)} placed on ${allocation.nodeName}${canary}`
}

function updated(before: Allocation | undefined, after: Allocation): readonly string[] {
  if (before?.desiredStatus === 'run' && after.desiredStatus !== 'run') return [stopped(after, after.desiredDescription)]
  if (before?.clientStatus !== after.clientStatus && (after.clientStatus === 'unknown' || after.clientStatus === 'lost'))
    return [`${shortName(after)} is ${after.clientStatus}`]
  if (before?.job?.version !== after.job?.version) return [`${shortName(after)} updated in place`]
  return []
}

function stopped(allocation: Allocation | undefined, why: string): string {
  const reason = why === '' ? '' : `: ${why}`
  return `${allocation ? shortName(allocation) : 'an allocation'} stopped${reason}`
}

function transitions(name: string, wish: { readonly migrate?: boolean; readonly reschedule?: boolean }): readonly string[] {
  if (wish.migrate) return [`${name} is to migrate`]
  return wish.reschedule ? [`${name} may be rescheduled`] : []
}

/** An allocation in short: `web.app[0] v1`. */
export function shortName(allocation: Allocation): string {
  return `${allocation.name} v${allocation.job?.version ?? '?'}`
}

function named(state: State, allocationId: string): string {
  const allocation = state.tables.allocations.get(allocationId)
  return allocation ? shortName(allocation) : 'an allocation'
}

function nodeName(state: State, nodeId: string): string {
  return state.tables.nodes.get(nodeId)?.name ?? nodeId
}
