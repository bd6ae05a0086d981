// Servers that take their time: they show each entry to the process managers after the delays of `server-timing.ts`, and commit what
// these answer when it would be committed. The managers themselves stay pure and know nothing of it.

import type { Command, Entry, Manager, Micros, Origin, State, Trigger } from '@cutover/core'
import { micros, plus } from '@cutover/core'
import { Agenda, type Item } from './agenda.ts'
import { Broker, runnable } from './broker.ts'
import { recordedServers, type ServerTiming } from './server-timing.ts'
import { evaluationSpread, registrationSpread, type Vary } from './spread.ts'
import { StaleDeployments } from './stale-deployments.ts'

/** What the servers need of their world. */
export interface ServersHost {
  readonly state: () => State
  readonly commit: (command: Command, by: Origin) => void
  readonly vary: Vary
  readonly ties: Trigger['ties']
}

/** The states around an entry. */
export interface Around {
  readonly before: State
  readonly after: State
}

/** The process managers of a cluster, asked with delays. */
export class SlowServers {
  readonly #timing: ServerTiming
  readonly #managers: ReadonlyMap<string, Manager>
  readonly #host: ServersHost
  readonly #agenda = new Agenda()
  readonly #broker = new Broker()
  readonly #stale = new StaleDeployments()
  readonly #unseen = new Map<string, Entry[]>()
  readonly #idle: number[]
  #wakeup: Item | undefined

  constructor(managers: readonly Manager[], timing: Partial<ServerTiming>, host: ServersHost) {
    this.#timing = { ...recordedServers, ...timing }
    this.#managers = new Map(managers.map((manager) => [manager.name, manager]))
    this.#host = host
    this.#idle = Array.from({ length: this.#timing.workers }, (_, worker) => worker)
  }

  /** Takes note of an entry. */
  observe(entry: Entry, around: Around, now: Micros): void {
    const { watch, refresh, drain, dequeue } = this.#timing
    this.#stale.note(entry, around, plus(now, refresh))
    this.#show('watcher', entry, plus(now, watch))
    this.#show('drainer', entry, plus(now, drain))
    this.#show('housekeeping', entry, now)
    if (around.after.tables.evaluations.countBy('open', 'blocked') > 0)
      this.#show('scheduler', entry, plus(now, dequeue))
    this.#broker.enqueue(around.after, now)
    this.#assign(now)
    this.#arm(now)
  }

  /** The instant of the next thing to do, or undefined. */
  due(): Micros | undefined {
    return this.#agenda.due()
  }

  /** Does everything that is due. */
  run(now: Micros): void {
    for (let item = this.#agenda.take(now); item; item = this.#agenda.take(now)) item.run(item.at)
  }

  // Entries that come before the manager has looked are shown together.
  #show(name: string, entry: Entry, at: Micros): void {
    const waiting = this.#unseen.get(name)
    if (waiting) {
      waiting.push(entry)
      return
    }
    this.#unseen.set(name, [entry])
    this.#agenda.add(at, 0, (now) => this.#look(name, now))
  }

