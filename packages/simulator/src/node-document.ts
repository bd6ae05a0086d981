// How a simulated node describes itself: `client-1`, `client-2` … with 40,000 MHz and 40,000 MB each, in datacenter dc1.

import { deriveId, deriveNumber, type Node, zero } from '@cutover/core'

/** What a simulated node is made of. */
export interface NodeShape {
  readonly name: string
  readonly datacenter: string
  readonly pool: string
  readonly nodeClass: string
  readonly cpu: number
  readonly memory: number
  readonly disk: number
  readonly drivers: readonly string[]
}

/** The drivers that a simulated node offers. */
const allDrivers: readonly string[] = ['mock_driver', 'raw_exec', 'exec', 'docker', 'java', 'qemu']

/** The n-th node of a fleet, counted from 1. */
export function nodeShape(ordinal: number, changes: Partial<NodeShape> = {}): NodeShape {
  return {
    name: `client-${ordinal}`,
    datacenter: 'dc1',
    pool: 'default',
    nodeClass: '',
    cpu: 40_000,
    memory: 40_000,
    disk: 100_000,
    drivers: allDrivers,
    ...changes,
  }
}

/** The node's id: the same seed and name give the same id. */
export function nodeId(seed: string, name: string): string {
  return deriveId(`${seed}/node/${name}`, 0, 0)
}

/** The registration of a node; it is `ready` at once. `at` in Unix seconds. */
export function nodeRow(shape: NodeShape, id: string, at: number): Node {
  return {
    id,
    secretId: deriveId(`${id}/secret`, 0, 0),
    name: shape.name,
    datacenter: shape.datacenter,
    nodeClass: shape.nodeClass,
    nodePool: shape.pool,
    // Real machines are hardly ever alike in all attributes, so each is a class of its own.
    computedClass: `v1:${deriveNumber(id, 0, 0, 0x7fffffff)}`,
    document: nodeDocument(shape, id),
    status: 'ready',
    statusDescription: '',
    statusUpdatedAt: at,
    schedulingEligibility: 'eligible',
    drain: undefined,
    lastDrain: undefined,
    events: [],
    lastMissedHeartbeatIndex: 0,
    lastAllocationUpdateIndex: zero,
    createIndex: 0,
    modifyIndex: 0,
  }
}

function nodeDocument(shape: NodeShape, id: string): Node['document'] {
  return {
    Attributes: {
      'cpu.arch': 'amd64',
      'cpu.numcores': '16',
      'cpu.totalcompute': String(shape.cpu),
      'kernel.name': 'linux',
      'memory.totalbytes': String(shape.memory * 1024 * 1024),
      'nomad.service_discovery': 'true',
      'nomad.version': '2.0.6-dev',
      'os.name': 'debian',
      'unique.hostname': shape.name,
      'unique.network.ip-address': '127.0.0.1',
      ...Object.fromEntries(shape.drivers.map((driver) => [`driver.${driver}`, '1'])),
    },
    Drivers: Object.fromEntries(
      shape.drivers.map((driver) => [
        driver,
        {
          Attributes: { [`driver.${driver}`]: 'true' },
          Detected: true,
          HealthDescription: 'Healthy',
          Healthy: true,
          UpdateTime: null,
        },
      ]),
    ),
    HTTPAddr: '127.0.0.1:4646',
    HostVolumes: {},
    Links: {},
    Meta: {},
    NodeResources: {
      Cpu: { CpuShares: shape.cpu, TotalCpuCores: 16, ReservableCpuCores: [] },
      Memory: { MemoryMB: shape.memory },
      Disk: { DiskMB: shape.disk },
      Networks: [{ Mode: 'host', Device: 'lo', CIDR: '127.0.0.1/32', IP: '127.0.0.1', MBits: 1000 }],
      MinDynamicPort: 20_000,
      MaxDynamicPort: 32_000,
    },
    ReservedResources: { Cpu: { CpuShares: 0 }, Memory: { MemoryMB: 0 }, Disk: { DiskMB: 0 } },
    Resources: { CPU: shape.cpu, MemoryMB: shape.memory, DiskMB: shape.disk },
    UniqueID: id,
  }
}
