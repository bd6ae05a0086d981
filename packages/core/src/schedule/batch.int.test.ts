// Batch jobs, from registration on, through the scheduler's own commands.

import { describe, expect, test } from 'vitest'
import { Cluster, group, job, revised } from './cluster.fixture.ts'

describe('a batch job', () => {
  const batch = job({ Type: 'batch', TaskGroups: [group({ Count: 3, Update: null })] })

  test('runs once, without a deployment', () => {
    const cluster = new Cluster(2)
    cluster.register(batch)
    expect(cluster.live()).toHaveLength(3)
    expect(cluster.deployments()).toEqual([])
    cluster.report(cluster.live(), { clientStatus: 'complete' })
    cluster.look('web')
    expect(cluster.allocations()).toHaveLength(3)
    expect(cluster.evaluations().map(({ deploymentId }) => deploymentId)).toEqual(['', ''])
  })

  test('runs again when it has changed', () => {
    const cluster = new Cluster(2)
    cluster.register(batch)
    cluster.report(cluster.live(), { clientStatus: 'complete' })
    cluster.register(revised(batch, 'b'))
    expect(cluster.live().map(({ job: own }) => own?.version)).toEqual([1, 1, 1])
  })
})
