// A play in which nearly everything happens to one job, entry by entry: what tests of invariants spoil.

import { type Entry, initialState, replay, type State } from '@cutover/core'
import { ClusterByHand } from '../cluster-by-hand.ts'
import { declareStable, scaleJob, stopJob, tagVersion } from '../hand-commands.ts'
import { handJob } from '../hand-job.ts'

/** An entry and the states around it. */
export interface PlainStep {
  readonly previous: State
  readonly entry: Entry
  readonly state: State
}

const group = { count: 2, maxParallel: 2, autoRevert: true, attempts: 3, migrateParallel: 1 }

/** The entries of the play. */
export function playedSteps(): readonly PlainStep[] {
  const cluster = new ClusterByHand()
  play(cluster)
  const steps: PlainStep[] = []
  let state = initialState(cluster.state.seed, cluster.state.quirks)
  for (const entry of cluster.entries) {
    const next = replay(state, entry)
    steps.push({ previous: state, entry, state: next })
    state = next
  }
  return steps
}

function play(cluster: ClusterByHand): void {
  cluster
    .register(handJob([group]))
    .at(1)
    .report('web.app[0]', { healthy: true })
    .at(5)
  cluster.pause().pause(false).report('web.app[1]', { healthy: false, status: 'failed' }).at(60)
  allHealthy(cluster.at(100)).at(110)
  cluster.do(tagVersion(0))
  cluster.do(declareStable(0))
  cluster.do(scaleJob(3))
  allHealthy(cluster.at(150)).at(200)
  drain(cluster).at(260)
  cluster.register(handJob([{ ...group, count: 3, canary: 1, rev: '1' }])).at(300)
  cluster.report(cluster.latest().id, { healthy: true }).promote().at(320)
  allHealthy(cluster).at(340)
  allHealthy(cluster).at(360)
  cluster.register(handJob([{ ...group, count: 3, attempts: 0, deadline: 30, rev: '2' }])).at(500)
  cluster.do(stopJob())
  cluster.at(600).do(stopJob({ purge: true }))
  cluster.at(700)
}

function allHealthy(cluster: ClusterByHand): ClusterByHand {
  const ids = cluster
    .allocationsOf(cluster.deployment())
    .filter(({ desiredStatus, health }) => desiredStatus === 'run' && health?.healthy === undefined)
    .map(({ id }) => id)
  return ids.length === 0 ? cluster : cluster.reportAll(ids, { healthy: true })
}

function drain(cluster: ClusterByHand): ClusterByHand {
  const { nodeId } = cluster.allocation('web.app[0]')
  const specification = { deadline: cluster.state.at, ignoreSystemJobs: false }
  cluster.do({ type: 'DrainNode', nodeId, specification, markEligible: false, meta: undefined })
  cluster.at(210)
  return cluster
}
