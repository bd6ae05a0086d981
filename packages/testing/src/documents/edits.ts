// What an author can change in a job, one thing at a time, and what that means for allocations that run: the tables of semantics/2 §3.2
// and §3.3, row by row.

import type { JsonObject } from '@cutover/core'

/** The parts of a job with one group and one task. */
export interface Parts {
  readonly job: JsonObject
  readonly group: JsonObject
  readonly task: JsonObject
}

/** One change. */
export interface Edit {
  readonly what: string
  /** Allocations that run must be replaced. */
  readonly replaces: boolean
  readonly edit: (parts: Parts) => Parts
}

const second = 1_000_000_000

const helper = { Name: 'helper', Driver: 'mock_driver', Config: { run_for: '1h' } }

/** What is there before: maps and lists have something in them, so that they can be changed and emptied. */
export const plainParts: Parts = {
  job: { ID: 'job', Type: 'service', Meta: { team: 'blue', region: 'north' } },
  group: {
    Name: 'web',
    Count: 3,
    Meta: { region: 'south' },
    Networks: [{ Mode: 'host', DynamicPorts: [{ Label: 'http', To: 80 }] }],
    Services: [{ Name: 'web', Provider: 'nomad', PortLabel: 'http', Tags: ['a'] }],
    More: [helper],
  },
  task: {
    Name: 'server',
    Driver: 'mock_driver',
    Config: { run_for: '1h' },
    Env: { LEVEL: 'info' },
    ShutdownDelay: second,
    Artifacts: [{ GetterSource: 'http://example.com/a', RelativeDest: 'a' }],
    Templates: [{ EmbeddedTmpl: 'a', DestPath: 'local/a' }],
    Resources: { CPU: 100, MemoryMB: 100 },
  },
}

function ofJob(what: string, fields: JsonObject, replaces = false): Edit {
  return { what: `job ${what}`, replaces, edit: (parts) => ({ ...parts, job: { ...parts.job, ...fields } }) }
}

function ofGroup(what: string, fields: JsonObject, replaces = false): Edit {
  return { what: `group ${what}`, replaces, edit: (parts) => ({ ...parts, group: { ...parts.group, ...fields } }) }
}

function ofTask(what: string, fields: JsonObject, replaces = false): Edit {
  return { what: `task ${what}`, replaces, edit: (parts) => ({ ...parts, task: { ...parts.task, ...fields } }) }
}

const resources = { CPU: 100, MemoryMB: 100 }
const interpolated = (name: string): string => `\${${name}}`
const constraint = { Constraints: [{ LTarget: interpolated('attr.kernel.name'), RTarget: 'linux', Operand: '=' }] }
const affinity = {
  Affinities: [{ LTarget: interpolated('attr.cpu.arch'), RTarget: 'amd64', Operand: '=', Weight: 50 }],
}
const spread = { Spreads: [{ Attribute: interpolated('node.datacenter'), Weight: 50 }] }
const restart = { Attempts: 3, Interval: 600 * second, Delay: second, Mode: 'fail' }

