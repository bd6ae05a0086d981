// Why a field is what it is, why a command is refused, what it would do, and what lies between two states.

import { ClusterByHand, handJob } from '@cutover/testing'
import { describe, expect, test } from 'vitest'
import { defaultManagers } from '../managers.ts'
import { isRefusal } from '../refusal.ts'
import { initialState } from '../state.ts'
import { hashState } from '../state-hash.ts'
import { seconds } from '../time.ts'
import { blockers } from './blockers.ts'
import { dryRun } from './dry-run.ts'
import { beginHistory, extendHistory, forkAt, type History, stateAt } from './history.ts'
import { diffFields, diffStates } from './state-diff.ts'
import { why } from './why.ts'
import { whyNot } from './why-not.ts'

const canary = { count: 2, maxParallel: 2, deadline: 100 } as const

// A canary that is healthy and waits.
const rollout = (): ClusterByHand => {
  const cluster = new ClusterByHand().register(handJob([canary])).at(1)
  cluster.reportAll(['web.app[0]', 'web.app[1]'], { healthy: true }).at(10)
  cluster.register(handJob([{ ...canary, canary: 1, rev: '1' }])).at(15)
  return cluster.report(cluster.latest().id, { healthy: true }).at(20)
}

const historyOf = (cluster: ClusterByHand): History =>
  extendHistory(beginHistory(initialState('by hand')), cluster.entries)

describe('why', () => {
  const cluster = rollout().promote().at(30)
  const history = historyOf(cluster)
  const deployment = { table: 'deployments', key: cluster.deployment().id } as const

  test('a counter leads to the report that moved it, and no further', () => {
    const { before, after, chain, outside } = why(history, { ...deployment, field: ['groups', 'app', 'healthy'] })
    const [report, ...more] = chain
    expect([before, after, report?.events.map(({ type }) => type), report?.rule, more, outside]).toEqual([
      0,
      1,
      ['AllocationReported'],
      'semantics/1 §3.11',
      [],
      'report',
    ])
  })

  test('a promotion leads to the operator', () => {
    const { chain, outside } = why(history, { ...deployment, field: ['groups', 'app', 'promoted'] })
    expect([chain.map(({ command }) => command), outside]).toEqual([['PromoteCanaries'], 'operator'])
  })

  test('a placement leads through the evaluation to whoever asked for it', () => {
    const { chain, outside } = why(history, {
      table: 'allocations',
      key: cluster.latest().id,
      field: ['desiredStatus'],
    })
    expect([chain.map(({ by, change }) => `${by} ${change}`), outside]).toEqual([
      ['scheduler ApplyPlan', 'operator PromoteDeployment'],
      'operator',
    ])
  })

  test('a deadline that passed leads to time', () => {
    const late = rollout().promote().at(500)
    const path = { table: 'deployments', key: late.deployment().id, field: ['status'] } as const
    const { after, outside } = why(historyOf(late), path)
    expect([after, outside]).toEqual(['failed', 'timer'])
  })

  test('what was so from the beginning has no cause', () => {
    const { chain, outside } = why(history, { table: 'namespaces', key: 'default', field: ['name'] })
    expect([chain, outside]).toEqual([[], 'origin'])
  })
})

describe('history', () => {
  test('every index can be looked at, and a fork goes on from there', () => {
    const { entries } = rollout()
    const history = extendHistory(beginHistory(initialState('by hand')), entries)
    const fork = forkAt(history, 9)
    const again = fork && extendHistory(fork, entries.slice(9))
    expect([stateAt(history, 9)?.lastIndex, stateAt(history, 1_000), again && hashState(again.head)]).toEqual([
      9,
      undefined,
      hashState(history.head),
    ])
  })
})

describe('difference', () => {
  test('names the rows, and the fields by the names of groups', () => {
    const cluster = rollout()
    const before = cluster.state
    const changes = diffStates(before, cluster.pause().state)
    const [deployment] = changes.filter(({ table }) => table === 'deployments')
    const fields = diffFields(deployment?.before, deployment?.after).map(({ path }) => path.join('.'))
    expect([changes.map(({ table }) => table), fields]).toEqual([
      ['deployments'],
      ['groups.app.requireProgressBy', 'status', 'statusDescription', 'modifyIndex', 'modifyTime'],
    ])
  })
})

