// Writes down what a deployment's watcher must not forget: an open batch, a deadline that was let pass. Rules: semantics/3 §5.2.

import { type Draft, record } from '../draft.ts'
import type { Refusal } from '../refusal.ts'
import type { Micros } from '../time.ts'

/** What the watcher of one deployment wants remembered. */
export interface NoteWatch {
  readonly deploymentId: string
  /** The cut-off whose firing was skipped. */
  readonly skipped?: Micros
  /** The batch that is open from now on; `null` closes it. */
  readonly window?: { readonly due: Micros; readonly evaluation: boolean; readonly grants: readonly string[] } | null
}

export function applyNoteWatch(draft: Draft, { deploymentId, skipped, window }: NoteWatch): Refusal | undefined {
  if (!draft.tables.deployments.has(deploymentId)) return undefined
  if (skipped !== undefined) record(draft, { type: 'DeadlineSkipped', deploymentId, cutoff: skipped })
  if (window) record(draft, { type: 'WatchWindowOpened', deploymentId, ...window })
  if (window === null) record(draft, { type: 'WatchWindowClosed', deploymentId })
  return undefined
}