const replacing: readonly Edit[] = [
  ofGroup('disk size', { EphemeralDisk: { SizeMB: 500 } }, true),
  ofGroup('disk sticky', { EphemeralDisk: { SizeMB: 300, Sticky: true } }, true),
  ofGroup('disk migrate', { EphemeralDisk: { SizeMB: 300, Migrate: true } }, true),
  ofGroup('no network', { Networks: [] }, true),
  ofGroup('network mode', { Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http', To: 80 }] }] }, true),
  ofGroup('port label', { Networks: [{ Mode: 'host', DynamicPorts: [{ Label: 'https', To: 80 }] }] }, true),
  ofGroup('port target', { Networks: [{ Mode: 'host', DynamicPorts: [{ Label: 'http', To: 81 }] }] }, true),
  ofGroup('reserved port', { Networks: [{ Mode: 'host', ReservedPorts: [{ Label: 'http', Value: 8_080 }] }] }, true),
  ofGroup('hostname', { Networks: [{ Mode: 'host', Hostname: 'a', DynamicPorts: [{ Label: 'http', To: 80 }] }] }, true),
  ofGroup('volume', { Volumes: { data: { Name: 'data', Type: 'host', Source: 'data' } } }, true),
  ofGroup('rendering at restarts', { RestartPolicy: { ...restart, RenderTemplates: true } }, true),
  ofTask('name', { Name: 'other' }, true),
  ofTask('driver', { Driver: 'raw_exec' }, true),
  ofTask('user', { User: 'nobody' }, true),
  ofTask('config', { Config: { run_for: '2h' } }, true),
  ofTask('environment', { Env: { LEVEL: 'debug' } }, true),
  ofTask('no environment', { Env: {} }, true),
  ofTask('artifact', { Artifacts: [{ GetterSource: 'http://example.com/b', RelativeDest: 'a' }] }, true),
  ofTask('template', { Templates: [{ EmbeddedTmpl: 'b', DestPath: 'local/a' }] }, true),
  ofTask('template signal', { Templates: [{ EmbeddedTmpl: 'a', DestPath: 'local/a', ChangeMode: 'noop' }] }, true),
  ofTask('processor', { Resources: { ...resources, CPU: 200 } }, true),
  ofTask('memory', { Resources: { ...resources, MemoryMB: 200 } }, true),
  ofTask('memory ceiling', { Resources: { ...resources, MemoryMaxMB: 300 } }, true),
  ofTask('device', { Resources: { ...resources, Devices: [{ Name: 'nvidia/gpu', Count: 1 }] } }, true),
  ofTask('log switched off', { LogConfig: { Disabled: true, MaxFiles: 1, MaxFileSizeMB: 1 } }, true),
  ofTask('rendering at restarts', { RestartPolicy: { ...restart, RenderTemplates: true } }, true),
  ofTask('metadata', { Meta: { region: 'west' } }, true),
  ofGroup('metadata', { Meta: { region: 'west' } }, true),
  ofJob('metadata', { Meta: { team: 'red', region: 'north' } }, true),
  ofJob('metadata gone', { Meta: { region: 'north' } }, true),
  ofGroup('with a task less', { More: [] }, true),
  ofGroup('with a task more', { More: [helper, { ...helper, Name: 'another' }] }, true),
  ofGroup('with another task', { More: [{ ...helper, Name: 'another' }] }, true),
]

const harmless: readonly Edit[] = [
  ofJob('metadata that the group overrides', { Meta: { team: 'blue', region: 'east' } }),
  ofTask('metadata as the job has it', { Meta: { team: 'blue' } }),
  ofJob('priority', { Priority: 70 }),
  ofJob('all at once', { AllAtOnce: true }),
  ofJob('datacenters', { Datacenters: ['dc1', 'dc2'] }),
  ofJob('constraint', constraint),
  ofJob('affinity', affinity),
  ofJob('spread', spread),
  ofGroup('constraint', constraint),
  ofGroup('affinity', affinity),
  ofGroup('spread', spread),
  ofGroup('count', { Count: 5 }),
  ofGroup('fewer', { Count: 1 }),
  ofGroup('update', { Update: { MaxParallel: 2, Canary: 1 } }),
  ofGroup('migration', { Migrate: { MaxParallel: 2 } }),
  ofGroup('restarts', { RestartPolicy: restart }),
  ofGroup('rescheduling', { ReschedulePolicy: { Unlimited: true, Delay: 5 * second, DelayFunction: 'constant' } }),
  ofGroup('disconnection', { Disconnect: { LostAfter: 60 * second } }),
  ofGroup('shutdown delay', { ShutdownDelay: second }),
  ofGroup('service tags', { Services: [{ Name: 'web', Provider: 'nomad', PortLabel: 'http', Tags: ['b'] }] }),
  ofGroup('no service', { Services: [] }),
  ofTask('constraint', constraint),
  ofTask('affinity', affinity),
  ofTask('leader', { Leader: true }),
  ofTask('kill timeout', { KillTimeout: 20 * second }),
  ofTask('kill signal', { KillSignal: 'SIGINT' }),
  ofTask('shutdown delay', { ShutdownDelay: 2 * second }),
  ofTask('log files', { LogConfig: { MaxFiles: 3, MaxFileSizeMB: 1 } }),
  ofTask('service', { Services: [{ Name: 'side', Provider: 'nomad' }] }),
]

/** Every change. */
export const edits: readonly Edit[] = [...replacing, ...harmless]

/** The job as it is submitted; `More` of a group are further tasks. */
export function assembled({ job, group, task }: Parts): JsonObject {
  const { More, ...rest } = group
  return { ...job, TaskGroups: [{ ...rest, Tasks: [task, ...(Array.isArray(More) ? More : [])] }] }
}
