// The refusals of reads. Rules: client-surface §2.4, §2.6, §2.9.

import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface ReadRefusals {
  'evaluation-list-lookup': [fault: string]
  'node-lookup': [fault: string]
  'uuid-fault': [fault: string]
}

/** Refusal code → the exact text. */
export const readRefusals: RefusalTexts<ReadRefusals> = {
  'evaluation-list-lookup': (fault) => `eval lookup failed: ${fault}`,
  'node-lookup': (fault) => `node lookup failed: ${fault}`,
  'uuid-fault': (fault) => fault,
}
