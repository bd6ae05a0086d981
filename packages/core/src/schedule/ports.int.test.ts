// Ports of group networks, through whole evaluations.

import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { Cluster, group, job, nodeId } from './cluster.fixture.ts'
import { asObject, listOf, member } from './resources.ts'

function network(reserved: readonly number[], dynamic: readonly string[]): JsonObject {
  return {
    Mode: 'host',
    ReservedPorts: reserved.map((Value) => ({ Label: `p${Value}`, Value, To: 0, HostNetwork: 'default' })),
    DynamicPorts: dynamic.map((Label) => ({ Label, Value: 0, To: -1, HostNetwork: 'default' })),
  }
}

function portsOf(cluster: Cluster): readonly (readonly unknown[])[] {
  return cluster
    .live()
    .map(({ resources }) =>
      listOf(member(asObject(member(resources, 'Shared')), 'Ports')).map((port) => member(port, 'Value')),
    )
}

describe('ports', () => {
  test('that are dynamic are different for the allocations of one node', () => {
    const cluster = new Cluster(1)
    cluster.register(job({ TaskGroups: [group({ Count: 3, Networks: [network([], ['http', 'rpc'])] })] }))
    expect(new Set(portsOf(cluster).flat()).size).toBe(6)
  })

  test('that are reserved let one allocation of each node have them', () => {
    const cluster = new Cluster(2)
    cluster.register(job({ TaskGroups: [group({ Count: 3, Networks: [network([8080], [])] })] }))
    expect(
      cluster
        .live()
        .map((allocation) => allocation.nodeId)
        .sort(),
    ).toEqual([nodeId(1), nodeId(2)])
    expect(cluster.evaluations()[0]?.failedGroups).toMatchObject([
      { metric: { DimensionExhausted: { 'network: port collision': 2 }, ResourcesExhausted: null } },
    ])
  })

  test('stay when their allocation goes on in place', () => {
    const cluster = new Cluster(1)
    const groups = [group({ Count: 1, Networks: [network([8080], ['http'])] })]
    cluster.register(job({ TaskGroups: groups }))
    const before = portsOf(cluster)
    cluster.register(job({ Priority: 51, TaskGroups: groups }))
    expect(cluster.live()[0]?.job?.version).toBe(1)
    expect(portsOf(cluster)).toEqual(before)
  })
})