describe('a dry run', () => {
  const stamp = { at: rollout().instant(30), term: 1, by: 'operator' } as const

  test('tells what would happen and be waited for, and changes nothing', () => {
    const cluster = rollout()
    const before = hashState(cluster.state)
    const deploymentId = cluster.deployment().id
    const promote = { type: 'PromoteCanaries', deploymentId, all: true, groups: [], promotedAt: stamp.at } as const
    const run = dryRun(cluster.state, promote, stamp, defaultManagers)
    const waits = isRefusal(run) ? [] : run.waiting.flatMap(({ waiting }) => waiting.blockers.map(({ kind }) => kind))
    expect([hashState(cluster.state), waits]).toEqual([before, ['health']])
  })

  test('of what is refused tells what would have to be true', () => {
    const cluster = rollout().fail()
    const resume = { type: 'PauseDeployment', deploymentId: cluster.deployment().id, pause: false } as const
    const objection = whyNot(cluster.state, resume, stamp)
    expect([objection?.refusal.text, objection?.required]).toEqual([
      "can't resume terminal deployment",
      'The deployment would have to be active: terminal statuses never end.',
    ])
  })
})

describe('what a rollout waits for', () => {
  test('is a promotion, and the deadline beside it', () => {
    const cluster = rollout()
    const { blockers: list, deadline } = blockers(cluster.state, cluster.deployment().id)
    expect([list.map(({ kind }) => kind), deadline && cluster.second(deadline)]).toEqual([['promotion'], 115])
  })

  test('is room, when nothing fits', () => {
    const cluster = new ClusterByHand(0).register(handJob([{ count: 2, maxParallel: 2 }]))
    const { blockers: list } = blockers(cluster.state, cluster.deployment().id)
    expect(list).toEqual([{ kind: 'capacity', groups: ['app'], unblock: { kind: 'room', count: 2 } }])
  })

  test('is apart from what a drain waits for: health decided of enough others', () => {
    const cluster = new ClusterByHand(2).register(handJob([{ ...canary, count: 3 }])).at(1)
    const [node] = cluster.allocationsOf(cluster.deployment()).map(({ nodeId }) => nodeId)
    const specification = { deadline: seconds(60), ignoreSystemJobs: false }
    cluster.do({ type: 'DrainNode', nodeId: node ?? '', specification, markEligible: false, meta: undefined })
    const toldAt = (second: number): readonly unknown[] =>
      blockers(cluster.at(second).state, cluster.deployment().id).blockers.map(({ kind, unblock }) =>
        unblock.kind === 'health' ? [kind, unblock.allocationIds.length] : [kind, unblock.kind],
      )
    expect(toldAt(3)).toEqual([
      ['health', 3],
      ['drain', 3],
    ])
    cluster.reportAll(['web.app[0]', 'web.app[1]'], { healthy: true })
    expect(toldAt(6)).toEqual([
      ['health', 1],
      ['drain', 1],
    ])
    cluster.report('web.app[2]', { healthy: true })
    expect(toldAt(6)).toEqual([['reaction', 'time']])
  })

  test('is the next pass, where the last one placed fewer canaries than are wanted', () => {
    const cluster = new ClusterByHand().register(handJob([{ ...canary, count: 1 }])).at(1)
    cluster.report('web.app[0]', { healthy: true }).at(10)
    cluster.register(handJob([{ ...canary, count: 1, canary: 2, rev: '1' }])).at(15)
    const { blockers: list } = blockers(cluster.state, cluster.deployment().id)
    expect(list.map(({ kind }) => kind)).toEqual(['evaluation'])
  })

  test('is nothing, once it is over', () => {
    const cluster = rollout().fail()
    const over = [...cluster.state.tables.deployments].filter(({ status }) => status === 'failed')
    expect(over.map(({ id }) => blockers(cluster.state, id).blockers)).toEqual([[]])
  })
})
