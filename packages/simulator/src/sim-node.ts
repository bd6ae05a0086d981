// One simulated node: holds the runners of its allocations, sends reports on its ticks, can be frozen and thawed.
// Rules: semantics/3 §2.2, §3.1, §4.1.

import { type Allocation, type Micros, micros, zero } from '@cutover/core'
import { type Agenda, type Item, rank } from './agenda.ts'
import type { Lots } from './lots.ts'
import { type Report, reportOf, urgency } from './report.ts'
import { Runner } from './runner.ts'
import type { Vary } from './spread.ts'
import type { Timing } from './timing.ts'

/** What a node needs of its fleet. */
export interface NodeHost {
  readonly agenda: Agenda
  readonly timing: Timing
  readonly lots: Lots
  readonly vary: Vary
  /** Hands reports to the servers. */
  readonly send: (node: SimulatedNode, reports: readonly Report[], now: Micros) => void
  /** The servers' copy of an allocation. */
  readonly lookUp: (allocationId: string) => Allocation | undefined
}

/** A node of the simulated fleet. */
export class SimulatedNode {
  readonly id: string
  readonly name: string
  readonly runners: Map<string, Runner> = new Map()
  frozen: boolean = false
  readonly #host: NodeHost
  readonly #phase: Micros
  /** The newest update of each allocation, as it was when it was told. */
  readonly #pending = new Map<string, Report>()
  readonly #acknowledged = new Map<string, Report>()
  readonly #deferred: ((now: Micros) => void)[] = []
  #tick: Item | undefined
  #lastMessage: number

  constructor(
    { id, name, ticks }: { readonly id: string; readonly name: string; readonly ticks: Ticks },
    host: NodeHost,
  ) {
    this.id = id
    this.name = name
    this.#phase = ticks.phase
    this.#lastMessage = ticks.silent
    this.#host = host
  }

  /** The servers' copy of an allocation has arrived. */
  receive(allocation: Allocation, now: Micros): void {
    const runner = this.runners.get(allocation.id)
    if (runner) {
      if (allocation.allocationModifyIndex > runner.allocation.allocationModifyIndex) runner.update(allocation, now)
      return
    }
    if (allocation.clientStatus === 'complete' || allocation.clientStatus === 'failed') return
    this.#adopt(allocation, now)
  }

  /** The servers no longer know the allocation: it is killed and forgotten. */
  forget(allocationId: string): void {
    this.runners.get(allocationId)?.discard()
    this.runners.delete(allocationId)
    this.#pending.delete(allocationId)
    this.#acknowledged.delete(allocationId)
  }

  /** Lets runners begin whose predecessor is out of the way. */
  releaseWaiting(now: Micros): void {
    if (this.frozen) return
    for (const runner of this.runners.values())
      if (runner.waiting && !runner.stopping && this.#unblocked(runner, now)) runner.begin(now)
  }

  /** Stops everything until `thaw`: what falls due meanwhile is done then. */
  freeze(): void {
    this.frozen = true
  }

  thaw(now: Micros): void {
    this.frozen = false
    for (const run of this.#deferred.splice(0)) run(now)
    this.releaseWaiting(now)
  }

  /** Runs when the node does: at once, or after the thaw. */
  whenAwake(run: (now: Micros) => void): (now: Micros) => void {
    return (now) => {
      if (this.frozen) this.#deferred.push(run)
      else run(now)
    }
  }

  /** Sends the state of everything again, as a node does after it was cut off. */
  reportAll(now: Micros): void {
    for (const [id, runner] of this.runners) {
      this.#acknowledged.delete(id)
      if (runner.heldUntil <= now) this.#pending.set(id, reportOf(runner))
    }
    this.#planTick(now)
  }

  #adopt(allocation: Allocation, now: Micros): void {
    const { agenda, timing, vary } = this.#host
    const nodeAgenda = {
      add: (at: Micros, itemRank: number, run: (now: Micros) => void): Item =>
        agenda.add(at, itemRank, this.whenAwake(run)),
    }
    const runner = new Runner(allocation, {
      agenda: nodeAgenda,
      timing,
      vary,
      changed: (changed, at) => this.#changed(changed, at),
    })
    this.runners.set(allocation.id, runner)
    this.#changed(runner, now)
    if (allocation.desiredStatus !== 'run' && allocation.clientStatus === 'pending') runner.neverStarted(now)
    else if (allocation.clientStatus === 'running') runner.resume(now)
    else if (this.#unblocked(runner, now)) runner.begin(now)
  }

  // Same node: the old runner is done, seen at once. Elsewhere: the servers' copy is done, unknown or gone.
  #unblocked(runner: Runner, now: Micros): boolean {
    const previous = runner.allocation.previousAllocation
    if (previous === '') return true
    const local = this.runners.get(previous)
    if (local) return local.isOver() && local.heldUntil <= now
    const copy = this.#host.lookUp(previous)
    return copy === undefined || (copy.clientStatus !== 'pending' && copy.clientStatus !== 'running')
  }

  #changed(runner: Runner, now: Micros): void {
    if (runner.heldUntil > now) return
    this.#pending.set(runner.allocation.id, reportOf(runner))
    this.#planTick(now)
    if (runner.isOver()) this.releaseWaiting(now)
  }

  #planTick(now: Micros): void {
    if (this.#tick || this.#pending.size === 0) return
    const next = micros((this.#tickNumber(now) + 1) * this.#host.timing.tick + this.#phase)
    this.#tick = this.#host.agenda.add(
      next,
      rank.report,
      this.whenAwake((at) => this.#onTick(at)),
    )
  }

  #tickNumber(now: Micros): number {
    return Math.floor((now - this.#phase) / this.#host.timing.tick)
  }

  // An urgent report takes all others along; without one, reports go out on every n-th tick after the last message.
  #onTick(now: Micros): void {
    this.#tick = undefined
    const number = this.#tickNumber(now)
    const reports = this.#collect()
    const typicalTurn = (number - this.#lastMessage) % this.#host.timing.typicalTicks === 0
    if (reports.length > 0 && (typicalTurn || reports.some((report) => this.#urgency(report) === 'urgent'))) {
      this.#lastMessage = number
      this.#pending.clear()
      for (const report of reports) this.#acknowledged.set(report.id, report)
      this.#host.send(this, reports, now)
    }
    this.#planTick(now)
  }

  #collect(): readonly Report[] {
    const reports: Report[] = []
    for (const [id, report] of this.#pending) {
      if (this.#urgency(report) === 'none') this.#pending.delete(id)
      else reports.push(report)
    }
    return reports
  }

  #urgency(report: Report): ReturnType<typeof urgency> {
    return urgency(report, this.#acknowledged.get(report.id))
  }
}

/** When a node looks for something to report. */
export interface Ticks {
  readonly phase: Micros
  /** The number of the tick from which turns without a change of status are counted. */
  readonly silent: number
}

/** Ticks whose phases are evenly spread. */
export function evenTicks(ordinal: number, nodes: number, timing: Timing): Ticks {
  return { phase: nodes === 0 ? zero : micros(Math.floor((timing.tick * ordinal) / nodes)), silent: 0 }
}

/** Ticks as chance has them: nodes start whenever they do. */
export function drawnTicks(lots: Lots, timing: Timing): Ticks {
  return { phase: micros(lots.below(timing.tick)), silent: lots.below(timing.typicalTicks) }
}
