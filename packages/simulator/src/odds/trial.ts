// One trial: from a state on, until its rollouts are over, with drawn health. Only health is drawn: nodes stay as they are, and what
// is stopped stops at once. The process managers are the real ones.

import {
  type Allocation,
  type Command,
  type Deployment,
  type Entry,
  type Event,
  fromNanos,
  groupOf,
  isActive,
  isRefusal,
  type Micros,
  micros,
  nextWakeup,
  plus,
  requiresPromotion,
  type State,
  type Step,
  seconds,
  step,
  wake,
  zero,
} from '@cutover/core'
import { defaultManagers } from '@cutover/core/managers'
import { Agenda, rank } from '../agenda.ts'
import { createLots, type Lots } from '../lots.ts'
import { drawFate, type HealthBehaviour } from './health-behaviour.ts'

/** What a rollout came to in one trial. */
export interface Outcome {
  readonly deploymentId: string
  /** Its last status; one that is still active was not over at the horizon. */
  readonly status: Deployment['status']
  /** Whether its failure brought an older version back. */
  readonly rolledBack: boolean
  /** Virtual seconds until it was over, or the horizon. */
  readonly seconds: number
}

/** Plays the rollouts that are active in a state to their end, once. The same seed gives the same outcomes. */
export function tryOnce(state: State, behaviour: HealthBehaviour, seed: string): readonly Outcome[] {
  return new Trial(state, behaviour, createLots(`${seed}/odds`)).run()
}

class Trial {
  #state: State
  #now: Micros
  #wakeup: Micros | undefined
  #seen = 0
  readonly #start: Micros
  readonly #watched: ReadonlySet<string>
  readonly #outcomes = new Map<string, Outcome>()
  readonly #agenda = new Agenda()
  readonly #decided = new Set<string>()
  readonly #promoting = new Set<string>()
  readonly #behaviour: HealthBehaviour
  readonly #lots: Lots

  constructor(state: State, behaviour: HealthBehaviour, lots: Lots) {
    this.#state = state
    this.#start = state.at
    this.#now = state.at
    this.#behaviour = behaviour
    this.#lots = lots
    this.#watched = new Set([...state.tables.deployments.by('active', '')].map(({ id }) => id))
  }

