// Each oddity of those who watch over time, as Nomad has it and switched off, with the harm that is avoided. Source: semantics/3 §0.

import { type ClusterByHand, handJob, inBothProfiles, settleNewest, stopJob, tagVersion } from '@cutover/testing'
import { expect, test } from 'vitest'
import type { Deployment } from '../entities/deployment.ts'
import { zero } from '../time.ts'

const status = (cluster: ClusterByHand): string => cluster.deployment().status
const text = (cluster: ClusterByHand): string => cluster.deployment().statusDescription
const crashed = { healthy: false, status: 'failed' } as const

test('judgesEveryGroup: a slow group is failed by the deadline of a fast one', () => {
  const play = (cluster: ClusterByHand): readonly string[] => {
    cluster.register(
      handJob([
        { name: 'fast', deadline: 20, count: 2 },
        { name: 'slow', deadline: 600 },
      ]),
    )
    cluster.at(1).report('web.fast[0]', { healthy: true }).report('web.fast[1]', { healthy: true })
    cluster.report('web.fast[1]', { status: 'failed' })
    return [status(cluster.at(30)), status(cluster.at(700))]
  }
  expect(inBothProfiles('judgesEveryGroup', play)).toEqual({ nomad: ['failed', 'failed'], safe: ['running', 'failed'] })
})

test('latchesDeadline: an early failure is described as a missed deadline', () => {
  const play = (cluster: ClusterByHand): string => {
    settleNewest(cluster.register(handJob([{ count: 2, attempts: 0 }])).at(1))
    cluster.register(handJob([{ count: 2, canary: 1, attempts: 0, deadline: 20, rev: '1' }])).at(105)
    cluster.report(cluster.latest().id, { healthy: true }).at(200)
    cluster.report(cluster.latest().id, crashed)
    return text(cluster)
  }
  expect(inBothProfiles('latchesDeadline', play)).toEqual({
    nomad: 'Failed due to progress deadline',
    safe: 'Failed due to unhealthy allocations',
  })
})

test('countsCreationAsSight: a health reported before a delayed evaluation was made asks for no evaluation', () => {
  const play = (cluster: ClusterByHand): number => {
    cluster.register(handJob([{ count: 2, maxParallel: 2 }])).at(1)
    const seen = cluster.state.lastIndex
    cluster.withoutScheduler(() => cluster.report('web.app[0]', { healthy: true }))
    const [ran] = cluster.evaluations('job-register')
    if (!ran) throw new Error('the job was not looked at')
    const delayed = {
      ...ran,
      id: 'ffffffff-0000-4000-8000-000000000001',
      status: 'pending',
      snapshotIndex: seen,
    } as const
    cluster.withoutScheduler(() =>
      cluster.do({
        type: 'UpdateEvaluations',
        evaluations: [
          { ...ran, snapshotIndex: seen },
          { ...delayed, triggeredBy: 'alloc-reschedule', waitUntil: cluster.instant(500) },
        ],
      }),
    )
    cluster.restart().at(10)
    return cluster.evaluations('deployment-watcher').length
  }
  expect(inBothProfiles('countsCreationAsSight', play)).toEqual({ nomad: 0, safe: 1 })
})

test('promotesOnExactCount: a surplus healthy canary blocks the promotion for ever', () => {
  const play = (cluster: ClusterByHand): boolean | undefined => {
    settleNewest(cluster.register(handJob([{ count: 2 }])).at(1))
    cluster.register(handJob([{ count: 2, canary: 1, autoPromote: true, rev: '1' }])).at(105)
    const canary = cluster.latest()
    const twin = { ...canary, id: 'ffffffff-0000-4000-8000-000000000001', name: 'web.app[1]' }
    const deployment = cluster.deployment()
    const groups = deployment.groups.map((group) => ({ ...group, placed: 2, placedCanaries: [canary.id, twin.id] }))
    const { tables } = cluster.state
    const allocations = tables.allocations.set(twin)
    const deployments = tables.deployments.set({ ...deployment, groups })
    cluster.state = { ...cluster.state, tables: { ...tables, allocations, deployments } }
    cluster.reportAll([canary.id, twin.id], { healthy: true })
    return cluster.deployment().groups[0]?.promoted
  }
  expect(inBothProfiles('promotesOnExactCount', play)).toEqual({ nomad: false, safe: true })
})

