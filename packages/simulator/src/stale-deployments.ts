// What watchers still believe of their deployments: a change reaches them a moment after it was written, while changes of
// allocations arrive sooner. This is what makes a deployment promote itself twice. Rules: semantics/3 §1.3.3.

import type { Deployment, Entry, Micros, State } from '@cutover/core'

interface Old {
  readonly row: Deployment
  readonly until: Micros
}

/** The rows of deployments as watchers know them. */
export class StaleDeployments {
  #old: readonly Old[] = []

  /** Remembers what the entry has changed, until the watchers know. */
  note(entry: Entry, { before, after }: { readonly before: State; readonly after: State }, until: Micros): void {
    for (const { id } of after.tables.deployments.changedSince(entry.index - 1)) {
      const row = before.tables.deployments.get(id)
      if (row) this.#old = [...this.#old, { row, until }]
    }
  }

  /** The state as the watchers see it. A deployment that is over is over at once, and a watcher knows what it did itself. */
  view(state: State, now: Micros): State {
    this.#old = this.#old.filter(({ until }) => until > now)
    let { deployments } = state.tables
    for (const { row } of this.#old.toReversed())
      deployments = deployments.update(row.id, (fresh) =>
        fresh && !isOver(fresh) ? { ...row, watch: fresh.watch } : fresh,
      )
    return deployments === state.tables.deployments ? state : { ...state, tables: { ...state.tables, deployments } }
  }
}

function isOver({ status }: Deployment): boolean {
  return status === 'successful' || status === 'failed' || status === 'cancelled'
}