  run(): readonly Outcome[] {
    if (this.#watched.size === 0) return []
    const end = plus(this.#start, seconds(this.#behaviour.horizon))
    this.#wakeup = nextWakeup(this.#state, defaultManagers)
    this.#look()
    while (this.#outcomes.size < this.#watched.size && this.#advance(end));
    return [...this.#watched].map((id) => this.#outcomes.get(id) ?? this.#open(id))
  }

  // What was said at an instant comes before what is due at it: progress beats the deadline (semantics/3 §5.3 rule 2).
  #advance(end: Micros): boolean {
    const [said, woken] = [this.#agenda.due(), this.#wakeup]
    const due = said === undefined || (woken !== undefined && woken < said) ? woken : said
    if (due === undefined || due > end) return false
    if (due > this.#now) this.#now = due
    const item = this.#agenda.take(this.#now)
    if (item) item.run(this.#now)
    else this.#take(wake(this.#state, { at: this.#now, term: this.#state.term, by: 'housekeeping' }, defaultManagers))
    return true
  }

  #submit(command: Command, by: 'fleet' | 'operator'): void {
    const outcome = step(this.#state, command, { at: this.#now, term: this.#state.term, by }, defaultManagers)
    if (!isRefusal(outcome)) this.#take(outcome)
  }

  #take({ entries, state }: Step): void {
    const stuck =
      entries.length === 0 && state === this.#state && this.#wakeup !== undefined && this.#wakeup <= this.#now
    this.#state = state
    this.#wakeup = stuck ? undefined : nextWakeup(state, defaultManagers)
    this.#judge(entries)
    this.#look()
  }

  #judge(entries: readonly Entry[]): void {
    for (const id of this.#watched) {
      const row = this.#state.tables.deployments.get(id)
      if (this.#outcomes.has(id) || (row && isActive(row))) continue
      const rolledBack = entries.some(({ events }) => events.some((event) => isRollback(event, row?.jobId)))
      this.#outcomes.set(id, { ...this.#open(id), rolledBack, seconds: (this.#now - this.#start) / 1_000_000 })
    }
  }

  #open(deploymentId: string): Outcome {
    const status = this.#state.tables.deployments.get(deploymentId)?.status ?? 'cancelled'
    return { deploymentId, status, rolledBack: false, seconds: this.#behaviour.horizon }
  }

  // Takes up what has changed since the last look.
  #look(): void {
    const { tables, lastIndex } = this.#state
    for (const row of tables.allocations.changedSince(this.#seen)) this.#plan(row)
    this.#seen = lastIndex
    for (const row of tables.deployments.by('active', '')) this.#planPromotion(row)
  }

  #plan({ id, desiredStatus, clientStatus, health, deploymentId }: Allocation): void {
    if (clientStatus !== 'pending' && clientStatus !== 'running') return
    if (desiredStatus !== 'run') {
      this.#at(zero, () => this.#report(id, 'complete', undefined))
      return
    }
    const open = deploymentId !== '' && health?.healthy === undefined
    if (this.#decided.has(id) || (!open && clientStatus === 'running')) return
    this.#decided.add(id)
    if (clientStatus === 'pending') this.#at(zero, () => this.#report(id, 'running', undefined))
    if (open) this.#decide(id)
    else this.#at(zero, () => this.#report(id, 'running', undefined))
  }

  #decide(id: string): void {
    const { outcome, after } = drawFate(this.#behaviour, this.#lots)
    if (outcome === 'healthy') this.#at(after, () => this.#report(id, 'running', true))
    if (outcome === 'crashed') this.#at(after, () => this.#report(id, 'failed', false))
    if (outcome === 'silent') this.#at(this.#healthyDeadline(id), () => this.#report(id, 'running', false))
  }

  #healthyDeadline(id: string): Micros {
    const row = this.#state.tables.allocations.get(id)
    const group = row?.job && groupOf(row.job.document, row.group)
    return fromNanos(group?.Update?.HealthyDeadline ?? 300_000_000_000)
  }

  #planPromotion(deployment: Deployment): void {
    const { promoteAfter } = this.#behaviour
    const { id } = deployment
    if (promoteAfter === undefined || this.#promoting.has(id) || !mayBePromoted(deployment)) return
    this.#promoting.add(id)
    this.#at(seconds(promoteAfter), () => {
      this.#promoting.delete(id)
      this.#submit({ type: 'PromoteCanaries', deploymentId: id, all: true, groups: [], promotedAt: zero }, 'operator')
    })
  }

  #at(after: Micros, act: () => void): void {
    this.#agenda.add(plus(this.#now, after), rank.report, act)
  }

  #report(id: string, clientStatus: Allocation['clientStatus'], healthy: boolean | undefined): void {
    const row = this.#state.tables.allocations.get(id)
    if (!row || (row.desiredStatus !== 'run' && clientStatus !== 'complete')) return
    if (row.clientStatus !== 'pending' && row.clientStatus !== 'running') return
    const health = healthy === undefined ? undefined : { healthy, timestamp: micros(this.#now), canary: false }
    const told = { taskStates: row.taskStates ?? [], networkStatus: row.networkStatus, clientDescription: '' }
    const of = { allocationId: id, nodeId: row.nodeId, namespace: '', jobId: '' }
    this.#submit({ type: 'ReportAllocations', reports: [{ ...of, ...told, clientStatus, health }] }, 'fleet')
  }
}

function isRollback(event: Event, jobId: string | undefined): boolean {
  return event.type === 'JobRolledBack' && event.job.id === jobId
}

// Every group that waits for a promotion has as many healthy allocations as it wants canaries.
function mayBePromoted(deployment: Deployment): boolean {
  const waiting = deployment.groups.filter(({ desiredCanaries, promoted }) => desiredCanaries > 0 && !promoted)
  return requiresPromotion(deployment) && waiting.every(({ healthy, desiredCanaries }) => healthy >= desiredCanaries)
}
