// Jobs of every type with all that narrows where they may run: constraints, affinities, volumes, ports, datacenters, sizes.

import type { JsonObject } from '@cutover/core'
import type { Draws } from '../histories/intent.ts'

const types = { web: 'service', api: 'service', crunch: 'batch', agent: 'system', sweep: 'sysbatch' } as const

/** A job document as a client would send it. */
export function randomJob(draws: Draws): JsonObject {
  const id = draws.from('web', 'web', 'web', 'api', 'crunch', 'agent', 'sweep')
  const type = types[id]
  const groups = draws.chance(25) ? ['app', 'side'] : ['app']
  return {
    ID: id,
    Type: type,
    Priority: draws.from(50, 50, 20, 80),
    ...(draws.chance(30) ? { Datacenters: draws.from(['dc1'], ['dc*'], ['dc2', 'west-1'], ['*']) } : {}),
    ...(draws.chance(10) ? { NodePool: draws.from('gpu', 'all') } : {}),
    ...(draws.chance(10) ? { AllAtOnce: true } : {}),
    ...(draws.chance(15) ? { Constraints: [constraint(draws)] } : {}),
    ...(draws.chance(20) && type !== 'system' ? { Affinities: [affinity(draws)] } : {}),
    ...(id === 'crunch' && draws.chance(30) ? draws.from<JsonObject>(periodic, parameterized) : {}),
    TaskGroups: groups.map((name) => group(draws, name, type)),
  }
}

const periodic = { Periodic: { Spec: '*/5 * * * *', ProhibitOverlap: true } }
const parameterized = { ParameterizedJob: { Payload: 'optional', MetaOptional: ['key'] } }

function constraint(draws: Draws): JsonObject {
  return draws.from<JsonObject>(
    { LTarget: `\${attr.cpu.arch}`, Operand: draws.from('=', '!=', 'is_set'), RTarget: 'amd64' },
    {
      LTarget: `\${attr.version}`,
      Operand: draws.from('version', 'semver'),
      RTarget: draws.from('>= 1.9', '~> 1.2', '< 2'),
    },
    { LTarget: `\${attr.number}`, Operand: draws.from('<', '<=', '>', '>='), RTarget: draws.from('9', '10') },
    {
      LTarget: `\${attr.tags}`,
      Operand: draws.from('set_contains', 'set_contains_any'),
      RTarget: draws.from('y', 'x, z'),
    },
    { LTarget: `\${meta.rack}`, Operand: draws.from('is_set', 'is_not_set') },
    { LTarget: `\${meta.rack}`, Operand: 'regexp', RTarget: '^r[12]$' },
    { LTarget: `\${node.class}`, Operand: draws.from('=', '!='), RTarget: draws.from('large', 'small') },
    { LTarget: `\${node.datacenter}`, Operand: '=', RTarget: 'dc1' },
    { LTarget: `\${node.unique.name}`, Operand: '!=', RTarget: 'client-1' },
    { LTarget: `\${node.pool}`, Operand: '=', RTarget: 'default' },
    { Operand: 'distinct_hosts', RTarget: draws.from('true', 'true', 'false') },
    { LTarget: `\${meta.rack}`, Operand: 'distinct_property', RTarget: draws.from('', '1', '2') },
  )
}

function affinity(draws: Draws): JsonObject {
  const weight = draws.from(100, 50, -50)
  return draws.from<JsonObject>(
    { LTarget: `\${node.class}`, Operand: '=', RTarget: 'large', Weight: weight },
    { LTarget: `\${meta.rack}`, Operand: '=', RTarget: 'r2', Weight: weight },
    { LTarget: `\${attr.number}`, Operand: '>', RTarget: '9', Weight: weight },
  )
}

function group(draws: Draws, name: string, type: string): JsonObject {
  const isService = type === 'service'
  const updates = isService || type === 'system'
  return {
    Name: name,
    Count: type === 'system' ? 1 : draws.from(1, 2, 3, 4),
    ...(draws.chance(15) ? { Constraints: [constraint(draws)] } : {}),
    ...(draws.chance(15) && type !== 'system' ? { Affinities: [affinity(draws)] } : {}),
    ...(draws.chance(15) ? { Volumes: { v: { Type: 'host', Source: 'data', ReadOnly: draws.chance(50) } } } : {}),
    ...(draws.chance(30) ? { Networks: [network(draws)] } : {}),
    ...(draws.chance(25) && isService ? { Disconnect: { LostAfter: 60e9, Replace: draws.chance(70) } } : {}),
    ...(updates ? { Update: update(draws, type) } : {}),
    ...(isService ? { ReschedulePolicy: reschedule(draws) } : {}),
    ...(draws.chance(15) && isService ? { Scaling: { Min: 1, Max: 6 } } : {}),
    EphemeralDisk: { SizeMB: draws.from(300, 300, 301), Sticky: draws.chance(20), Migrate: draws.chance(10) },
    RestartPolicy: { Attempts: 0, Mode: 'fail' },
    Tasks: [
      task(draws, 'main'),
      ...(draws.chance(10) ? [{ ...task(draws, 'late'), Lifecycle: { Hook: 'poststop' } }] : []),
    ],
  }
}

function task(draws: Draws, name: string): JsonObject {
  return {
    Name: name,
    Driver: draws.from('mock_driver', 'mock_driver', 'exec'),
    Env: { REV: draws.from('a', 'b', 'c') },
    Resources: { CPU: draws.from(50, 100, 300), MemoryMB: draws.from(32, 64, 300) },
    ...(draws.chance(5) ? { Constraints: [constraint(draws)] } : {}),
  }
}

function network(draws: Draws): JsonObject {
  const dynamic = [{ Label: 'http', To: draws.from(-1, 0, 8_080) }, ...(draws.chance(30) ? [{ Label: 'more' }] : [])]
  return {
    Mode: draws.from('host', 'bridge'),
    ...(draws.chance(50) ? { ReservedPorts: [{ Label: 'fixed', Value: draws.from(8_000, 8_001, 20_000) }] } : {}),
    ...(draws.chance(80) ? { DynamicPorts: dynamic } : {}),
  }
}

function update(draws: Draws, type: string): JsonObject {
  const canary = type === 'service' || draws.chance(50) ? draws.from(0, 0, 1, 2) : 0
  return {
    MaxParallel: draws.from(1, 2, 0),
    HealthCheck: draws.from('task_states', 'task_states', 'manual'),
    MinHealthyTime: 1e9,
    HealthyDeadline: 50e9,
    ProgressDeadline: draws.from(60e9, 120e9, 0),
    Canary: canary,
    AutoPromote: canary > 0 && draws.chance(40),
    AutoRevert: draws.chance(30),
  }
}

function reschedule(draws: Draws): JsonObject {
  const counted = {
    Unlimited: false,
    Attempts: draws.from(1, 2),
    Interval: 3600e9,
    DelayFunction: 'constant',
    Delay: 5e9,
  }
  const growing = { Unlimited: true, Delay: 5e9, DelayFunction: draws.from('exponential', 'fibonacci'), MaxDelay: 60e9 }
  return draws.from<JsonObject>(growing, counted, { Unlimited: false, Attempts: 0 })
}
