// Each oddity of the schedulers for service and batch jobs, as Nomad has it and switched off. Source: semantics/2 §8.3.

import { describe, expect, test } from 'vitest'
import type { Allocation } from '../entities/allocation.ts'
import { nomadQuirks, type Quirks } from '../quirks.ts'
import { seconds } from '../time.ts'
import { Cluster, group, job, nodeId, revised, task, update } from './cluster.fixture.ts'
import { scheduler } from './schedule.ts'

type Switch = keyof Quirks

function both<T>(name: Switch, play: (cluster: Cluster) => T, nodes = 2): readonly [nomad: T, safe: T] {
  const safe = { ...nomadQuirks, [name]: false }
  return [play(new Cluster(nodes)), play(new Cluster(nodes, [scheduler], safe))]
}

function failOne(cluster: Cluster): Allocation | undefined {
  const [first] = cluster.live()
  if (first) cluster.report([first], { clientStatus: 'failed' })
  return first
}

function settled(cluster: Cluster): void {
  cluster.heal()
  cluster.look('web', { triggeredBy: 'deployment-watcher' })
}

function sized(memory: number): ReturnType<typeof task> {
  return task({ Resources: { CPU: 100, Cores: 0, MemoryMB: memory, MemoryMaxMB: 0, DiskMB: 0 } })
}

describe('oddities of the service and batch schedulers', () => {
  test('Q8: a batch group with a time limit stays on a node that no longer suits', () => {
    const timed = group({ Count: 1, Update: null, MaxRunDuration: 3_600_000_000_000 })
    const batch = job({ Type: 'batch', TaskGroups: [timed] })
    const elsewhere = { LTarget: `\${node.unique.name}`, RTarget: 'client-9', Operand: '=' }
    const kept = both('updatesTimedBatchInPlace', (cluster) => {
      cluster.register(batch)
      cluster.register({ ...batch, Constraints: [elsewhere] })
      return cluster.live().map(({ job: own }) => own?.version)
    })
    expect(kept).toEqual([[1], [0]])
  })

  test('Q9: a delayed evaluation creates no follow-ups', () => {
    const created = both('dropsDelayedFollowups', (cluster) => {
      cluster.register(job({ TaskGroups: [group({ Update: null })] }))
      const [first] = cluster.live()
      cluster.look('web', { waitUntil: cluster.later(40), id: 'late' })
      cluster.at = cluster.later(39)
      if (first) cluster.quietly(() => cluster.report([first], { clientStatus: 'failed' }))
      cluster.pass(seconds(1))
      return cluster.evaluations().filter(({ previousEvaluation }) => previousEvaluation === 'late').length
    })
    expect(created).toEqual([0, 1])
  })

  test('Q10: an in-place update takes the id of a deployment that is long over', () => {
    const labels = both('relabelsInPlace', (cluster) => {
      cluster.register(job())
      settled(cluster)
      settled(cluster)
      cluster.register(revised(job({ TaskGroups: [group({ Update: null })] }), 'b'))
      cluster.register(revised(job({ Priority: 51, TaskGroups: [group({ Update: null })] }), 'b'))
      const [first] = cluster.deployments()
      return cluster.live().map(({ deploymentId }) => deploymentId === first?.id)
    })
    expect(labels).toEqual([
      [true, true],
      [false, false],
    ])
  })

  test('Q12: what could not be rescheduled moves to the current version of its job', () => {
    const first = job({ TaskGroups: [group({ Count: 1, Update: null, Tasks: [sized(3_000)] })] })
    const versions = both(
      'movesUnplacedToCurrentJob',
      (cluster) => {
        cluster.register(first)
        failOne(cluster)
        cluster.register(job({ ID: 'other', Name: 'other', TaskGroups: first.TaskGroups }))
        cluster.register({ ...first, Priority: 51 })
        cluster.pass(seconds(31))
        return cluster.allocations().map(({ job: own }) => own?.version)
      },
      1,
    )
    expect(versions).toEqual([[1], [0]])
  })

  test('Q13: a stopped allocation loses the history of its states', () => {
    const disconnect = { LostAfter: 600_000_000_000, StopOnClientAfter: null, Replace: false, Reconcile: 'best_score' }
    const histories = both('losesStoppedStates', (cluster) => {
      cluster.register(job({ TaskGroups: [group({ Count: 1, Update: null, Disconnect: disconnect })] }))
      cluster.heal()
      const id = cluster.live()[0]?.nodeId ?? nodeId(1)
      cluster.run({ type: 'ReportNodeStatus', nodeId: id, status: 'disconnected', remark: undefined })
      cluster.run({
        type: 'StopJob',
        namespace: 'default',
        jobId: 'web',
        purge: false,
        evaluationPriority: 0,
        noShutdownDelay: false,
      })
      return cluster.allocations().map(({ states }) => states?.length)
    })
    expect(histories).toEqual([[undefined], [1]])
  })

  test('Q22: the text on a rescheduled allocation is lost when its replacement is placed at once', () => {
    const texts = both('losesRescheduleText', (cluster) => {
      cluster.register(job({ TaskGroups: [group({ Count: 1, Update: null })] }))
      const failed = failOne(cluster)
      cluster.pass(seconds(31))
      return cluster.allocations().find(({ id }) => id === failed?.id)?.desiredDescription
    })
    expect(texts).toEqual(['', 'alloc was rescheduled because it failed'])
  })

  test('Q11: after a downgraded placement the others get its deployment', () => {
    const groups = ['a', 'b'].map((Name) => group({ Name, Update: update({ Canary: 1 }) }))
    const first = job({ TaskGroups: groups })
    const labels = both(
      'keepsDowngradedDeployment',
      (cluster) => {
        cluster.register(first)
        settled(cluster)
        const old = cluster.live().find((allocation) => allocation.group === 'a')
        const id = old?.nodeId ?? ''
        cluster.quietly(() =>
          cluster.run({ type: 'SetNodeStatus', nodeId: id, status: 'down', updatedAt: 0, remark: undefined }),
        )
        cluster.register(revised(first, 'b'))
        const canary = cluster.live().find(({ group: name, health }) => name === 'b' && health?.canary === true)
        const replacement = cluster.allocations().find(({ previousAllocation }) => previousAllocation === old?.id)
        const deployments = cluster.deployments().map((deployment) => deployment.id)
        return [replacement, canary].map((allocation) => deployments.indexOf(allocation?.deploymentId ?? ''))
      },
      3,
    )
    expect(labels).toEqual([
      [0, 0],
      [0, 1],
    ])
  })
})
