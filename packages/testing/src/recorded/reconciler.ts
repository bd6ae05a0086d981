// Replays recorded calls of the service and batch reconciler and compares every part of the answer.

import { type JsonObject, reconcile } from '@cutover/core'
import { checkPass } from '../invariants/pass-invariants.ts'
import { objectAt } from './read.ts'
import { canonicalReconciliation } from './reconciler-canonical.ts'
import { readReconcilerInput } from './reconciler-case.ts'
import { type Finding, replayLines } from './replay.ts'
import type { ReplayReport } from './report.ts'
import { sameTrimmed } from './trimmed.ts'

/** Replays lines of `reconciler.*.jsonl`. */
export function replayReconciler(lines: Iterable<string>): ReplayReport {
  return replayLines('reconciler', lines, replayCase)
}

function replayCase(record: JsonObject): readonly Finding[] {
  const input = readReconcilerInput(objectAt(record, 'input') ?? {})
  const expected: JsonObject = objectAt(record, 'output') ?? {}
  const answer = reconcile(input)
  const got = canonicalReconciliation(input, answer)
  const broken = checkPass(input, answer).map((name) => ({
    rule: 'invariant',
    field: name,
    expected: 'holds',
    got: 'broken',
  }))
  const differing = Object.entries(ruleOf)
    .filter(([field]) => !sameTrimmed(expected[field], got[field]))
    .map(([field, rule]) => ({ rule, field, expected: expected[field], got: got[field] }))
  return [...differing, ...broken]
}

const ruleOf = {
  Place: 'semantics/2 §2.13, §2.15',
  Destructive: 'semantics/2 §2.14',
  Inplace: 'semantics/2 §2.12b',
  Stop: 'semantics/2 §2.2, §2.5, §2.12a',
  Attribute: 'semantics/2 §2.11',
  Disconnect: 'semantics/2 §2.10',
  Reconnect: 'semantics/2 §2.9',
  Deployment: 'semantics/2 §2.16',
  DeploymentUpdates: 'semantics/2 §2.1, §2.17',
  DesiredTGUpdates: 'semantics/2 §2.16',
  DesiredFollowupEvals: 'semantics/2 §2.11',
  DuplicateIndexes: 'semantics/2 §2.4',
} as const
