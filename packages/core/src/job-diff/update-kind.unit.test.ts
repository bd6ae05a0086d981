// Every label of a difference that forces a replacement, in a table, and the changes that are no reason for one.

import { describe, expect, it } from 'vitest'
import type { GroupDocument, JobDocument, TaskDocument } from '../job-document/document.ts'
import type { JsonObject } from '../json.ts'
import { tasksUpdated } from './update-kind.ts'

const task: TaskDocument = {
  Name: 'main',
  Driver: 'exec',
  Config: { command: 'a', args: ['1'] },
  Resources: { CPU: 100, Cores: 0, MemoryMB: 64, MemoryMaxMB: 0, DiskMB: 0, NUMA: { Affinity: 'none' } },
  RestartPolicy: { Attempts: 1, Interval: 1, Delay: 1, Mode: 'fail', RenderTemplates: false },
  Lifecycle: null,
  Leader: false,
  KillTimeout: 5e9,
  ShutdownDelay: 0,
  Constraints: null,
  Meta: { depth: 'task' },
  LogConfig: { MaxFiles: 10, MaxFileSizeMB: 10, Disabled: false },
  Identity: { Name: 'default' },
  Vault: { Role: 'r' },
  Consul: { Cluster: 'default', Partition: '' },
}

const sidecar = { Port: 'p', Proxy: null }

const group: GroupDocument = {
  Name: 'web',
  Count: 2,
  Update: null,
  Migrate: null,
  ReschedulePolicy: null,
  RestartPolicy: { Attempts: 1, Interval: 1, Delay: 1, Mode: 'fail', RenderTemplates: false },
  Disconnect: null,
  Constraints: null,
  Tasks: [task],
  Meta: { depth: 'group' },
  EphemeralDisk: { SizeMB: 300, Sticky: false, Migrate: false },
  Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http', To: 80, Value: 20_001 }] }],
  Consul: { Cluster: 'default' },
  Volumes: { data: { Name: 'data', Type: 'host', Source: 's', MountOptions: null } },
  Services: [{ Name: 'api', PortLabel: 'http', Cluster: 'default', Connect: { SidecarService: sidecar } }],
}

const document: JobDocument = {
  ID: 'job',
  Name: 'job',
  Namespace: 'default',
  Type: 'service',
  Priority: 50,
  AllAtOnce: false,
  Datacenters: ['*'],
  NodePool: 'default',
  Constraints: null,
  TaskGroups: [group],
  ParentID: '',
  Periodic: null,
  ParameterizedJob: null,
  Multiregion: null,
  Meta: { depth: 'job' },
}

