// Which evaluations are being worked on, and which wait: those of one job run one after the other. When one is done, the newest of
// those that waited for it runs next and the others are pointless. Rules: semantics/4 §5.4.

import type { Evaluation, Micros, State } from '@cutover/core'

/** The evaluations of all jobs, by what is done about them. */
export class Broker {
  readonly #outstanding = new Map<string, string>()
  readonly #pointless = new Set<string>()
  readonly #ready: string[] = []

  /** Takes up what the state holds; `now` decides what need not wait any longer. */
  enqueue(state: State, now: Micros): void {
    for (const evaluation of runnable(state, now)) {
      const job = jobOf(evaluation)
      if (this.#outstanding.has(job) || this.#pointless.has(evaluation.id)) continue
      this.#outstanding.set(job, evaluation.id)
      this.#ready.push(evaluation.id)
    }
  }

  /** The evaluation that a free worker takes: higher priority first, then the older one. */
  take(state: State): string | undefined {
    const rows = this.#ready.map((id) => state.tables.evaluations.get(id))
    let best = 0
    for (const [place, row] of rows.entries()) {
      const least = rows[best]
      if (row && (!least || row.priority > least.priority)) best = place
    }
    return this.#ready.splice(best, 1)[0]
  }

  /** An evaluation is done: the newest that waited for it is ready; answers the others, which are pointless. */
  release(state: State, done: string, now: Micros): readonly string[] {
    const job = this.#jobOf(done)
    if (job === undefined) return []
    this.#outstanding.delete(job)
    const waiting = runnable(state, now).filter((row) => jobOf(row) === job && !this.#pointless.has(row.id))
    waiting.sort((a, b) => b.priority - a.priority || b.modifyIndex - a.modifyIndex)
    const [next, ...rest] = waiting
    for (const { id } of rest) this.#pointless.add(id)
    if (next) {
      this.#outstanding.set(job, next.id)
      this.#ready.push(next.id)
    }
    return rest.map(({ id }) => id)
  }

  /** Pointless evaluations were cancelled. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#pointless.delete(id)
  }

  #jobOf(id: string): string | undefined {
    for (const [job, outstanding] of this.#outstanding) if (outstanding === id) return job
    return undefined
  }
}

function jobOf({ namespace, jobId }: Evaluation): string {
  return `${namespace}\n${jobId}`
}

/** The pending evaluations that wait for no instant, or for none that is still to come. */
export function runnable(state: State, now: Micros): Evaluation[] {
  const found = [...state.tables.evaluations.by('runnable', '')]
  for (const evaluation of state.tables.evaluations.ordered('ready')) {
    if (readyAt(evaluation) > now) break
    found.push(evaluation)
  }
  return found
}

function readyAt({ waitUntil, wait, createTime }: Evaluation): number {
  if (waitUntil !== 0) return waitUntil
  return wait === 0 ? 0 : createTime + wait
}
