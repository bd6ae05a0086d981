// The source that a client sends with a job, kept beside it unless it is too large. Rules: client-surface §2.7,
// semantics/4 §1.9.

import { blockAt, textAt } from '../job-canonical/sent.ts'
import { byteLength } from '../job-validation/texts.ts'
import type { JsonObject } from '../json.ts'

/** What a job was written as. */
export interface Source {
  readonly source: string
  readonly format: string
  readonly variables: string
  readonly variableFlags: JsonObject | null
}

/** The source in a request's body; undefined when there is none. */
export function sourceOf(body: JsonObject): Source | undefined {
  const submission = blockAt(body, 'Submission')
  if (!submission) return undefined
  return {
    source: textAt(submission, 'Source') ?? '',
    format: textAt(submission, 'Format') ?? '',
    variables: textAt(submission, 'Variables') ?? '',
    variableFlags: blockAt(submission, 'VariableFlags') ?? null,
  }
}

/** The warning that a source is dropped, if it is. */
export function sourceWarning(source: Source | undefined, bytesMax: number): readonly string[] {
  const bytes = byteLength(source?.source ?? '')
  if (bytes <= bytesMax) return []
  return [`job source size of ${printSize(bytes)} exceeds maximum of ${printSize(bytesMax)} and will be discarded`]
}

const units = ['B', 'kB', 'MB', 'GB']

/** A size in decimal units, with one digit behind the point below ten. */
function printSize(bytes: number): string {
  let size = bytes
  let unit = 0
  for (; size >= 1_000 && unit < units.length - 1; unit += 1) size /= 1_000
  const rounded = Math.round(size * 10) / 10
  const digits = unit === 0 || rounded >= 10 ? 0 : 1
  return `${rounded.toFixed(digits)} ${units[unit]}`
}