const inGroup = (change: JsonObject): JobDocument => ({ ...document, TaskGroups: [{ ...group, ...change }] })
const inTask = (change: JsonObject): JobDocument => inGroup({ Tasks: [{ ...task, ...change }] })
const inResources = (change: JsonObject): JobDocument => inTask({ Resources: { ...task.Resources, ...change } })
const inNetwork = (change: JsonObject): JobDocument =>
  inGroup({ Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http', To: 80 }], ...change }] })
const inService = (change: JsonObject, connect: JsonObject | null = { SidecarService: sidecar }): JobDocument =>
  inGroup({ Services: [{ Name: 'api', PortLabel: 'http', Cluster: 'default', Connect: connect, ...change }] })
const withTask = (name: string): TaskDocument => ({ ...task, Name: name })

describe('the label of the first difference that forces a replacement', () => {
  it.each<[label: string, after: JobDocument]>([
    ['number of tasks', inGroup({ Tasks: [task, withTask('more')] })],
    ['ephemeral disk', inGroup({ EphemeralDisk: { SizeMB: 301, Sticky: false, Migrate: false } })],
    ['ephemeral disk', inGroup({ EphemeralDisk: null })],
    ['network lengths', inGroup({ Networks: null })],
    ['network mode', inNetwork({ Mode: 'host' })],
    ['network mbits', inNetwork({ MBits: 10 })],
    ['network hostname', inNetwork({ Hostname: 'h' })],
    ['network dns', inNetwork({ DNS: { Servers: ['1.1.1.1'] } })],
    ['network cni', inNetwork({ CNI: { Args: { a: 'b' } } })],
    ['network port map', inNetwork({ DynamicPorts: [{ Label: 'http', To: 81 }] })],
    ['network port map', inNetwork({ DynamicPorts: [], ReservedPorts: [{ Label: 'http', To: 80, Value: 80 }] })],
    ['consul cluster', inGroup({ Consul: { Cluster: 'other' } })],
    ['consul partition', inGroup({ Consul: { Cluster: 'default', Partition: 'p' } })],
    ['connect native', inService({}, { Native: true, SidecarService: sidecar })],
    ['connect gateway', inService({}, { Gateway: { Mesh: {} }, SidecarService: sidecar })],
    ['connect sidecar task', inService({}, { SidecarTask: { Driver: 'raw_exec' }, SidecarService: sidecar })],
    ['connect service add', inService({}, {})],
    ['connect port', inService({}, { SidecarService: { Port: 'q', Proxy: null } })],
    ['connect service port label', inService({ PortLabel: 'other' })],
    ['connect service cluster', inService({ Cluster: 'other' })],
    ['volume request', inGroup({ Volumes: null })],
    ['volume request', inGroup({ Volumes: { data: { Name: 'data', Type: 'host', Source: 's', MountOptions: {} } } })],
    ['group restart render_templates', inGroup({ RestartPolicy: { ...policyOf(group), RenderTemplates: true } })],
    ['task deleted', inGroup({ Tasks: [withTask('other')] })],
    ['task driver', inTask({ Driver: 'docker' })],
    ['task user', inTask({ User: 'nobody' })],
    ['task config', inTask({ Config: { command: 'a', args: ['2'] } })],
    ['task env', inTask({ Env: { A: '1' } })],
    ['task artifacts', inTask({ Artifacts: [{ GetterSource: 'x' }] })],
    ['task vault', inTask({ Vault: null })],
    ['task secrets', inTask({ Secrets: [{ Name: 's' }] })],
    ['consul cluster', inTask({ Consul: { Cluster: 'other' } })],
    ['task templates', inTask({ Templates: [{ DestPath: 'd' }] })],
    ['task csi config', inTask({ CSIPluginConfig: { ID: 'p' } })],
    ['task volume mount', inTask({ VolumeMounts: [{ Volume: 'data' }] })],
    ['task meta', { ...document, Meta: { other: 'job' } }],
    ['task meta', inGroup({ Meta: { other: 'group' } })],
    ['network lengths', inResources({ Networks: [{ Mode: 'host' }] })],
    ['task cpu', inResources({ CPU: 200 })],
    ['task cores', inResources({ Cores: 1 })],
    ['task memory', inResources({ MemoryMB: 65 })],
    ['task memory max', inResources({ MemoryMaxMB: 65 })],
    ['task devices', inResources({ Devices: [{ Name: 'gpu', Count: 1 }] })],
    ['numa', inResources({ NUMA: null })],
    ['task secrets', inResources({ SecretsMB: 1 })],
    ['task identity', inTask({ Identity: { Name: 'default', Env: true } })],
    ['task identity', inTask({ Identities: [{ Name: 'aws' }] })],
    ['task log disabled', inTask({ LogConfig: { MaxFiles: 10, MaxFileSizeMB: 10, Disabled: true } })],
    ['task restart render_templates', inTask({ RestartPolicy: { ...policyOf(task), RenderTemplates: true } })],
  ])('%s', (label, after) => {
    expect(tasksUpdated(document, after, 'web')).toEqual({ changed: true, label })
  })

  it('reads backwards for connect blocks, because the new job is the left side', () => {
    expect(tasksUpdated(inService({}, null), document, 'web').label).toBe('connect removed')
    expect(tasksUpdated(inService({}, {}), document, 'web').label).toBe('connect service delete')
  })

  it('is that of the group before that of any task, and of earlier members before later ones', () => {
    const both = inGroup({ EphemeralDisk: null, Tasks: [{ ...task, Driver: 'docker', User: 'nobody' }] })
    expect(tasksUpdated(document, both, 'web').label).toBe('ephemeral disk')
    expect(tasksUpdated(document, inTask({ Driver: 'docker', User: 'nobody' }), 'web').label).toBe('task driver')
  })
})

describe('no replacement', () => {
  it.each<[what: string, after: JobDocument]>([
    ['count, update and reschedule policy', inGroup({ Count: 5, Update: null, ReschedulePolicy: null })],
    ['constraints, affinities and spreads', inGroup({ Constraints: [], Affinities: [], Spreads: [{ Weight: 1 }] })],
    ['a concrete value of a dynamic port', inNetwork({ DynamicPorts: [{ Label: 'http', To: 80, Value: 20_002 }] })],
    ['a consul block that goes', inGroup({ Consul: null })],
    ['a consul namespace', inGroup({ Consul: { Cluster: 'default', Namespace: 'n' } })],
    ['a connect block that goes', inService({}, null)],
    ['tags, checks and proxy of a connect service', inService({ Tags: ['a'], Checks: [{ Name: 'c' }] })],
    ['kill timeout, leader and log size', inTask({ KillTimeout: 1, Leader: true, LogConfig: { MaxFiles: 1 } })],
    ['metadata that a deeper level overrides', { ...document, Meta: { depth: 'elsewhere' } }],
    ['an empty environment instead of none', inTask({ Env: {} })],
    ['disk and IOPS of resources', inResources({ DiskMB: 5, IOPS: 5 })],
    ['the order of tasks', inGroup({ Tasks: [task] })],
  ])('for %s', (_what, after) => {
    expect(tasksUpdated(document, after, 'web')).toEqual({ changed: false, label: '' })
  })

  it('for devices in another order', () => {
    const devices = [{ Name: 'gpu' }, { Name: 'fpga' }]
    const before = inResources({ Devices: devices })
    expect(tasksUpdated(before, inResources({ Devices: [...devices].reverse() }), 'web').changed).toBe(false)
  })
})

it('replaces everything of a group that only one version has', () => {
  const without = { ...document, TaskGroups: [] }
  expect(tasksUpdated(without, document, 'web').changed).toBe(true)
  expect(tasksUpdated(without, without, 'web').changed).toBe(false)
})

function policyOf(owner: GroupDocument | TaskDocument): JsonObject {
  return owner.RestartPolicy ?? {}
}
