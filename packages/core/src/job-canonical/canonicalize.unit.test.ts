// Defaults of stored jobs by type, what groups inherit and what is dropped: each line a fact of semantics/4 §1.3 to
// §1.6.

import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { group, second, store, task } from './stored.fixture.ts'

/** Durations are in seconds here. */
function shortened(value: Json): Json {
  return typeof value === 'number' && value >= second ? value / second : value
}

describe('defaults by type', () => {
  const update = [30, 1, 'checks', 10, 300, 600, false, false, 0]
  const serviceRules = { reschedule: [0, 0, 30, 'exponential', 3_600, true], migrate: [1, 'checks', 10, 300], update }
  const batchRules = { reschedule: [1, 86_400, 5, 'constant', 0, false], migrate: null, update: null }
  it.each([
    ['service', { restart: [2, 1_800, 15, 'fail', false], ...serviceRules }],
    ['batch', { restart: [3, 86_400, 15, 'fail', false], ...batchRules }],
    ['system', { restart: [2, 1_800, 15, 'fail', false], reschedule: null, migrate: null, update }],
    ['sysbatch', { restart: [3, 86_400, 15, 'fail', false], reschedule: null, migrate: null, update: null }],
  ])('%s', (Type, expected) => {
    const { RestartPolicy, ReschedulePolicy, Migrate, Update } = group({}, { Type })
    const found = { restart: RestartPolicy, reschedule: ReschedulePolicy, migrate: Migrate, update: Update }
    const inSeconds = Object.entries(found).map(([name, block]) => [name, block && Object.values(block).map(shortened)])
    expect(Object.fromEntries(inSeconds)).toEqual(expected)
  })

  it('are the same for every type elsewhere', () => {
    const { Name, Type, Priority, Datacenters, NodePool, TaskGroups } = store({
      TaskGroups: [{ Name: 'g', Tasks: [{}] }],
    })
    expect([Name, Type, Priority, Datacenters, NodePool]).toEqual(['j', 'service', 50, ['*'], 'default'])
    const [first] = TaskGroups
    expect(first).toMatchObject({
      Count: 1,
      EphemeralDisk: { Sticky: false, Migrate: false, SizeMB: 300 },
      Disconnect: null,
    })
    expect(first?.Tasks[0]).toMatchObject({
      KillTimeout: 5 * second,
      Resources: { CPU: 100, MemoryMB: 300, DiskMB: 0 },
      LogConfig: { MaxFiles: 10, MaxFileSizeMB: 10, Disabled: false },
      Identity: { Name: 'default', Audience: ['nomadproject.io'] },
    })
  })
})

describe('update: who inherits what', () => {
  const allZero = {
    ...{ Stagger: 0, MaxParallel: 0, HealthCheck: '', MinHealthyTime: 0, HealthyDeadline: 0, ProgressDeadline: 0 },
    ...{ AutoRevert: false, AutoPromote: false, Canary: 0 },
  }
  it.each<[string, JsonObject, JsonObject, JsonObject | null]>([
    [
      'the group is first',
      { Canary: 2 },
      { Canary: 1, MaxParallel: 3 },
      { Canary: 2, MaxParallel: 3, HealthCheck: 'checks' },
    ],
    ['an explicit zero counts', { MaxParallel: 0 }, { MaxParallel: 3 }, { MaxParallel: 0 }],
    ['the job fills in', {}, { MaxParallel: 0 }, { MaxParallel: 0, Canary: 0 }],
  ])('%s', (_, own, jobs, expected) => {
    expect(group(Object.keys(own).length > 0 ? { Update: own } : {}, { Update: jobs }).Update).toMatchObject({
      ...expected,
    })
  })

  it('a block of nothing but zeros is inherited by nobody', () => {
    expect(group({}, { Update: allZero }).Update).toBeNull()
    expect(group({}, { Update: allZero, Type: 'batch' }).Update).toBeNull()
  })

  it('an empty block on a batch job is filled in, to be refused', () => {
    expect(group({}, { Update: {}, Type: 'batch' }).Update).toMatchObject({ MaxParallel: 1 })
  })

  it('the job itself shows its pace only when it has one', () => {
    expect(store({ Update: { MaxParallel: 2, Canary: 1 } }).Update).toMatchObject({
      Stagger: 30 * second,
      MaxParallel: 2,
      Canary: 0,
    })
    expect(store({ Update: { MaxParallel: 0 } }).Update).toMatchObject({ Stagger: 0, MaxParallel: 0 })
  })
})

describe('what is stored otherwise than sent', () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      'a policy takes missing members from its type',
      { ReschedulePolicy: { Attempts: 3 } },
      { ReschedulePolicy: { Attempts: 3, Unlimited: true } },
    ],
    [
      'Count is the least of the scaling block',
      { Scaling: { Min: 3, Max: 9 } },
      { Count: 3, Scaling: { Min: 3, Type: 'horizontal' } },
    ],
    [
      'old names of disconnect rules are dropped',
      { MaxClientDisconnect: 5, StopAfterClientDisconnect: 5 },
      { MaxClientDisconnect: null, StopAfterClientDisconnect: null },
    ],
    ['a flag of old is dropped', { PreventRescheduleOnLost: true }, { PreventRescheduleOnLost: false }],
    ['an unknown kind of volume is dropped', { Volumes: { v: { Type: 'x' } } }, { Volumes: {} }],
    [
      'empty lists are null',
      { Constraints: [], Meta: {}, Networks: [] },
      { Constraints: null, Meta: null, Networks: null },
    ],
    [
      'empty members of networks are left out',
      { Networks: [{ Mode: '', DynamicPorts: [{ Label: 'a', To: 0 }] }] },
      { Networks: [{ DynamicPorts: [{ Label: 'a', HostNetwork: 'default' }] }] },
    ],
  ])('%s', (_, sent, expected) => {
    const stored = group(sent)
    for (const [key, value] of Object.entries(expected)) {
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        expect(stored[key]).toMatchObject({ ...value })
      else expect(stored[key]).toEqual(value)
    }
  })

  it('keeps a task’s own restart members over its group’s', () => {
    const stored = task({ RestartPolicy: { Attempts: 9 } }, { RestartPolicy: { Attempts: 1, Delay: second } })
    expect(stored.RestartPolicy).toMatchObject({ Attempts: 9, Delay: second, Mode: 'fail' })
  })

  it('gives no CPU to a task that asks for cores', () => {
    expect(task({ Resources: { Cores: 2 } }).Resources.CPU).toBe(0)
  })

  it('moves the default identity out of the further ones and leaves the empty list', () => {
    const stored = task({ Identities: [{ Audience: ['x'], ChangeMode: 'signal', ChangeSignal: 'sighup' }] })
    expect(stored.Identities).toEqual([])
    expect(stored.Identity).toMatchObject({ Name: 'default', Audience: ['nomadproject.io'], ChangeSignal: 'SIGHUP' })
  })

  it('drops what the server owns', () => {
    const stored: JsonObject = store({
      ParentID: 'p',
      Dispatched: true,
      NomadTokenID: 'x',
      Status: 'dead',
      Reschedule: {},
    })
    expect(stored).toMatchObject({ ParentID: '', Dispatched: false, NomadTokenID: '' })
    expect(stored).not.toHaveProperty('Status')
    expect(stored).not.toHaveProperty('Reschedule')
  })
})
