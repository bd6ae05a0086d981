// Which classes of nodes (nodes alike in everything but their identity) a job could use, remembered while one
// evaluation is worked on: a class is judged once, and what was found tells a blocked evaluation which new room
// concerns it. Rules: semantics/4 §5.6, §5.7 `ConstraintFiltered`.

import type { ConstraintDocument, GroupDocument, JobDocument } from '../job-document/document.ts'
import type { JsonObject } from '../json.ts'

/** Verdicts by class, for the job as a whole and for each group. */
export class ClassEligibility {
  readonly #job = new Map<string, boolean>()
  readonly #groups = new Map<string, Map<string, boolean>>()

  /** The verdict on the class for the job as a whole. */
  ofJob(nodeClass: string): boolean | undefined {
    return this.#job.get(nodeClass)
  }

  /** The verdict on the class for one group. */
  ofGroup(group: string, nodeClass: string): boolean | undefined {
    return this.#groups.get(group)?.get(nodeClass)
  }

  noteJob(nodeClass: string, eligible: boolean): void {
    if (nodeClass !== '') this.#job.set(nodeClass, eligible)
  }

  noteGroup(group: string, nodeClass: string, eligible: boolean): void {
    if (nodeClass === '') return
    const known = this.#groups.get(group)
    if (known) known.set(nodeClass, eligible)
    else this.#groups.set(group, new Map([[nodeClass, eligible]]))
  }

  /** Class → whether some group could use it, for every class seen. */
  summary(): JsonObject {
    const result: Record<string, boolean> = {}
    for (const [nodeClass, eligible] of this.#job) if (!eligible) result[nodeClass] = false
    for (const group of this.#groups.values()) {
      for (const [nodeClass, eligible] of group) result[nodeClass] = eligible || result[nodeClass] === true
    }
    return result
  }
}

/** Whether some constraint of the job looks at what makes a node unique, so that its class says nothing. */
export function escapesClasses(document: JobDocument): boolean {
  return isAnyUnique(document.Constraints) || document.TaskGroups.some(groupEscapesClasses)
}

/** The same for one group. */
export function groupEscapesClasses(group: GroupDocument): boolean {
  return isAnyUnique(group.Constraints) || group.Tasks.some((task) => isAnyUnique(task.Constraints))
}

/** The same for a list of constraints. */
export function isAnyUnique(constraints: readonly ConstraintDocument[] | null): boolean {
  return constraints?.some(({ LTarget, RTarget }) => isUnique(LTarget) || isUnique(RTarget)) ?? false
}

function isUnique(target: string): boolean {
  return /^\$\{(?:node|attr|meta)\.unique\./.test(target)
}
