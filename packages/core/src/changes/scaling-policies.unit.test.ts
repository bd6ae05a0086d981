// A job with a scaling policy: the same file three times gives versions 0, 1, 1 (semantics/4 §2.4, §9.2 row 19).

import { emptyCluster, smallDocument, stateAfter } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { OperatorCommand } from '../command.ts'
import { jobKey } from '../entities/job.ts'
import { fieldOf } from '../json.ts'
import type { State } from '../state.ts'

const group = { Name: 'app', Count: 2, Scaling: { Max: 5 }, Tasks: [{ Name: 'server', Driver: 'mock_driver' }] }

const submit: OperatorCommand = {
  type: 'SubmitJob',
  namespace: 'default',
  registration: {
    document: smallDocument({ TaskGroups: [group] }),
    stop: false,
    version: 0,
    versionTag: undefined,
    submission: undefined,
    enforceIndex: undefined,
    preserveCounts: false,
    preserveResources: false,
    evaluationPriority: 0,
  },
}

const stop: OperatorCommand = {
  type: 'StopJob',
  namespace: 'default',
  jobId: 'web',
  purge: false,
  noShutdownDelay: false,
  evaluationPriority: 0,
}

function policyOf({ tables }: State, field: string): unknown {
  return fieldOf(tables.jobs.get(jobKey('default', 'web'))?.document.TaskGroups[0]?.Scaling, field)
}

function versionOf({ tables }: State): number | undefined {
  return tables.jobs.get(jobKey('default', 'web'))?.version
}

const once = stateAfter(emptyCluster(), submit)
const twice = stateAfter(once, submit)
const thrice = stateAfter(twice, submit)

test('the first repetition makes a version, the second does not', () => {
  expect([once, twice, thrice].map(versionOf)).toEqual([0, 1, 1])
})

test('the policy keeps its id, and shows its indexes only where it was written', () => {
  expect(policyOf(twice, 'ID')).toBe(policyOf(once, 'ID'))
  expect([once, twice].map((state) => policyOf(state, 'CreateIndex'))).toEqual([once.lastIndex, 0])
  expect([once, twice].map(({ indexes }) => indexes.scaling_policy)).toEqual([once.lastIndex, once.lastIndex])
})

test('a stopped job has its policies switched off', () => {
  expect(policyOf(stateAfter(once, stop), 'Enabled')).toBe(false)
})
