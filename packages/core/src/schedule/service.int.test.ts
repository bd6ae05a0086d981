// Service jobs from registration to a finished rollout, through the scheduler's own commands.

import { describe, expect, test } from 'vitest'
import { Cluster, job } from './cluster.fixture.ts'

describe('a first registration', () => {
  test('places every allocation, starts a deployment and completes its evaluation', () => {
    const cluster = new Cluster(3)
    const entries = cluster.register(job())
    expect(cluster.live()).toHaveLength(2)
  })
})
