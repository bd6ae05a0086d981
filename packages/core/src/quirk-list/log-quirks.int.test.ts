// Each oddity of what the log does to jobs and deployments, as Nomad has it and switched off, with the harm that is avoided.
// Source: semantics/1 §0.1, semantics/4 §9.3.

import {
  type ClusterByHand,
  declareStable,
  handJob,
  inBothProfiles,
  scaleJob,
  settleNewest,
  stopJob,
  tagVersion,
} from '@cutover/testing'
import { expect, test } from 'vitest'
import type { ApplyPlan } from '../changes/apply-plan.ts'
import { versionsOf } from '../changes/job-versions.ts'
import { annotate } from '../job-diff/annotate.ts'
import { diffable, jobDiff } from '../job-diff/job-diff.ts'
import { admitJob } from '../job-document/admit.ts'
import { freshSurroundings } from '../job-document/surroundings.ts'
import { nomadQuirks, safeQuirks } from '../quirks.ts'
import { zero } from '../time.ts'

const first = (cluster: ClusterByHand, deadline = 600): ClusterByHand =>
  cluster.register(handJob([{ count: 2, maxParallel: 2, deadline }])).at(1)

const emptyPlan: ApplyPlan = {
  allocationsUpdated: [],
  allocationsStopped: [],
  allocationsPreempted: [],
  job: undefined,
  deployment: undefined,
  deploymentUpdates: [],
  evaluationId: '',
  preemptionEvaluations: [],
  ineligibleNodes: [],
  updatedAt: zero,
}

test('revivesByStalePlan: an older copy brings a failed deployment back', () => {
  const play = (cluster: ClusterByHand): string => {
    const stale = first(cluster).deployment()
    cluster.fail()
    cluster.withoutScheduler(() => cluster.do({ type: 'ApplyPlan', ...emptyPlan, deployment: stale }))
    return cluster.deployment().status
  }
  expect(inBothProfiles('revivesByStalePlan', play)).toEqual({ nomad: 'running', safe: 'failed' })
})

test('replacesCurrentByStableMark: marking an old version stable puts it in charge', () => {
  const play = (cluster: ClusterByHand): readonly unknown[] => {
    first(cluster).register(handJob([{ count: 2, rev: '1' }]))
    cluster.do(declareStable(0))
    const versions = versionsOf(cluster.state.tables, 'default', 'web').map(({ version, stable }) => [version, stable])
    return [cluster.job().version, versions]
  }
  const versions = [
    [1, false],
    [0, true],
  ]
  expect(inBothProfiles('replacesCurrentByStableMark', play)).toEqual({ nomad: [0, versions], safe: [1, versions] })
})

test('countsReports: an allocation that recovers and relapses makes the counter negative', () => {
  const play = (cluster: ClusterByHand): readonly string[] => {
    first(cluster)
    return [true, false, true, false].map((healthy) => cluster.report('web.app[0]', { healthy }).line().slice(9, 17))
  }
  expect(inBothProfiles('countsReports', play)).toEqual({
    nomad: ['app 1/0 ', 'app 0/1 ', 'app 0/1 ', 'app -1/2'],
    safe: ['app 1/0 ', 'app 0/1 ', 'app 1/0 ', 'app 0/1 '],
  })
})

test('pushesDeadlineOnFlip: getting worse buys time', () => {
  const play = (cluster: ClusterByHand): string => {
    first(cluster).at(10).report('web.app[0]', { healthy: true }).at(110).report('web.app[0]', { healthy: false })
    return cluster.line()
  }
  expect(inBothProfiles('pushesDeadlineOnFlip', play)).toEqual({
    nomad: 'running: app 0/1 of 2 placed, by 710',
    safe: 'running: app 0/1 of 2 placed, by 610',
  })
})

test('startsDeadlineAtPlacement: a rollout that finds no room runs for ever', () => {
  const play = (cluster: ClusterByHand): string => {
    cluster.register(handJob([{ count: 1, cpu: 90_000, deadline: 60 }]))
    return cluster.at(700).line()
  }
  expect(inBothProfiles('startsDeadlineAtPlacement', play)).toEqual({
    nomad: 'running: app 0/0 of 0 placed, no deadline',
    safe: 'failed: app 0/0 of 0 placed, by 60',
  })
})

test('clearsTimeOnPromotion: a promoted deployment looks as old as time', () => {
  const play = (cluster: ClusterByHand): boolean => {
    settleNewest(first(cluster))
      .at(100)
      .register(handJob([{ count: 2, canary: 1, rev: '1' }]))
      .at(105)
    const canary = cluster.latest().id
    cluster.withoutScheduler(() => cluster.report(canary, { healthy: true }).promote())
    return cluster.deployment().modifyTime === zero
  }
  expect(inBothProfiles('clearsTimeOnPromotion', play)).toEqual({ nomad: true, safe: false })
})

test('marksIneligibleInNanos: a node is dated thirty billion years ahead', () => {
  const play = (cluster: ClusterByHand): number => {
    const [node] = cluster.state.tables.nodes
    const updatedAt = cluster.instant(0)
    cluster.do({ type: 'ApplyPlan', ...emptyPlan, ineligibleNodes: node ? [node.id] : [], updatedAt })
    return cluster.state.tables.nodes.get(node?.id ?? '')?.statusUpdatedAt ?? 0
  }
  expect(inBothProfiles('marksIneligibleInNanos', play)).toEqual({
    nomad: 1_893_456_000_000_000_000,
    safe: 1_893_456_000,
  })
})

