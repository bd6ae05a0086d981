// Tells an entry in plain words: what a person should know of it, with short names, what Nomad wrote in quotation marks.
// Deployments are called d1, d2 … in the order in which they were first told of. What each fact reads like stands in `facts.ts`.

import type { Entry, Event, State } from '@cutover/core'
import { factWords, type Scene } from './facts.ts'
import { nothingTold } from './import/imported-log.ts'
import { Tally } from './tally.ts'

/** Turns entries into words. Keeps nothing but the short names that it gave away. */
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

  /** What happened, fact by fact; empty when there is nothing worth telling. `before` and `after` are the states around the entry. */
  tell(entry: Entry, before: State, after: State): readonly string[] {
    if (entry.cause.change === nothingTold) return [`nothing was told of index ${entry.index}`]
    const scene: Scene = { entry, before, after, nameOf: (id) => this.nameOf(id), counted: new Tally() }
    return [...new Set(inTellingOrder(entry.events).flatMap((event) => factWords(event, scene)))]
  }
}

// What goes is told before what comes, and both after what was decided about jobs and deployments.
function inTellingOrder(events: readonly Event[]): readonly Event[] {
  return [...events].sort((a, b) => turn(a) - turn(b))
}

function turn({ type }: Event): number {
  if (type === 'AllocationPlaced') return 2
  return type === 'AllocationStopped' || type === 'AllocationUpdated' ? 1 : 0
}
