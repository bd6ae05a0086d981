// Marks a version of a job stable or unstable; nothing happens when it is not tracked. Rules: semantics/1 §3.4.

import type { Draft } from '../draft.ts'
import type { Refusal } from '../refusal.ts'
import { type Stability, setStability } from './job-stability.ts'

/** The version and its new flag. */
export interface MarkJobStable extends Stability {}

export function applyMarkJobStable(draft: Draft, change: MarkJobStable): Refusal | undefined {
  return setStability(draft, change)
}