  #look(name: string, now: Micros): void {
    const entries = this.#unseen.get(name) ?? []
    this.#unseen.delete(name)
    const manager = this.#managers.get(name)
    if (!manager) return
    if (name === 'scheduler') this.#wakeBlocked(manager, entries, now)
    else if (name === 'watcher') {
      const seen = this.#stale.view(this.#host.state(), now)
      this.#commitAll(manager.react(seen, { at: now, entries }), 'watcher')
    } else this.#settle(manager, entries, now)
    this.#arm(now)
  }

  #settle(manager: Manager, entries: readonly Entry[], now: Micros): void {
    for (let shown = entries; ; shown = []) {
      const commands = manager.react(this.#host.state(), { at: now, entries: shown })
      if (commands.length === 0) return
      this.#commitAll(commands, manager.name)
    }
  }

  #commitAll(commands: readonly Command[], by: Origin): void {
    for (const command of commands) this.#host.commit(command, by)
  }

  #arm(now: Micros): void {
    const state = this.#host.state()
    let earliest: Micros | undefined
    for (const manager of this.#managers.values()) {
      const due = manager.nextWakeup(state)
      if (due === undefined || (manager.name === 'scheduler' && due <= now)) continue
      if (earliest === undefined || due < earliest) earliest = due
    }
    if (this.#wakeup && this.#wakeup.at === earliest && !this.#wakeup.cancelled) return
    if (this.#wakeup) this.#wakeup.cancelled = true
    this.#wakeup = earliest === undefined ? undefined : this.#agenda.add(earliest, 1, (at) => this.#wake(at))
  }

  #wake(now: Micros): void {
    this.#wakeup = undefined
    for (const manager of this.#managers.values()) {
      if (manager.name === 'scheduler') this.#wakeScheduler(manager, now)
      else this.#settle(manager, [], now)
    }
    this.#arm(now)
  }

  #wakeScheduler(scheduler: Manager, now: Micros): void {
    this.#broker.enqueue(this.#host.state(), now)
    this.#assign(now)
    this.#wakeBlocked(scheduler, [], now)
  }

  #assign(now: Micros): void {
    while (this.#idle.length > 0) {
      const id = this.#broker.take(this.#host.state())
      if (id === undefined) return
      const worker = this.#idle.shift() ?? 0
      this.#agenda.add(plus(now, this.#evaluationDelay(id, this.#timing.dequeue)), 2, (at) =>
        this.#work(id, worker, at),
      )
    }
  }

  #evaluationDelay(id: string, usual: Micros): Micros {
    const registers = this.#host.state().tables.evaluations.get(id)?.triggeredBy === 'job-register'
    return micros(this.#host.vary(usual, registers ? registrationSpread : evaluationSpread))
  }

  #work(id: string, worker: number, now: Micros): void {
    const state = this.#host.state()
    const evaluation = state.tables.evaluations.get(id)
    const scheduler = this.#managers.get('scheduler')
    if (!scheduler || evaluation?.status !== 'pending') {
      this.#done(id, worker, now)
      return
    }
    const seen = only(worker === 0 ? state : { ...state, seed: `${state.seed}/${worker}` }, id, now)
    const commands = scheduler.react(seen, { at: now, entries: [], ties: this.#host.ties })
    this.#agenda.add(plus(now, this.#evaluationDelay(id, this.#timing.plan)), 2, (at) => {
      this.#commitAll(commands, 'scheduler')
      this.#done(id, worker, at)
    })
  }

  #done(id: string, worker: number, now: Micros): void {
    this.#idle.push(worker)
    const pointless = this.#broker.release(this.#host.state(), id, now)
    if (pointless.length > 0) this.#agenda.add(plus(now, this.#timing.cancel), 2, (at) => this.#cancel(pointless, at))
    this.#assign(now)
  }

  #cancel(ids: readonly string[], now: Micros): void {
    const { evaluations } = this.#host.state().tables
    const open = ids.flatMap((id) => evaluations.get(id) ?? []).filter(({ status }) => status === 'pending')
    this.#broker.forget(ids)
    if (open.length === 0) return
    const statusDescription = 'canceled after more recent eval was processed'
    const closed = open.map((row) => ({ ...row, status: 'canceled' as const, statusDescription, modifyTime: now }))
    this.#host.commit({ type: 'UpdateEvaluations', evaluations: closed }, 'scheduler')
  }

  // Evaluations that wait for room are not in the broker: new room wakes them.
  #wakeBlocked(scheduler: Manager, entries: readonly Entry[], now: Micros): void {
    const commands = scheduler.react(only(this.#host.state(), '', now), { at: now, entries })
    if (commands.length > 0)
      this.#agenda.add(plus(now, this.#timing.plan), 2, () => this.#commitAll(commands, 'scheduler'))
  }
}

// The state with one evaluation to work on and no others.
function only(state: State, id: string, now: Micros): State {
  let { evaluations } = state.tables
  for (const row of runnable(state, now)) if (row.id !== id) evaluations = evaluations.delete(row.id)
  return { ...state, tables: { ...state.tables, evaluations } }
}
