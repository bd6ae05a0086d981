// Which version stands in while canaries are tried, for every history of three versions, against a formula of its own.
// Rules: semantics/2 §4.5.

import { ClusterByHand, handJob } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Deployment } from '../entities/deployment.ts'
import type { Job } from '../entities/job.ts'
import { initialState, type State } from '../state.ts'
import { stableVersion } from './downgrade.ts'

const cluster = new ClusterByHand().register(handJob([{}]))
const [job, rollout] = [cluster.job(), cluster.deployment()]
const { tables, ...rest } = initialState('downgrade')

// What a version's rollout came to: none, one without canaries, promoted, not promoted, of a job before, of another group.
const kinds = ['none', 'plain', 'promoted', 'open', 'before', 'other'] as const
type Kind = (typeof kinds)[number]

function rolloutOf(version: number, kind: Kind): Deployment {
  const canaries = kind === 'open' || kind === 'promoted' ? 1 : 0
  const groups = rollout.groups.map((group) => ({
    ...group,
    name: kind === 'other' ? 'other' : group.name,
    desiredCanaries: canaries,
    promoted: kind === 'promoted',
  }))
  const jobCreateIndex = kind === 'before' ? job.createIndex - 1 : job.createIndex
  return { ...rollout, id: `d${version}`, jobVersion: version, jobCreateIndex, groups }
}

function stateOf(history: readonly Kind[], update: number | undefined): State {
  let { jobVersions, deployments } = tables
  for (const [version, kind] of history.entries()) {
    const Update = update === undefined ? null : { MaxParallel: update }
    const row: Job = { ...job, version, document: { ...job.document, Update } }
    jobVersions = jobVersions.set(row)
    if (kind !== 'none') deployments = deployments.set(rolloutOf(version, kind))
  }
  return { ...rest, tables: { ...tables, jobVersions, deployments } }
}

const histories = kinds.flatMap((a) => kinds.flatMap((b) => kinds.map((c) => [a, b, c] as const)))

test.each([undefined, 0, 1])('with an update block of the job of %s', (update) => {
  for (const history of histories) {
    const state = stateOf(history, update)
    for (const minJobVersion of [0, 1, 2, 3]) {
      const wish = { group: 'app', name: '', canary: false, previous: undefined, reschedule: false, lost: false }
      const found = stableVersion(state, job, { ...wish, downgrade: true, minJobVersion })
      const proven = history.findLastIndex((kind) => kind === 'plain' || kind === 'promoted')
      const ofRollout = proven < minJobVersion ? undefined : [proven, `d${proven}`]
      const ofMinimum = update === 1 || minJobVersion > 2 ? undefined : [minJobVersion, '']
      expect([history, minJobVersion, found && [found.job.version, found.deploymentId]]).toEqual([
        history,
        minJobVersion,
        proven < 0 ? ofMinimum : ofRollout,
      ])
    }
  }
})

test('of two rollouts of a version the later one counts', () => {
  const state = stateOf(['plain', 'none', 'none'], undefined)
  const later = { ...rolloutOf(0, 'plain'), id: 'c', createIndex: rollout.createIndex + 1 }
  const deployments = state.tables.deployments.set(later)
  const wish = { group: 'app', name: '', canary: false, previous: undefined, reschedule: false, lost: false }
  const asked = { ...wish, downgrade: true, minJobVersion: 0 }
  expect(stableVersion({ ...state, tables: { ...state.tables, deployments } }, job, asked)?.deploymentId).toBe('c')
})
