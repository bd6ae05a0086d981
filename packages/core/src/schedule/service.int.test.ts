// Service and batch jobs from registration to a finished rollout, through the scheduler's own commands.

import { describe, expect, test } from 'vitest'
import { deploymentText } from '../entities/deployment.ts'
import type { Entry } from '../entry.ts'
import { seconds, zero } from '../time.ts'
import { Cluster, group, job, nodeId, revised, update } from './cluster.fixture.ts'

const web = job({ TaskGroups: [group({ Count: 6, Update: update({ MaxParallel: 2 }) })] })

function changesOf(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ cause }) => cause.change)
}

function versions(cluster: Cluster, jobId = 'web'): readonly (number | undefined)[] {
  return cluster.live(jobId).map(({ job: own }) => own?.version)
}

/** Every allocation is healthy, and the scheduler has seen it. */
function settleDown(cluster: Cluster): void {
  cluster.heal()
  cluster.look('web', { triggeredBy: 'deployment-watcher' })
}

describe('a first registration', () => {
  test('takes three entries: the job, the plan, the end of the evaluation', () => {
    const cluster = new Cluster(3)
    expect(changesOf(cluster.register(web))).toEqual(['RegisterJob', 'ApplyPlan', 'UpdateEvaluations'])
    const [deployment] = cluster.deployments()
    const [evaluation] = cluster.evaluations()
    expect(deployment).toMatchObject({ status: 'running', groups: [{ desiredTotal: 6, placed: 6 }] })
    expect(evaluation).toMatchObject({
      status: 'complete',
      statusDescription: '',
      deploymentId: deployment?.id,
      queuedAllocations: [{ group: 'app', count: 0 }],
      failedGroups: undefined,
      planAnnotations: { DesiredTGUpdates: { app: { Place: 6, Ignore: 0 } } },
      snapshotIndex: (deployment?.createIndex ?? 0) - 1,
    })
    expect(evaluation?.modifyTime).toBeGreaterThan(evaluation?.createTime ?? 0)
  })

  test('spreads the allocations over the nodes', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    const nodes = cluster.live().map((allocation) => allocation.nodeId)
    expect(nodes.sort()).toEqual([1, 1, 2, 2, 3, 3].map(nodeId))
  })

  test('of a job that wants nothing writes no plan', () => {
    const cluster = new Cluster(1)
    const entries = cluster.register(job({ TaskGroups: [group({ Count: 0 })] }))
    expect(changesOf(entries)).toEqual(['RegisterJob', 'UpdateEvaluations'])
    expect(cluster.deployments()).toEqual([])
  })
})

describe('a new version', () => {
  test('replaces MaxParallel allocations at a time and succeeds when all are healthy', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    settleDown(cluster)
    cluster.register(revised(web, 'b'))
    expect(versions(cluster).filter((version) => version === 1)).toHaveLength(2)
    settleDown(cluster)
    expect(versions(cluster).filter((version) => version === 1)).toHaveLength(4)
    settleDown(cluster)
    settleDown(cluster)
    expect(versions(cluster)).toEqual([1, 1, 1, 1, 1, 1])
    expect(cluster.deployments().map(({ status }) => status)).toEqual(['successful', 'successful'])
  })

  test('waits while nothing has become healthy', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    settleDown(cluster)
    cluster.register(revised(web, 'b'))
    const before = cluster.live()
    expect(changesOf(cluster.look('web'))).toEqual(['UpdateEvaluations', 'UpdateEvaluations'])
    expect(cluster.live()).toEqual(before)
  })

  test('goes on in place when only the count changes, and counts health anew', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    settleDown(cluster)
    const before = cluster.live().map(({ id }) => id)
    cluster.register(job({ TaskGroups: [group({ Count: 7, Update: update({ MaxParallel: 2 }) })] }))
    expect(cluster.live().map(({ id }) => id)).toEqual(expect.arrayContaining(before))
    expect(versions(cluster)).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(cluster.live().map(({ health }) => health?.healthy)).not.toContain(true)
    expect(cluster.deployments()[1]).toMatchObject({ groups: [{ desiredTotal: 7, placed: 7 }] })
  })

  test('with fewer allocations stops those with the highest names', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    settleDown(cluster)
    cluster.register(job({ TaskGroups: [group({ Count: 2, Update: update({ MaxParallel: 2 }) })] }))
    expect(
      cluster
        .live()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['web.app[0]', 'web.app[1]'])
  })

  test('cancels the deployment of the version before', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    cluster.register(revised(web, 'b'))
    expect(cluster.deployments()[0]).toMatchObject({ status: 'cancelled', statusDescription: deploymentText.newerJob })
  })
})

