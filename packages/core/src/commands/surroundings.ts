// The cluster around a job as the state has it, for those who judge documents. Rules: semantics/4 §1.8.

import { freshSurroundings, type Surroundings } from '../job-document/surroundings.ts'
import { fieldOf } from '../json.ts'
import type { State } from '../state.ts'
import { placeOf } from './place.ts'

/** Namespaces and node pools of the state; limits at their defaults. */
export function surroundingsOf(state: State): Surroundings {
  const memoryOversubscription =
    fieldOf(state.schedulerConfiguration?.document, 'MemoryOversubscriptionEnabled') === true
  return { ...freshSurroundings, ...placeOf(state), quirks: state.quirks, memoryOversubscription }
}