test('copiesTags: two versions bear one name', () => {
  const play = (cluster: ClusterByHand): readonly (string | undefined)[] => {
    settleNewest(first(cluster)).do(tagVersion(0))
    cluster.do(scaleJob(3))
    cluster.do(stopJob())
    return versionsOf(cluster.state.tables, 'default', 'web').map(({ versionTag }) => versionTag?.name)
  }
  expect(inBothProfiles('copiesTags', play)).toEqual({
    nomad: ['gold', 'gold', 'gold'],
    safe: [undefined, undefined, 'gold'],
  })
})

test('keepsStableWhenStopped and stopsAgain: a version that runs nothing is stable, and each stop makes one more', () => {
  const play = (cluster: ClusterByHand): readonly unknown[] => {
    settleNewest(first(cluster)).do(stopJob())
    cluster.do(stopJob())
    return versionsOf(cluster.state.tables, 'default', 'web').map(({ version, stable }) => [version, stable])
  }
  const thrice = [2, 1, 0].map((version) => [version, true])
  expect(inBothProfiles('keepsStableWhenStopped', play)).toEqual({
    nomad: thrice,
    safe: [2, 1, 0].map((version) => [version, version === 0]),
  })
  expect(inBothProfiles('stopsAgain', play)).toEqual({ nomad: thrice, safe: thrice.slice(1) })
})

test('honoursBodyVersion: a body leaves a gap in the versions', () => {
  const play = (cluster: ClusterByHand): number => {
    first(cluster).register(handJob([{ count: 2, rev: '1' }], { Version: 40 }))
    return cluster.job().version
  }
  expect(inBothProfiles('honoursBodyVersion', play)).toEqual({ nomad: 40, safe: 1 })
})

test('bumpsVersionForPolicies: the same job twice is two versions', () => {
  const play = (cluster: ClusterByHand): readonly number[] => {
    const scaled = {
      ID: 'web',
      TaskGroups: [{ Name: 'app', Scaling: { Min: 0, Max: 9 }, Tasks: [{ Name: 'main', Driver: 'mock_driver' }] }],
    }
    return [1, 2, 3].map(() => cluster.register(scaled).job().version)
  }
  expect(inBothProfiles('bumpsVersionForPolicies', play)).toEqual({ nomad: [0, 1, 1], safe: [0, 0, 0] })
})

test('answersModifyIndex: enforcing the index that a registration answered fails', () => {
  const play = (cluster: ClusterByHand): boolean => {
    settleNewest(first(cluster))
    const { document, stop } = cluster.job()
    const registration = { document, stop, version: 0, versionTag: undefined, submission: undefined }
    const rest = { enforceIndex: undefined, preserveCounts: false, preserveResources: false, evaluationPriority: 0 }
    const taken = cluster.do({
      type: 'SubmitJob',
      namespace: 'default',
      registration: { ...registration, ...rest },
    })
    return taken.reply.jobModifyIndex === cluster.job().jobModifyIndex
  }
  expect(inBothProfiles('answersModifyIndex', play)).toEqual({ nomad: false, safe: true })
})

test('stopsAsService: a stopped batch job is looked at by the wrong scheduler', () => {
  const play = (cluster: ClusterByHand): string | undefined => {
    const group = { Name: 'app', Tasks: [{ Name: 'main', Driver: 'mock_driver' }] }
    cluster.register({ ID: 'web', Type: 'batch', TaskGroups: [group] }).do(stopJob())
    return cluster.evaluations('job-deregister')[0]?.type
  }
  expect(inBothProfiles('stopsAsService', play)).toEqual({ nomad: 'service', safe: 'batch' })
})

test('annotatesLogsAsReplacing: a change in place is announced as a replacement', () => {
  const documentOf = (files: number): ReturnType<typeof diffable> => {
    const task = { Name: 'main', Driver: 'mock_driver', LogConfig: { MaxFiles: files, MaxFileSizeMB: 1 } }
    const group = { Name: 'app', EphemeralDisk: { SizeMB: 300 }, Tasks: [task] }
    const admitted = admitJob({ body: { json: { Job: { ID: 'web', TaskGroups: [group] } } } }, freshSurroundings)
    if (!admitted.ok) throw new Error(admitted.text)
    return diffable({ document: admitted.document, stop: false, versionTag: undefined })
  }
  const diff = jobDiff(documentOf(3), documentOf(4), true)
  const said = [nomadQuirks, safeQuirks].map(
    (quirks) => annotate(diff, [], quirks).TaskGroups?.[0]?.Tasks?.[0]?.Annotations,
  )
  expect(said).toEqual([['forces create/destroy update'], ['forces in-place update']])
})

test('misspellsKillTimeout and printsDelayForMaxDelay: the texts say what is wrong', () => {
  const group = {
    Name: 'app',
    Update: { MaxParallel: 1, HealthyDeadline: 5e9, MinHealthyTime: 1e9, ProgressDeadline: 10e9 },
    ReschedulePolicy: { Unlimited: true, Delay: 6e9, MaxDelay: 1e9, DelayFunction: 'exponential' },
    Tasks: [{ Name: 'main', Driver: 'mock_driver', KillTimeout: 20e9 }],
  }
  const textsOf = (quirks: typeof nomadQuirks): readonly string[] => {
    const admitted = admitJob(
      { body: { json: { Job: { ID: 'web', TaskGroups: [group] } } } },
      { ...freshSurroundings, quirks },
    )
    return admitted.ok ? [] : (admitted.text.match(/KillTim\w+ |Max Delay cannot be less than 5s \(got \w+\)/g) ?? [])
  }
  expect([textsOf(nomadQuirks), textsOf(safeQuirks)]).toEqual([
    ['Max Delay cannot be less than 5s (got 6s)', 'KillTimout '],
    ['Max Delay cannot be less than 5s (got 1s)', 'KillTimeout '],
  ])
})