describe('canaries', () => {
  const first = job({ TaskGroups: [group({ Count: 3, Update: update({ Canary: 1 }) })] })

  function canarying(): Cluster {
    const cluster = new Cluster(3)
    cluster.register(first)
    settleDown(cluster)
    cluster.register(revised(first, 'b'))
    return cluster
  }

  test('are placed beside the old allocations and wait for promotion', () => {
    const cluster = canarying()
    expect(versions(cluster)).toEqual([0, 0, 0, 1])
    const [, deployment] = cluster.deployments()
    expect(deployment).toMatchObject({
      statusDescription: deploymentText.needsPromotion,
      groups: [{ desiredCanaries: 1, desiredTotal: 3, placedCanaries: [cluster.live()[3]?.id] }],
    })
    cluster.heal()
    cluster.look('web')
    expect(versions(cluster)).toEqual([0, 0, 0, 1])
  })

  test('once promoted let the old allocations be replaced', () => {
    const cluster = canarying()
    cluster.heal()
    const deploymentId = cluster.deployments()[1]?.id ?? ''
    cluster.run({ type: 'PromoteCanaries', deploymentId, all: true, groups: [], promotedAt: zero })
    for (let round = 0; round < 4; round += 1) settleDown(cluster)
    expect(versions(cluster)).toEqual([1, 1, 1])
    expect(cluster.deployments()[1]).toMatchObject({ status: 'successful' })
  })

  test('leave replacements of lost allocations on the version that is proven', () => {
    const cluster = canarying()
    const [lost] = cluster.live()
    cluster.run({ type: 'ReportNodeStatus', nodeId: lost?.nodeId ?? '', status: 'down', remark: undefined })
    const replacement = cluster.allocations().find(({ previousAllocation }) => previousAllocation === lost?.id)
    expect(replacement?.job?.version).toBe(0)
    expect(replacement?.deploymentId).toBe(cluster.deployments()[0]?.id)
  })
})

describe('trouble', () => {
  test('a stopped job stops everything and cancels its deployment', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    cluster.run({
      type: 'StopJob',
      namespace: 'default',
      jobId: 'web',
      purge: false,
      evaluationPriority: 0,
      noShutdownDelay: false,
    })
    expect(cluster.live()).toEqual([])
    expect(cluster.deployments()[0]).toMatchObject({
      status: 'cancelled',
      statusDescription: deploymentText.stoppedJob,
    })
  })

  test('allocations of a node that is down are lost and replaced on others', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    settleDown(cluster)
    cluster.run({ type: 'ReportNodeStatus', nodeId: nodeId(1), status: 'down', remark: undefined })
    const lost = cluster.allocations().filter(({ clientStatus }) => clientStatus === 'lost')
    expect(lost).toHaveLength(2)
    expect(cluster.live()).toHaveLength(6)
    expect(cluster.live().map((allocation) => allocation.nodeId)).not.toContain(nodeId(1))
    expect(lost.map(({ nextAllocation }) => nextAllocation)).not.toContain('')
  })

  test('a failed allocation is replaced after its delay, by the follow-up it waits for', () => {
    const cluster = new Cluster(3)
    cluster.register(web)
    settleDown(cluster)
    const [failed] = cluster.live()
    cluster.report(failed ? [failed] : [], { clientStatus: 'failed' })
    const followup = cluster.evaluations().find(({ triggeredBy }) => triggeredBy === 'alloc-reschedule')
    expect(followup).toMatchObject({ status: 'pending', waitUntil: cluster.at + seconds(30) })
    expect(cluster.live()).toHaveLength(5)
    cluster.pass(seconds(30))
    expect(cluster.live()).toHaveLength(6)
    const replacement = cluster.allocations().find(({ previousAllocation }) => previousAllocation === failed?.id)
    expect(replacement?.rescheduleTracker).toMatchObject({
      lastReschedule: 'ok',
      events: [{ previousAllocationId: failed?.id, previousNodeId: failed?.nodeId, delay: seconds(30) }],
    })
    expect(replacement?.nodeId).not.toBe(failed?.nodeId)
  })

  test('an evaluation with an unknown reason fails', () => {
    const cluster = new Cluster(1)
    cluster.register(web)
    cluster.look('web', { triggeredBy: 'scheduled' })
    expect(cluster.evaluations().at(-1)).toMatchObject({
      status: 'failed',
      statusDescription: "scheduler cannot handle 'scheduled' evaluation reason",
    })
  })

  test('of several evaluations that wait for a job all but one are cancelled', () => {
    const cluster = new Cluster(1)
    cluster.register(web)
    const ids = ['a', 'b', 'c', 'd']
    cluster.run({ type: 'UpdateEvaluations', evaluations: ids.map((id) => cluster.evaluation('web', { id })) })
    const statuses = new Map(cluster.evaluations().map(({ id, status }) => [id, status]))
    expect(ids.map((id) => statuses.get(id))).toEqual(['complete', 'complete', 'canceled', 'canceled'])
  })
})
