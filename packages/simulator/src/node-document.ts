// How a simulated node describes itself: `client-1`, `client-2` … with 40,000 MHz and 40,000 MB each, in datacenter dc1.

import { deriveId, deriveNumber, type JsonObject, type Node, zero } from '@cutover/core'

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
  /** Of the host's network, which tasks are reached at. */
  readonly address: string
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
    address: '127.0.0.1',
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

/** The signals that tasks may be sent. */
const signals = [
  'SIGABRT',
  'SIGALRM',
  'SIGBUS',
  'SIGCONT',
  'SIGFPE',
  'SIGHUP',
  'SIGILL',
  'SIGINT',
  'SIGIO',
  'SIGIOT',
  'SIGKILL',
  'SIGNULL',
  'SIGPIPE',
  'SIGPROF',
  'SIGQUIT',
  'SIGSEGV',
  'SIGSTOP',
  'SIGSYS',
  'SIGTERM',
  'SIGTRAP',
  'SIGTSTP',
  'SIGTTIN',
  'SIGTTOU',
  'SIGUSR1',
  'SIGUSR2',
  'SIGWINCH',
  'SIGXCPU',
  'SIGXFSZ',
] as const

function nodeDocument(shape: NodeShape, id: string): Node['document'] {
  return {
    Attributes: attributes(shape, id),
    Drivers: Object.fromEntries(shape.drivers.map((driver) => [driver, driverInfo(driver)])),
    HTTPAddr: '127.0.0.1:4646',
    HostVolumes: {},
    Links: {},
    Meta: meta,
    NodeResources: nodeResources(shape),
    ReservedResources: {
      Cpu: { CpuShares: 0, ReservedCpuCores: null },
      Memory: { MemoryMB: 0 },
      Disk: { DiskMB: 0 },
      Networks: { ReservedHostPorts: '' },
    },
    Resources: { CPU: shape.cpu, MemoryMB: shape.memory, DiskMB: shape.disk },
    UniqueID: id,
  }
}

function driverInfo(driver: string): JsonObject {
  return {
    Attributes: { [`driver.${driver}`]: 'true' },
    Detected: true,
    HealthDescription: 'Healthy',
    Healthy: true,
    UpdateTime: null,
  }
}

const meta = {
  'connect.gateway_image': `docker.io/envoyproxy/envoy:v\${NOMAD_envoy_version}`,
  'connect.log_level': 'info',
  'connect.proxy_concurrency': '1',
  'connect.sidecar_image': `docker.io/envoyproxy/envoy:v\${NOMAD_envoy_version}`,
  'connect.transparent_proxy.default_outbound_port': '15001',
  'connect.transparent_proxy.default_uid': '101',
} as const

function nodeResources({ cpu, memory, disk, address }: NodeShape): JsonObject {
  return {
    Cpu: { CpuShares: cpu, TotalCpuCores: 16, ReservableCpuCores: [] },
    Memory: { MemoryMB: memory },
    Disk: { DiskMB: disk },
    Networks: [{ Mode: 'host', Device: 'lo', CIDR: `${address}/32`, IP: address, MBits: 1000 }],
    Devices: null,
    NodeNetworks: [],
    MinDynamicPort: 20_000,
    MaxDynamicPort: 32_000,
  }
}

/** What all simulated machines say alike. */
const commonAttributes = {
  'cpu.arch': 'amd64',
  'cpu.frequency': '2600',
  'cpu.modelname': 'simulated',
  'cpu.numcores': '16',
  'cpu.reservablecores': '16',
  'kernel.arch': 'x86_64',
  'kernel.landlock': 'v7',
  'kernel.name': 'linux',
  'kernel.version': '6.1.0',
  'nomad.bridge.hairpin_mode': 'false',
  'nomad.service_discovery': 'true',
  'nomad.version': '2.0.6-dev',
  'numa.node.count': '1',
  'numa.node0.cores': '0-15',
  'os.cgroups.version': '2',
  'os.name': 'debian',
  'os.signals': signals.join(','),
  'os.version': '12.11',
  'plugins.host_volume.mkdir.version': '0.0.1',
  'plugins.secrets.nomad.version': '1.0.0',
  'plugins.secrets.vault.version': '1.0.0',
  'unique.advertise.address': '127.0.0.1:4646',
  'unique.storage.volume': '/dev/vda',
} as const

function attributes(shape: NodeShape, id: string): JsonObject {
  return {
    ...commonAttributes,
    'cpu.totalcompute': String(shape.cpu),
    'cpu.usablecompute': String(shape.cpu),
    'memory.totalbytes': String(shape.memory * 1024 * 1024),
    'unique.host_id': id,
    'unique.hostname': shape.name,
    'unique.network.ip-address': shape.address,
    'unique.storage.bytestotal': String(shape.disk * 1024 * 1024),
    ...Object.fromEntries(shape.drivers.map((driver) => [`driver.${driver}`, '1'])),
  }
}