const reverting = { autoRevert: true, deadline: 0, attempts: 0 } as const

test('rollsBackOverNewerVersion: a version registered meanwhile is lost', () => {
  const play = (cluster: ClusterByHand): readonly unknown[] => {
    settleNewest(cluster.register(handJob([{ ...reverting, rev: '0' }])).at(1))
    cluster.register(handJob([{ ...reverting, rev: '1' }])).at(105)
    const bad = cluster.deployment()
    cluster.withoutScheduler(() => {
      cluster.register(handJob([{ ...reverting, rev: '2' }]))
      cluster.do({ type: 'FailDeployment', deploymentId: bad.id })
    })
    return [cluster.job().version, cluster.deployment().statusDescription]
  }
  expect(inBothProfiles('rollsBackOverNewerVersion', play)).toEqual({
    nomad: [3, 'Deployment marked as failed - rolling back to job version 0'],
    safe: [2, 'Deployment marked as failed - not rolling back as job version 2 is newer'],
  })
})

test('rollsBackForTag: a job is rolled back to what it is, because of a tag', () => {
  const play = (cluster: ClusterByHand): readonly unknown[] => {
    settleNewest(cluster.register(handJob([reverting])).at(1))
    cluster.do(tagVersion(0))
    cluster.register(handJob([reverting])).at(105)
    const other = { id: 'dddddddd-0000-4000-8000-000000000001', jobVersion: 1, watch: undefined }
    const running: Deployment = { ...cluster.deployment(), ...other, status: 'running' }
    const { tables } = cluster.state
    cluster.state = { ...cluster.state, tables: { ...tables, deployments: tables.deployments.set(running) } }
    cluster.do({ type: 'FailDeployment', deploymentId: running.id })
    const failed = cluster.state.tables.deployments.get(running.id)
    return [cluster.job().version, failed?.statusDescription]
  }
  expect(inBothProfiles('rollsBackForTag', play)).toEqual({
    nomad: [2, 'Deployment marked as failed - rolling back to job version 0'],
    safe: [
      1,
      'Deployment marked as failed - not rolling back to stable job version 0 as current job has same specification',
    ],
  })
})

test('rollsBackToStopped: a failed rollout stops the job', () => {
  const play = (cluster: ClusterByHand): readonly unknown[] => {
    settleNewest(cluster.register(handJob([reverting])).at(1))
    cluster.do(stopJob())
    cluster
      .at(200)
      .register(handJob([{ ...reverting, rev: '2' }]))
      .at(205)
    cluster.fail()
    return [cluster.job().version, cluster.job().stop]
  }
  expect(inBothProfiles('rollsBackToStopped', play)).toEqual({ nomad: [3, true], safe: [3, false] })
})

test('drainCountsUnhealthy: a drain takes away the last healthy allocation', () => {
  const play = (cluster: ClusterByHand): number => {
    cluster.register(handJob([{ count: 2, maxParallel: 2, migrateParallel: 1, attempts: 0, deadline: 0 }])).at(1)
    cluster.withoutScheduler(() => {
      cluster.report('web.app[0]', { healthy: true })
      cluster.report('web.app[1]', { healthy: false })
    })
    const { nodeId } = cluster.allocation('web.app[0]')
    const specification = { deadline: zero, ignoreSystemJobs: false }
    cluster.do({ type: 'DrainNode', nodeId, specification, markEligible: false, meta: undefined })
    cluster.at(10)
    return [...cluster.state.tables.allocations].filter((row) => row.desiredTransition.migrate === true).length
  }
  expect(inBothProfiles('drainCountsUnhealthy', play)).toEqual({ nomad: 1, safe: 0 })
})
