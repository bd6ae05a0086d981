// The refusals of reads that no rollout makes. Rules: client-surface §1.2, §2.9.

import type { Refusal } from '../refusal.ts'
import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface ListRefusals {
  'evaluation-lookup': [fault: string]
  'compared-tag-missing': [tag: string]
  'compared-version-missing': [version: number]
}

/** Refusal code → the exact text. */
const listRefusals: RefusalTexts<ListRefusals> = {
  'evaluation-lookup': (fault) => `failed to lookup eval: eval lookup failed: ${fault}`,
  'compared-tag-missing': (tag) => `tag "${tag}" not found`,
  'compared-version-missing': (version) => `version ${version} not found`,
}

/** A refusal for one of these reasons, with the parts of its text. */
export function refuseList<C extends keyof ListRefusals>(code: C, ...parts: ListRefusals[C]): Refusal {
  return { refused: true, code, text: listRefusals[code](...parts) }
}
