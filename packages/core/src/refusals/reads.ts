// The refusals of reads. Rules: client-surface §2.4, §2.6, §2.9.

import type { RefusalTexts } from './texts.ts'

/** Refusal code → the parts of its text, in the order in which the text names them. */
export interface ReadRefusals {
  'evaluation-lookup': [fault: string]
  'evaluation-list-lookup': [fault: string]
  'node-lookup': [fault: string]
  'uuid-fault': [fault: string]
  'filter-unreadable': [fault: string]
  'filter-fails': [fault: string]
  'compared-tag-missing': [tag: string]
  'compared-version-missing': [version: number]
}

/** Refusal code → the exact text. */
export const readRefusals: RefusalTexts<ReadRefusals> = {
  'evaluation-lookup': (fault) => `failed to lookup eval: eval lookup failed: ${fault}`,
  'evaluation-list-lookup': (fault) => `eval lookup failed: ${fault}`,
  'node-lookup': (fault) => `node lookup failed: ${fault}`,
  'uuid-fault': (fault) => fault,
  'filter-unreadable': (fault) => `failed to create result paginator: failed to read filter expression: ${fault}`,
  'filter-fails': (fault) => `failed to read result page: ${fault}`,
  'compared-tag-missing': (tag) => `tag "${tag}" not found`,
  'compared-version-missing': (version) => `version ${version} not found`,
}
