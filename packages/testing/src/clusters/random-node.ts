// Nodes that differ in all that a scheduler looks at: place, class, attributes, drivers, volumes, ports, and what they have to give.

import { isJsonObject, type Json, type JsonObject, type Node } from '@cutover/core'
import { nodeId, nodeRow, nodeShape } from '@cutover/simulator'
import type { Draws } from '../histories/intent.ts'

/** The n-th node of a story, counted from 1; small, so that a few jobs fill it. */
export function randomNode(draws: Draws, ordinal: number): Node {
  const shape = nodeShape(ordinal, {
    datacenter: draws.from('dc1', 'dc1', 'dc1', 'dc2', 'west-1'),
    pool: draws.from('default', 'default', 'default', 'gpu'),
    nodeClass: draws.from('', 'large', 'small'),
    cpu: draws.from(600, 1_000, 1_500, 4_000),
    memory: draws.from(512, 1_024, 2_048),
    disk: draws.from(1_000, 5_000, 9_000),
  })
  const row = nodeRow(shape, nodeId('clusters', shape.name), 0)
  const arch = draws.from('amd64', 'amd64', 'arm64')
  return {
    ...row,
    computedClass: draws.chance(70) ? `v1:${shape.nodeClass}-${arch}` : draws.chance(20) ? '' : row.computedClass,
    document: { ...row.document, ...randomParts(draws, row.document, arch) },
  }
}

function randomParts(draws: Draws, document: JsonObject, arch: string): JsonObject {
  const { Attributes, Drivers, Meta, NodeResources } = document
  const exec = { Detected: draws.chance(90), Healthy: draws.chance(90) }
  const volume = { Path: '/data', ReadOnly: draws.chance(40) }
  return {
    Attributes: {
      ...object(Attributes),
      'cpu.arch': arch,
      ...(draws.chance(80) ? { 'plugins.cni.version.bridge': '1.4.0' } : {}),
      version: draws.from('1.2.3', '1.10.0', '2.0.0-beta'),
      number: draws.from('9', '10', 'x'),
      tags: draws.from('x,y', 'y, z', ''),
    },
    Meta: { ...object(Meta), ...(draws.chance(85) ? { rack: draws.from('r1', 'r2', 'r3') } : {}) },
    Drivers: { ...object(Drivers), exec },
    HostVolumes: draws.chance(60) ? { data: volume } : {},
    ReservedResources: {
      Cpu: { CpuShares: draws.from(0, 0, 100) },
      Memory: { MemoryMB: draws.from(0, 64) },
      Disk: { DiskMB: draws.from(0, 100) },
    },
    NodeResources: { ...object(NodeResources), MinDynamicPort: 20_000, MaxDynamicPort: draws.from(20_002, 32_000) },
  }
}

function object(value: Json | undefined): JsonObject {
  return value !== undefined && isJsonObject(value) ? value : {}
}
