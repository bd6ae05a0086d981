// Where a failed deployment goes back to, row by row: semantics/3 §1.4, semantics/1 §9 cases 33–36.

import { smallCluster, smallDocument, smallIds } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Job } from '../entities/job.ts'
import { chooseRollback } from './rollback.ts'

const state = smallCluster()
const [current] = [...state.tables.jobs]
const deployment = state.tables.deployments.get(smallIds.deployment)
if (!current || !deployment) throw new Error('the small cluster has no rollout')
const watched: Job = current

function choose(versions: readonly Partial<Job>[], nameMissing = true): readonly [string, number | undefined] {
  let { jobVersions } = state.tables
  for (const version of versions) jobVersions = jobVersions.set({ ...watched, ...version })
  const failure = { deployment: deployment ?? neverMissing(), watched, base: 'Failed', nameMissing }
  const { description, job } = chooseRollback({ ...state, tables: { ...state.tables, jobVersions } }, failure)
  return [description, job?.version]
}

function neverMissing(): never {
  throw new Error('the small cluster has no rollout')
}

const older = smallDocument({ Priority: 60 })

test.each([
  ['no version is stable', [{ version: 0 }], 'Failed - no stable job version to auto revert to', undefined],
  [
    'an older version is stable',
    [{ version: 0, stable: true, document: older }],
    'Failed - rolling back to job version 0',
    0,
  ],
  [
    'two are stable: the newest one counts',
    [
      { version: 0, stable: true, document: older },
      { version: 2, stable: true, document: older },
    ],
    'Failed - rolling back to job version 2',
    2,
  ],
  [
    'the stable one says the same as the watched job',
    [{ version: 3, stable: true }],
    'Failed - not rolling back to stable job version 3 as current job has same specification',
    undefined,
  ],
  [
    'the stable one is stopped: it is gone back to all the same',
    [{ version: 1, stable: true, stop: true }],
    'Failed - rolling back to job version 1',
    1,
  ],
  [
    'the stable one is tagged: a tag alone makes a difference',
    [{ version: 1, stable: true, versionTag: { name: 'gold', description: '', taggedTime: state.at } }],
    'Failed - rolling back to job version 1',
    1,
  ],
])('%s', (_name, versions, description, version) => {
  expect(choose(versions)).toEqual([description, version])
})

test('marks of unhealthy allocations do not say that there is no stable version', () => {
  expect(choose([{ version: 0 }], false)).toEqual(['Failed', undefined])
})
