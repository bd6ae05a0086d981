// System and sysbatch jobs, from registration on, through the scheduler's own commands.

import { describe, expect, test } from 'vitest'
import { Cluster, group, job, node, revised, update } from './cluster.fixture.ts'

const agents = job({ Type: 'system', TaskGroups: [group({ Count: 1, Update: update({ MaxParallel: 2 }) })] })

describe('a system job', () => {
  test('runs once on every node, and its deployment ends when all are healthy', () => {
    const cluster = new Cluster(4)
    cluster.register(agents)
    expect(
      cluster
        .live()
        .map(({ nodeName }) => nodeName)
        .sort(),
    ).toEqual(['client-1', 'client-2', 'client-3', 'client-4'])
    expect(cluster.deployments()).toMatchObject([{ status: 'running', groups: [{ desiredTotal: 4, placed: 4 }] }])
    cluster.heal()
    cluster.look('web', { triggeredBy: 'deployment-watcher' })
    expect(cluster.deployments()).toMatchObject([{ status: 'successful', groups: [{ healthy: 4 }] }])
  })

  test('comes to a node that joins later', () => {
    const cluster = new Cluster(2)
    cluster.register(agents)
    cluster.join(node(3))
    expect(cluster.live()).toHaveLength(3)
  })

  test('is replaced as many at once as MaxParallel says', () => {
    const cluster = new Cluster(4)
    cluster.register(agents)
    cluster.heal()
    cluster.look('web')
    cluster.register(revised(agents, 'b'))
    expect(
      cluster
        .live()
        .map(({ job: own }) => own?.version)
        .sort(),
    ).toEqual([0, 0, 1, 1])
    expect(cluster.deployments()).toMatchObject([{ status: 'successful' }, { status: 'running' }])
    cluster.heal()
    cluster.look('web', { triggeredBy: 'deployment-watcher' })
    expect(cluster.live().map(({ job: own }) => own?.version)).toEqual([1, 1, 1, 1])
  })
})
