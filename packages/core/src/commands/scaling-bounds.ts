// The bounds that a group's scaling policy sets to its count. Rules: client-surface §3.5.

import type { GroupDocument } from '../job-document/document.ts'
import { fieldOf } from '../json.ts'
import { type Refusal, refuse } from '../refusal.ts'

/** Why the count is out of bounds; undefined when it is within, or there is no policy. */
export function scalingBounds(group: GroupDocument, count: number): Refusal | undefined {
  const min = fieldOf(group.Scaling, 'Min')
  const max = fieldOf(group.Scaling, 'Max')
  if (typeof min === 'number' && count < min) return refuse('scale-below-minimum', count, min)
  if (typeof max === 'number' && count > max) return refuse('scale-above-maximum', count, max)
  return undefined
}
